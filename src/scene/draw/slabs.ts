/** All solids of a frame in one draw call. */
import { type DataTexture, type Mesh, RawShaderMaterial } from 'three';
import type { Role } from '../../architecture/graph.ts';
import { pulledGeometry, RecordTexture } from '../marks/records.ts';
import { bedOf, colourTable, type Palette, sideOf, TABLE_SIZE } from '../palette.ts';
import type { ViewSettings } from '../picture.ts';
import { LAYER_HEIGHT, LAYER_WIDTH } from '../tiles/slots.ts';
import { type FrameUniforms, pulledMesh } from './frame.ts';
import {
  GLYPH_COUNT,
  GLYPH_EDGE,
  GLYPH_MINUS,
  GLYPH_POINT,
  GLYPH_RADIUS_EM,
  GLYPH_SIZE,
  WORD_COLUMNS,
  WORD_SIZE,
} from './glyphs.ts';
import type { Pages } from './pages.ts';
import { RankTable } from './ranks.ts';
import fragment from './shaders/slab.frag.glsl?raw';
import vertex from './shaders/slab.vert.glsl?raw';
import type { Solid, SolidKind } from './solids.ts';
import { colourTexture } from './textures.ts';

const RECORD_TEXELS = 8;
/** Three sides of two triangles. */
const VERTICES = 18;

const KINDS: Readonly<Record<SolidKind, number>> = { plain: 0, values: 1, hatch: 2, empty: 3, words: 4 };
const FLAGS = { SEQUENTIAL: 8, HOLES: 16, HAS_SIDES: 32, HAS_FACE: 64, NARROW: 128 };

/** In the order of the colours in the shader. */
export const ROLES: readonly Role[] = ['residual', 'embedding', 'normalisation', 'attention', 'activation', 'weight'];

/** Shadow of a head on the next one, in parts of the depth between them. */
const HEAD_SHADOW = { right: 0.3, down: 0.42, blur: 0.55 };

const SCALES = { linear: 0, symlog: 1, rank: 2 } as const;

const float = (value: number): string => value.toFixed(6);

const DEFINES = {
  RECORD_TEXELS,
  KIND_MASK: 7,
  KIND_PLAIN: KINDS.plain,
  KIND_VALUES: KINDS.values,
  KIND_HATCH: KINDS.hatch,
  KIND_EMPTY: KINDS.empty,
  KIND_WORDS: KINDS.words,
  ...FLAGS,
  PAGE_SIZE: `vec2(${float(LAYER_WIDTH)}, ${float(LAYER_HEIGHT)})`,
  GLYPH_COUNT: float(GLYPH_COUNT),
  GLYPH_POINT: float(GLYPH_POINT),
  GLYPH_MINUS: float(GLYPH_MINUS),
  GLYPH_SIZE: float(GLYPH_SIZE),
  GLYPH_EDGE: float(GLYPH_EDGE),
  GLYPH_RADIUS_EM: float(GLYPH_RADIUS_EM),
  WORD_COLUMNS: float(WORD_COLUMNS),
  WORD_SIZE: float(WORD_SIZE),
};

export class SlabBatch {
  readonly mesh: Mesh;
  private readonly records = new RecordTexture();
  private readonly geometry = pulledGeometry();
  private readonly ranks = new RankTable();
  private headShadow = 0;
  private readonly uniforms;

  constructor(
    frame: FrameUniforms,
    private readonly pages: Pages,
    writesDepth: boolean,
  ) {
    this.uniforms = {
      records: { value: this.records.texture },
      pages: { value: pages.texture },
      ranks: { value: this.ranks.texture },
      valueColours: { value: colourTexture(new Uint8Array(TABLE_SIZE * 8), TABLE_SIZE, 2) },
      glyphs: { value: undefined as DataTexture | undefined },
      words: { value: undefined as DataTexture | undefined },
      roleColours: { value: [] as number[] },
      bedColours: { value: [] as number[] },
      sideColours: { value: [] as number[] },
      noDataFace: { value: [0, 0, 0] },
      noDataHatch: { value: [0, 0, 0] },
      rimOpacity: { value: 0 },
      digitFlip: { value: 0 },
      colourScale: { value: 0 },
      showDigits: { value: true },
    };
    this.mesh = pulledMesh(this.geometry, frame, writesDepth, {
      vertex,
      fragment,
      uniforms: this.uniforms,
      defines: pages.isLinear ? { ...DEFINES, LINEAR_VALUES: 1 } : DEFINES,
      isBlended: false,
    });
  }

