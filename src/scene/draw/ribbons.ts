/** All ribbons of a frame in one draw call. */
import type { BufferGeometry, Mesh, RawShaderMaterial } from 'three';
import { ribbonPath } from '../layout/ribbon-path.ts';
import { pulledGeometry, RecordTexture } from '../marks/records.ts';
import type { Palette } from '../palette.ts';
import type { SeenFlow } from '../tiles/traverse.ts';
import { type FrameUniforms, pulledMesh } from './frame.ts';
import fragment from './shaders/ribbon.frag.glsl?raw';
import vertex from './shaders/ribbon.vert.glsl?raw';
import { ROLES } from './slabs.ts';
import type { Lighting } from './solids.ts';

const RECORD_TEXELS = 5;
const VERTICES = 6;

/** Strength of a ribbon neither of whose ends is talked about. */
const DIMMED = 0.35;

export class RibbonBatch {
  readonly mesh: Mesh<BufferGeometry, RawShaderMaterial>;
  private readonly records = new RecordTexture();
  private readonly geometry = pulledGeometry();
  private strength = 1;
  private readonly uniforms = { records: { value: this.records.texture }, roleColours: { value: [] as number[] } };

  constructor(frame: FrameUniforms, writesDepth: boolean) {
    const { uniforms } = this;
    this.mesh = pulledMesh(this.geometry, frame, writesDepth, {
      vertex,
      fragment,
      uniforms,
      defines: { RECORD_TEXELS },
      isBlended: true,
    });
    this.mesh.renderOrder = 2;
  }

  setPalette(palette: Palette): void {
    this.uniforms.roleColours.value = ROLES.flatMap((role) => [...palette.roles[role]]);
    this.strength = palette.ribbon;
  }

  /** Replaces what is drawn. */
  set(flows: readonly SeenFlow[], lighting: Lighting): void {
    const paths = flows.map(({ flow, cellSize }) => ribbonPath(flow, cellSize));
    const runs = paths.reduce((sum, path) => sum + Math.max(0, path.length - 1), 0);
    const data = this.records.open(runs * RECORD_TEXELS);
    let at = 0;
    flows.forEach(({ flow, prefix, origin }, index) => {
      const path = paths[index] ?? [];
      const length = path.at(-1)?.distance ?? 0;
      const isLit = lighting.isLit(prefix + flow.from) && lighting.isLit(prefix + flow.to);
      const strength = this.strength * flow.strength * (isLit ? 1 : DIMMED);
      for (let i = 1; i < path.length; i++) {
        const [from, to] = [path[i - 1], path[i]];
        if (from === undefined || to === undefined) continue;
        data.set(
          [
            ...[from.x + origin.x, from.y + origin.y, from.z + origin.z, from.distance],
            ...[to.x + origin.x, to.y + origin.y, to.z + origin.z, to.distance],
            ...[from.acrossX, from.acrossY, to.acrossX, to.acrossY],
            ...[from.halfWidth, to.halfWidth, ROLES.indexOf(flow.role), strength],
            ...[flow.strands, length, 0, 0],
          ],
          at,
        );
        at += RECORD_TEXELS * 4;
      }
    });
    this.records.close();
    this.uniforms.records.value = this.records.texture;
    this.geometry.setDrawRange(0, runs * VERTICES);
    this.mesh.visible = runs > 0;
  }

  dispose(): void {
    this.records.dispose();
    this.geometry.dispose();
    this.mesh.material.dispose();
  }
}
