/** All solids of a frame: a draw call for each program that some of them need. */
import { type BufferGeometry, type DataTexture, Group, type Mesh, type RawShaderMaterial } from 'three';
import type { Role } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import { drawQuads, pulledGeometry, RecordTexture, writeTexel } from '../marks/records.ts';
import { bedOf, colourTable, type Palette, sideOf, TABLE_SIZE } from '../palette.ts';
import type { ViewSettings } from '../picture.ts';
import { screenDistance } from '../tiles/sight.ts';
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
/** Its visible sides. */
const QUADS = 3;

const KINDS: Readonly<Record<SolidKind, number>> = { plain: 0, values: 1, hatch: 2, empty: 3, words: 4 };
const FLAGS = { SEQUENTIAL: 8, HOLES: 16, HAS_SIDES: 32, HAS_FACE: 64, NARROW: 128, STRIPED: 256 };

/** In the order of the colours in the shader. */
export const ROLES: readonly Role[] = ['residual', 'embedding', 'normalisation', 'attention', 'activation', 'weight'];

/** Shadow of a head on the next one, in parts of the depth between them; `soft` is the width of its edge. */
const HEAD_SHADOW = { right: 0.3, down: 0.42, soft: 1.87 };

const SCALES = { linear: 0, symlog: 1, rank: 2 } as const;

/** What the fragments of a solid have to know; in the order in which they are drawn, so that what is near hides what is far. */
const PROGRAMS = {
  digits: { NUMBERS: 1, CELLS: 1, DIGITS: 1 },
  cells: { NUMBERS: 1, CELLS: 1 },
  plain: { PLAIN: 1 },
  far: { NUMBERS: 1 },
  bare: { CELLS: 1, BARE: 1 },
  farBare: { BARE: 1 },
} as const;

type ProgramName = keyof typeof PROGRAMS;
const PROGRAM_NAMES = ['digits', 'cells', 'plain', 'far', 'bare', 'farBare'] as const satisfies readonly ProgramName[];

/** CSS pixels of a cell from which on cells stand apart: the shader fades that in above. */
const CELLS_FROM = 1.7;
/** CSS pixels of a cell from which on it carries digits, and how little will do where then all cells of a face carry them. */
const DIGITS_FROM = 34;
const DIGITS_FROM_TOGETHER = 22;
/** In this range of its smallest cell, a face's digits spread from its nearest cells to all. */
const TOGETHER = 1.5;

const float = (value: number): string => value.toFixed(6);

const DEFINES = {
  RECORD_TEXELS,
  KIND_MASK: 7,
  KIND_PLAIN: KINDS.plain,
  KIND_HATCH: KINDS.hatch,
  KIND_WORDS: KINDS.words,
  ...FLAGS,
  SYMLOG: SCALES.symlog,
  RANK: SCALES.rank,
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

type ProgramBatch = Mesh<BufferGeometry, RawShaderMaterial>;

export class SlabBatch {
  /** All that is drawn. */
  readonly meshes = new Group();
  private readonly records = new RecordTexture();
  private readonly ranks = new RankTable();
  private readonly batches: Readonly<Record<ProgramName, ProgramBatch>>;
  private headShadow = 0;
  private partTint = 0;
  private scale: ViewSettings['scale'] = 'linear';
  private digits = true;
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
      partTint: { value: 0 },
      rimOpacity: { value: 0 },
      digitFlip: { value: 0 },
    };
    const linear: Record<string, number> = pages.isLinear ? { LINEAR_VALUES: 1 } : {};
    const batch = (name: ProgramName): ProgramBatch => {
      const mesh = pulledMesh(pulledGeometry(), frame, writesDepth, {
        vertex,
        fragment,
        uniforms: this.uniforms,
        defines: { ...DEFINES, ...linear, ...PROGRAMS[name], COLOUR_SCALE: SCALES.linear },
        isBlended: false,
      });
      mesh.renderOrder = PROGRAM_NAMES.indexOf(name) - PROGRAM_NAMES.length;
      this.meshes.add(mesh);
      return mesh;
    };
    this.batches = {
      digits: batch('digits'),
      cells: batch('cells'),
      plain: batch('plain'),
      far: batch('far'),
      bare: batch('bare'),
      farBare: batch('farBare'),
    };
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
    this.partTint = palette.partTint;
  }

  /** Whether the roles of weights are those of their parts: then faces without numbers are tinted. */
  setParts(areShown: boolean): void {
    this.uniforms.partTint.value = areShown ? this.partTint : 0;
  }

  setSettings({ scale, digits }: ViewSettings): void {
    this.digits = digits;
    if (scale === this.scale) return;
    this.scale = scale;
    for (const { material } of Object.values(this.batches)) {
      material.defines.COLOUR_SCALE = SCALES[scale];
      material.needsUpdate = true;
    }
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
  set(solids: readonly Solid[], eye: Eye): void {
    const data = this.records.open(solids.length * RECORD_TEXELS);
    const isRanked = this.scale === 'rank';
    if (isRanked) this.ranks.begin();
    let index = 0;
    for (const name of PROGRAM_NAMES) {
      const mesh = this.batches[name];
      const own = solids.filter((solid) => this.programOf(solid, eye) === name);
      drawQuads(mesh.geometry, index * QUADS, own.length * QUADS);
      mesh.visible = own.length > 0;
      for (const solid of own) {
        const rankRow = isRanked && solid.numbers !== undefined ? this.ranks.rowOf(solid.numbers) : 0;
        const from = name === 'digits' ? digitsFrom(solid, eye) : 0;
        writeSolid(data, index++ * RECORD_TEXELS, solid, {
          rankRow,
          digitsFrom: from,
          headShadow: this.headShadow,
        });
      }
    }
    if (isRanked) this.ranks.end();
    this.records.close();
    this.uniforms.records.value = this.records.texture;
    this.uniforms.pages.value = this.pages.texture;
    this.uniforms.ranks.value = this.ranks.texture;
  }

  dispose(): void {
    this.records.dispose();
    this.ranks.dispose();
    for (const { geometry, material } of Object.values(this.batches)) {
      geometry.dispose();
      material.dispose();
    }
    this.uniforms.valueColours.value.dispose();
    this.uniforms.glyphs.value?.dispose();
    this.uniforms.words.value?.dispose();
  }

  /** The one that does the least of those that show all that can be seen of the solid. */
  private programOf({ kind, depth, tile }: Solid, eye: Eye): ProgramName {
    if (kind === 'plain') return 'plain';
    const cellSize = eye.pixelsPerCell / depth;
    if (kind !== 'values') return cellSize > CELLS_FROM ? 'bare' : 'farBare';
    if (cellSize > DIGITS_FROM_TOGETHER && this.digits) return 'digits';
    // Nothing is interpolated next to cells without a value.
    return cellSize > CELLS_FROM || tile?.holes ? 'cells' : 'far';
  }
}