  setPalette(palette: Palette): void {
    const { uniforms } = this;
    const table = new Uint8Array(TABLE_SIZE * 8);
    table.set(colourTable(palette, 'diverging'));
    table.set(colourTable(palette, 'sequential'), TABLE_SIZE * 4);
    uniforms.valueColours.value.dispose();
    uniforms.valueColours.value = colourTexture(table, TABLE_SIZE, 2);
    uniforms.roleColours.value = ROLES.flatMap((role) => [...palette.roles[role]]);
    uniforms.bedColours.value = ROLES.flatMap((role) => [...bedOf(palette, role)]);
    const sides = ['top', 'left', 'right', 'bottom'] as const;
    uniforms.sideColours.value = ROLES.flatMap((role) => sides.flatMap((side) => [...sideOf(palette, role, side)]));
    uniforms.noDataFace.value = [...palette.noDataFace];
    uniforms.noDataHatch.value = [...palette.noDataHatch];
    uniforms.rimOpacity.value = palette.rim;
    uniforms.digitFlip.value = palette.digitFlip;
    this.headShadow = palette.headShadow;
  }

  setSettings({ scale, digits }: ViewSettings): void {
    this.uniforms.colourScale.value = SCALES[scale];
    this.uniforms.showDigits.value = digits;
  }

  setGlyphs(digits: DataTexture): void {
    this.uniforms.glyphs.value?.dispose();
    this.uniforms.glyphs.value = digits;
  }

  setWords(words: DataTexture): void {
    this.uniforms.words.value?.dispose();
    this.uniforms.words.value = words;
  }

  /** Replaces what is drawn: the nearest solids first. */
  set(solids: readonly Solid[]): void {
    const data = this.records.open(solids.length * RECORD_TEXELS);
    const isRanked = this.uniforms.colourScale.value === SCALES.rank;
    if (isRanked) this.ranks.begin();
    solids.forEach((solid, index) => {
      const rankRow = isRanked && solid.numbers !== undefined ? this.ranks.rowOf(solid.numbers) : 0;
      writeSolid(data, index * RECORD_TEXELS * 4, solid, rankRow, this.headShadow);
    });
    if (isRanked) this.ranks.end();
    this.records.close();
    this.uniforms.records.value = this.records.texture;
    this.uniforms.pages.value = this.pages.texture;
    this.uniforms.ranks.value = this.ranks.texture;
    this.geometry.setDrawRange(0, solids.length * VERTICES);
    this.mesh.visible = solids.length > 0;
  }

  dispose(): void {
    this.records.dispose();
    this.ranks.dispose();
    this.geometry.dispose();
    if (this.mesh.material instanceof RawShaderMaterial) this.mesh.material.dispose();
    this.uniforms.valueColours.value.dispose();
    this.uniforms.glyphs.value?.dispose();
    this.uniforms.words.value?.dispose();
  }
}

function writeSolid(data: Float32Array, at: number, solid: Solid, rankRow: number, headShadow: number): void {
  const { corner, tile, numbers, behind } = solid;
  const flags =
    KINDS[solid.kind] |
    (numbers?.map === 'sequential' ? FLAGS.SEQUENTIAL : 0) |
    (tile?.holes ? FLAGS.HOLES : 0) |
    (solid.hasSides ? FLAGS.HAS_SIDES : 0) |
    (solid.hasFace ? FLAGS.HAS_FACE : 0) |
    (solid.isNarrow ? FLAGS.NARROW : 0);
  const strength = behind > 0 ? headShadow : 0;
  data.set(
    [
      ...[corner.x, corner.y, corner.z, flags],
      ...[solid.width, solid.height, solid.thickness, 0],
      ...[solid.cellX, solid.cellY, solid.level, tile?.slot.layer ?? 0],
      ...[tile?.slot.x ?? 0, tile?.slot.y ?? 0, tile?.slot.width ?? 0, tile?.slot.height ?? 0],
      ...[
        tile?.columns ?? solid.columns,
        tile?.rows ?? solid.rows,
        tile?.coarser ?? 0,
        numbers?.range ?? solid.firstWord,
      ],
      ...[ROLES.indexOf(solid.role), solid.dim, numbers?.decimals ?? 0, rankRow],
      ...solid.edges,
      ...[HEAD_SHADOW.right * behind, HEAD_SHADOW.down * behind, HEAD_SHADOW.blur * behind, strength],
    ],
    at,
  );
}
