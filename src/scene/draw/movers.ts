/** All cells on their way in one draw call. */
import type { BufferGeometry, Mesh, RawShaderMaterial } from 'three';
import type { Eye } from '../eye.ts';
import { drawQuads, pulledGeometry, RecordTexture } from '../marks/records.ts';
import { type FrameUniforms, pulledMesh } from './frame.ts';
import type { MovingCell } from './moving-cells.ts';
import fragment from './shaders/mover.frag.glsl?raw';
import vertex from './shaders/mover.vert.glsl?raw';

const RECORD_TEXELS = 2;

export class MoverBatch {
  readonly mesh: Mesh<BufferGeometry, RawShaderMaterial>;
  private readonly records = new RecordTexture();
  private readonly geometry = pulledGeometry();
  private readonly uniforms = { records: { value: this.records.texture } };

  constructor(frame: FrameUniforms, writesDepth: boolean) {
    const { uniforms } = this;
    const defines = { RECORD_TEXELS };
    this.mesh = pulledMesh(this.geometry, frame, writesDepth, { vertex, fragment, uniforms, defines, isBlended: true });
    this.mesh.renderOrder = 3;
  }

  /** Replaces what is drawn. */
  set(cells: readonly MovingCell[], { position }: Eye): void {
    this.mesh.visible = cells.length > 0;
    if (cells.length === 0) return;
    const data = this.records.open(cells.length * RECORD_TEXELS);
    cells.forEach(({ x, y, z, colour }, index) => {
      data.set([x - position.x, y - position.y, z - position.z, 0, ...colour, 1], index * RECORD_TEXELS * 4);
    });
    this.records.close();
    this.uniforms.records.value = this.records.texture;
    drawQuads(this.geometry, 0, cells.length);
  }

  dispose(): void {
    this.records.dispose();
    this.geometry.dispose();
    this.mesh.material.dispose();
  }
}
