/** The wall behind the model: nothing but the shadow on it. */
import type { BufferGeometry, Mesh, RawShaderMaterial } from 'three';
import type { Eye } from '../eye.ts';
import type { Layout, Point } from '../geometry.ts';
import { drawQuads, pulledGeometry } from '../marks/records.ts';
import type { Palette } from '../palette.ts';
import { minus } from '../tiles/sight.ts';
import { type FrameUniforms, pulledMesh } from './frame.ts';
import fragment from './shaders/wall.frag.glsl?raw';
import vertex from './shaders/wall.vert.glsl?raw';
import { shareTexture } from './textures.ts';
import { wallShadow } from './wall-shadow.ts';

export class Wall {
  readonly mesh: Mesh<BufferGeometry, RawShaderMaterial>;
  private readonly geometry = pulledGeometry();
  private corner: Point | undefined;
  private readonly uniforms = {
    corner: { value: [0, 0, 0] },
    size: { value: [0, 0] },
    shadow: { value: [0, 0, 0] },
    strength: { value: 0 },
    shares: { value: shareTexture(new Uint8Array(1), 1, 1) },
  };

  constructor(frame: FrameUniforms, writesDepth: boolean) {
    const { uniforms } = this;
    this.mesh = pulledMesh(this.geometry, frame, writesDepth, {
      vertex,
      fragment,
      uniforms,
      defines: {},
      isBlended: false,
    });
    this.mesh.renderOrder = 1;
    drawQuads(this.geometry, 0, 1);
  }

  setPalette(palette: Palette): void {
    this.uniforms.shadow.value = [...palette.shadow];
    this.uniforms.strength.value = palette.wallShadow;
  }

  setLayout(layout: Layout): void {
    const shadow = wallShadow(layout);
    this.corner = shadow?.area.min;
    if (shadow === undefined) return;
    const { area, columns, rows, shares } = shadow;
    this.uniforms.shares.value.dispose();
    this.uniforms.shares.value = shareTexture(shares, columns, rows);
    this.uniforms.size.value = [area.max.x - area.min.x, area.max.y - area.min.y];
  }

  set(eye: Eye): void {
    this.mesh.visible = this.corner !== undefined;
    if (this.corner === undefined) return;
    const { x, y, z } = minus(this.corner, eye.position);
    this.uniforms.corner.value = [x, y, z];
  }

  dispose(): void {
    this.uniforms.shares.value.dispose();
    this.geometry.dispose();
    this.mesh.material.dispose();
  }
}
