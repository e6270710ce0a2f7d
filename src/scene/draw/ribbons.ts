/** All ribbons of a frame: a draw call for the runs with details, strands or a chevron, and one for those without. */
import { type BufferGeometry, Group, type Mesh, type RawShaderMaterial } from 'three';
import type { Eye } from '../eye.ts';
import { CHEVRON_AT, CHEVRON_FROM, STRANDS_FROM } from '../layout/ribbon-runs.ts';
import { drawQuads, pulledGeometry, RecordTexture, writeTexel } from '../marks/records.ts';
import type { Palette } from '../palette.ts';
import type { SeenFlow } from '../tiles/bundles.ts';
import { type DrawnRun, drawnRuns } from './bands.ts';
import { type FrameUniforms, pulledMesh } from './frame.ts';
import fragment from './shaders/ribbon.frag.glsl?raw';
import vertex from './shaders/ribbon.vert.glsl?raw';
import { ROLES } from './slabs.ts';
import type { Lighting } from './solids.ts';

const RECORD_TEXELS = 5;

/** Strength of a ribbon neither of whose ends is talked about. */
const DIMMED = 0.35;

/** In a hall short ribbons stand in crowds, and would be a haze: so strong at least, and in full from this length on, CSS pixels. */
const IN_CROWD = 0.35;
const OUT_OF_CROWD = 240;

type RunBatch = Mesh<BufferGeometry, RawShaderMaterial>;

export class RibbonBatch {
  readonly meshes = new Group();
  private readonly records = new RecordTexture();
  private readonly plain: RunBatch;
  private readonly detailed: RunBatch;
  private strength = 1;
  private readonly uniforms = { records: { value: this.records.texture }, roleColours: { value: [] as number[] } };

  constructor(frame: FrameUniforms, writesDepth: boolean) {
    // Software GL pays for each line of a shader at each pixel, and most of them show no details.
    const batch = (details: Record<string, number>): RunBatch => {
      const { uniforms } = this;
      const floats = Object.entries(details).map(([name, value]) => [name, value.toFixed(6)]);
      const defines = { RECORD_TEXELS, ...Object.fromEntries(floats) };
      const mesh = pulledMesh(pulledGeometry(), frame, writesDepth, {
        vertex,
        fragment,
        uniforms,
        defines,
        isBlended: true,
      });
      mesh.renderOrder = 2;
      this.meshes.add(mesh);
      return mesh;
    };
    this.plain = batch({});
    this.detailed = batch({ DETAILS: 1, STRANDS_FROM, CHEVRON_FROM, CHEVRON_AT });
  }

  setPalette(palette: Palette): void {
    this.uniforms.roleColours.value = ROLES.flatMap((role) => [...palette.roles[role]]);
    this.strength = palette.ribbon;
  }

  /** Replaces what is drawn. */
  set(flows: readonly SeenFlow[], lighting: Lighting, eye: Eye, isHall: boolean): void {
    const runs = flows.flatMap((seen) => drawnRuns(seen, eye));
    const data = this.records.open(runs.length * RECORD_TEXELS);
    let index = 0;
    for (const [mesh, hasDetails] of [[this.plain, false] as const, [this.detailed, true] as const]) {
      const own = runs.filter((run) => run.hasDetails === hasDetails);
      drawQuads(mesh.geometry, index, own.length);
      mesh.visible = own.length > 0;
      for (const run of own) this.write(data, index++ * RECORD_TEXELS, run, lighting, isHall);
    }
    this.records.close();
    this.uniforms.records.value = this.records.texture;
  }

  private write(data: Float32Array, at: number, run: DrawnRun, lighting: Lighting, isHall: boolean): void {
    const { from, to, length, isSwept } = run;
    const { flow, prefix, origin, count, presence, cellSize } = run.seen;
    const isLit = lighting.isLit(prefix + flow.from) && lighting.isLit(prefix + flow.to);
    const crowd = isHall ? Math.min(1, Math.max(IN_CROWD, (length * cellSize) / OUT_OF_CROWD)) : 1;
    const strength = this.strength * flow.strength * presence * crowd * (isLit ? 1 : DIMMED);
    const role = ROLES.indexOf(flow.role);
    writeTexel(data, at, from.x + origin.x, from.y + origin.y, from.z + origin.z, from.distance);
    writeTexel(data, at + 1, to.x + origin.x, to.y + origin.y, to.z + origin.z, to.distance);
    writeTexel(data, at + 2, from.acrossX, from.acrossY, to.acrossX, to.acrossY);
    writeTexel(data, at + 3, from.halfWidth, to.halfWidth, role, strength);
    writeTexel(data, at + 4, flow.strands, length, isSwept ? 1 : 0, count);
  }

  dispose(): void {
    this.records.dispose();
    for (const mesh of [this.plain, this.detailed]) {
      mesh.geometry.dispose();
      mesh.material.dispose();
    }
  }
}