/** Of a face that is not much larger near than far, all cells carry digits or none. */
function digitsFrom({ corner, width, height, thickness }: Solid, eye: Eye): number {
  const z = corner.z + thickness;
  const sizes = [0, width].flatMap((right) =>
    [0, height].flatMap((up) => {
      const spot = { x: corner.x + right, y: corner.y + up, z };
      return [
        screenDistance(eye, spot, { ...spot, x: spot.x + 1 }),
        screenDistance(eye, spot, { ...spot, y: spot.y + 1 }),
      ];
    }),
  );
  const least = Math.min(...sizes);
  const share = Math.min(1, Math.max(0, (least - DIGITS_FROM_TOGETHER) / TOGETHER));
  return DIGITS_FROM + share * (Math.min(DIGITS_FROM, least) - DIGITS_FROM);
}

/** Near enough for a face to be in parts, the distances between lines of a hatch divide this; in cells. */
const HATCH_PERIOD = 256;

/** Where the hatch of a face begins, which may be far from this part of it. */
const hatchStart = ({ edges: [left, top] }: Solid): number => (-left - top) % HATCH_PERIOD;

interface Shading {
  readonly rankRow: number;
  readonly digitsFrom: number;
  readonly headShadow: number;
}

function writeSolid(data: Float32Array, at: number, solid: Solid, shading: Shading): void {
  const { rankRow, digitsFrom, headShadow } = shading;
  const { corner, tile, numbers, behind, stripes } = solid;
  const flags =
    KINDS[solid.kind] |
    (numbers?.map === 'sequential' ? FLAGS.SEQUENTIAL : 0) |
    (tile?.holes ? FLAGS.HOLES : 0) |
    (solid.hasSides ? FLAGS.HAS_SIDES : 0) |
    (solid.hasFace ? FLAGS.HAS_FACE : 0) |
    (solid.isNarrow ? FLAGS.NARROW : 0) |
    (stripes ? FLAGS.STRIPED : 0);
  const strength = behind > 0 ? headShadow : 0;
  const slot = tile?.slot;
  const soft = HEAD_SHADOW.soft * behind;
  // Each end is rounded by itself, so that it stands where it should when the other is far away.
  const end = { x: corner.x + solid.width, y: corner.y + solid.height, z: corner.z + solid.thickness };
  const [edgeLeft, edgeTop, edgeRight, edgeBottom] = stripes ? [stripes.pitch, stripes.part, 0, 0] : solid.edges;
  const range = numbers?.range ?? solid.firstWord;
  writeTexel(data, at, corner.x, corner.y, corner.z, flags);
  writeTexel(data, at + 1, end.x, end.y, end.z, digitsFrom);
  writeTexel(data, at + 2, solid.cellX, solid.cellY, solid.level, slot?.layer ?? 0);
  writeTexel(data, at + 3, slot?.x ?? hatchStart(solid), slot?.y ?? 0, slot?.width ?? 0, slot?.height ?? 0);
  writeTexel(data, at + 4, tile?.columns ?? solid.columns, tile?.rows ?? solid.rows, tile?.coarser ?? 0, range);
  writeTexel(data, at + 5, ROLES.indexOf(solid.role), solid.dim, numbers?.decimals ?? 0, rankRow);
  writeTexel(data, at + 6, edgeLeft, edgeTop, edgeRight, edgeBottom);
  writeTexel(data, at + 7, HEAD_SHADOW.right * behind, HEAD_SHADOW.down * behind, behind > 0 ? 1 / soft : 0, strength);
}
