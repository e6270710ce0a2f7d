/** From what the walk has seen to the solids of a frame: what stands on their faces, how they are dimmed and shaded. */

import { isInside } from '../../architecture/address.ts';
import type { Role, Tensor } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Point } from '../geometry.ts';
import { MARGIN, marginOf } from '../layout/cells.ts';
import type { LitBlock, Picture } from '../picture.ts';
import type { Content } from '../tiles/block-numbers.ts';
import type { Numbers } from '../tiles/numbers.ts';
import { spansOf, type TileSpan } from '../tiles/spans.ts';
import type { Tile } from '../tiles/store.ts';
import type { Seen, SeenBox, SeenSlab } from '../tiles/traverse.ts';
import { partsByPosition } from './positions.ts';

export type SolidKind = 'plain' | 'values' | 'hatch' | 'empty' | 'words';

/** A box with a face towards the reader; or the part of a face that one tile shows. */
export interface Solid {
  readonly kind: SolidKind;
  readonly role: Role;
  /** Left, bottom, back corner, relative to the eye, margins included. */
  readonly corner: Point;
  readonly width: number;
  readonly height: number;
  readonly thickness: number;
  readonly hasFace: boolean;
  readonly hasSides: boolean;
  /** The margin is a strip's. */
  readonly isNarrow: boolean;
  /** Cell coordinates of the face's left top corner, counted from the tile's first cell, right and down. */
  readonly cellX: number;
  readonly cellY: number;
  /** Cells of the tile, for faces without numbers. */
  readonly columns: number;
  readonly rows: number;
  readonly level: number;
  /** Index of the token in the first cell, on a face of words. */
  readonly firstWord: number;
  readonly tile?: Tile;
  readonly numbers?: Numbers;
  /** Edges of the whole face in cell coordinates. */
  readonly edges: readonly [left: number, top: number, right: number, bottom: number];
  /** 0 … 1: share of paper. */
  readonly dim: number;
  /** Of a solid without a face: cells from one stripe along its depth to the next, and how much of that is solid. */
  readonly stripes?: { readonly pitch: number; readonly part: number } | undefined;
  /** Depth between this head and the one in front of it, in cells; 0: none is. */
  readonly behind: number;
  readonly depth: number;
}

/** Shares of paper in what is not talked about: another block, another head of the block, another token's cells. */
const DIMMED = 0.42;
const DIMMED_HEAD = 0.46;
const DIMMED_POSITION = 0.5;

/** Share of paper in a group drawn as one box: that of the air in it, within limits. */
const LEAST_PAPER = 0.4;
const MOST_PAPER = 0.88;

/**
 * A face without numbers that is larger than this on the screen, in CSS pixels, is drawn in parts, those in view: the places on all
 * of it would be too coarse as float32.
 */
const LARGEST_FACE = 2 ** 17;
/** Parts of 16 cells are the smallest. */
const FINEST_PART = -4;

/** Which blocks are in full colour. */
export class Lighting {
  private readonly slabs = new Map<string, Set<number> | 'all'>();
  private readonly modules: readonly string[];
  private readonly everything: boolean;

  constructor(lit: readonly LitBlock[] | undefined) {
    this.everything = lit === undefined;
    this.modules = (lit ?? []).flatMap(({ block, isModule }) => (isModule === true ? [block] : []));
    for (const { block, slab } of lit ?? []) {
      const known = this.slabs.get(block);
      if (slab === undefined) this.slabs.set(block, 'all');
      else if (known === undefined) this.slabs.set(block, new Set([slab]));
      else if (known !== 'all') known.add(slab);
    }
  }

  isLit(id: string): boolean {
    return this.everything || this.slabs.has(id) || this.isInModule(id);
  }

  /** Share of paper in a slab's colours. */
  dimOf(id: string, index: number): number {
    if (this.everything) return 0;
    const lit = this.slabs.get(id);
    if (lit === undefined) return this.isInModule(id) ? 0 : DIMMED;
    return lit === 'all' || lit.has(index) ? 0 : DIMMED_HEAD;
  }

  private isInModule(id: string): boolean {
    return this.modules.some((module) => isInside(id, module));
  }
}

export interface SolidContext {
  readonly eye: Eye;
  readonly lighting: Lighting;
  /** Those of tokens in full colour; undefined: all. */
  readonly positions?: Picture['positions'];
  /** In whose colour a tensor is drawn. */
  roleOf(tensor: Tensor): Role;
  contentOf(seen: SeenSlab): Content;
  place(seen: SeenSlab, span: TileSpan, numbers: Numbers): Tile | undefined;
}

/** All solids of a frame, the nearest first, so that what they hide is not coloured for nothing. */
export function solidsOf(seen: Seen, context: SolidContext): Solid[] {
  const { positions } = context;
  const solids = seen.slabs.flatMap((slab) => {
    const whole = slabSolids(slab, context);
    return positions === undefined
      ? whole
      : whole.flatMap((solid) => partsByPosition(solid, slab.block, positions, DIMMED_POSITION));
  });
  for (const box of seen.boxes) solids.push(boxSolid(box, context));
  return solids.sort((a, b) => a.depth - b.depth);
}

function slabSolids(seen: SeenSlab, context: SolidContext): Solid[] {
  const content = context.contentOf(seen);
  const base = slabBase(seen, context);
  if (content.kind !== 'values') {
    const kind = content.kind === 'absent' ? 'hatch' : content.kind;
    const { columns, rows } = seen.slab;
    const sides: Solid = { ...base, kind: 'plain', hasFace: false, stripes: stripesOf(seen) };
    if (Math.max(columns, rows) * seen.sight.cellSize < LARGEST_FACE) {
      // Most of a long beam is sides: they cost less by themselves.
      const isBeam = seen.stackDepth > Math.min(columns, rows) || seen.stackPitch > 0;
      return isBeam ? [sides, { ...base, kind, hasSides: false }] : [{ ...base, kind }];
    }
    const parts = spansOf(seen.slab, seen.corner, context.eye, FINEST_PART);
    return [sides, ...parts.map((span) => faceOfSpan({ ...base, kind }, seen, span))];
  }
  const { numbers } = content;
  const spans = spansOf(seen.slab, seen.corner, context.eye);
  const [first] = spans;
  if (
    spans.length === 1 &&
    first !== undefined &&
    first.columns === seen.slab.columns &&
    first.rows === seen.slab.rows
  ) {
    const tile = context.place(seen, first, numbers);
    return [tile === undefined ? base : { ...base, kind: 'values', level: first.level, tile, numbers }];
  }
  const faces = spans.map((span) => {
    const tile = context.place(seen, span, numbers);
    const face = faceOfSpan(base, seen, span);
    return tile === undefined ? face : { ...face, kind: 'values' as const, level: span.level, tile, numbers };
  });
  return [{ ...base, kind: 'plain', hasFace: false }, ...faces];
}

/** The sides of what stands for a stack show the members that could be told apart. */
function stripesOf({ stackPitch, slab }: SeenSlab): Solid['stripes'] {
  return stackPitch === 0 ? undefined : { pitch: stackPitch, part: slab.thickness / stackPitch };
}

function slabBase(
  { block, slab, index, corner, stackDepth, sight, id }: SeenSlab,
  { lighting, roleOf }: SolidContext,
): Solid {
  const margin = marginOf(block);
  // The bands of a long axis are one face: none of them lies in the shade of another one.
  const front = block.axes.slab === undefined ? undefined : block.slabs[index - 1];
  return {
    kind: 'empty',
    role: roleOf(block.tensor),
    corner: { x: corner.x - margin, y: corner.y - margin, z: corner.z - stackDepth },
    width: slab.columns + 2 * margin,
    height: slab.rows + 2 * margin,
    thickness: slab.thickness + stackDepth,
    hasFace: true,
    hasSides: true,
    isNarrow: margin !== MARGIN,
    cellX: -margin,
    cellY: -margin,
    columns: slab.columns,
    rows: slab.rows,
    level: 0,
    firstWord: slab.offset,
    edges: [-margin, -margin, slab.columns + margin, slab.rows + margin],
    dim: lighting.dimOf(id, index),
    behind: front === undefined ? 0 : front.position.z - slab.position.z,
    depth: sight.depth,
  };
}

/** The part of a face that a span shows, with the margin where it is at the edge. */
function faceOfSpan(base: Solid, seen: SeenSlab, span: TileSpan): Solid {
  const { slab, corner } = seen;
  const margin = marginOf(seen.block);
  const left = span.column === 0 ? margin : 0;
  const top = span.row === 0 ? margin : 0;
  const right = span.column + span.columns === slab.columns ? margin : 0;
  const bottom = span.row + span.rows === slab.rows ? margin : 0;
  const [edgeLeft, edgeTop, edgeRight, edgeBottom] = base.edges;
  return {
    ...base,
    corner: {
      x: corner.x + span.column - left,
      y: corner.y + slab.rows - span.row - span.rows - bottom,
      z: corner.z,
    },
    thickness: slab.thickness,
    width: span.columns + left + right,
    height: span.rows + top + bottom,
    hasSides: false,
    cellX: -left,
    cellY: -top,
    columns: span.columns,
    rows: span.rows,
    firstWord: base.firstWord + span.column,
    edges: [edgeLeft - span.column, edgeTop - span.row, edgeRight - span.column, edgeBottom - span.row],
  };
}

function boxSolid({ min, max, main, filled, sight }: SeenBox, { roleOf }: SolidContext): Solid {
  const [width, height] = [max.x - min.x, max.y - min.y];
  return {
    kind: 'plain',
    role: main === undefined ? 'weight' : roleOf(main),
    corner: min,
    width,
    height,
    thickness: max.z - min.z,
    hasFace: true,
    hasSides: true,
    isNarrow: false,
    cellX: 0,
    cellY: 0,
    columns: 0,
    rows: 0,
    level: 0,
    firstWord: 0,
    edges: [0, 0, width, height],
    dim: Math.min(MOST_PAPER, Math.max(LEAST_PAPER, 1 - filled)),
    behind: 0,
    depth: sight.depth,
  };
}
