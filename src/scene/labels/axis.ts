/** Letters or numbers along the edges of a face: which token a column is, which channel a row. */
import type { AxisName } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Block, Point, Slab } from '../geometry.ts';
import { cellAt } from '../layout/cells.ts';
import type { Spot } from '../marks/stroke.ts';
import type { Rgb } from '../palette.ts';
import type { Rect } from './room.ts';
import { AXIS, AXIS_POINTED, CAP_HEIGHT, type Face, type Measure, type TextLine } from './text.ts';

/** How an index along an axis is written where it has a name: the word of a token. */
export type Letter = (axis: AxisName, index: number) => string | undefined;

/** A slab at its place in the world. */
export interface PlacedSlab {
  readonly block: Block;
  readonly slab: Slab;
  /** Left, bottom, back corner. */
  readonly corner: Point;
}

/** Rows and columns, counted on the slab, whose letters are set in the accent. */
export interface Pointed {
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
}

export interface AxisStyle {
  readonly safe: Rect;
  readonly letter: Letter;
  readonly measure: Measure;
  readonly colour: Rgb;
  readonly accent: Rgb;
  /** On the side of a solid, which has its role's colour. */
  readonly onSide: Rgb;
  /** Indices without a name are written as numbers. */
  readonly isNumbered: boolean;
}

/** CSS pixels between neighbours from which all are written; below, every second, fifth or tenth. */
const LEAST_PITCH = 9;
const STEPS = [1, 2, 5, 10] as const;
/** Below this pitch only what is pointed at is written. */
const READABLE_PITCH = 4.5;
/** From the edge of the face to the letters, in CSS pixels, besides the solid's margin. */
const OFF_EDGE = 6;
const MARGIN_CELLS = 0.7;
/** Clear paper between two numbers in a row. */
const BETWEEN = 4;
/** The axis is named where its numbers are at least so far apart. */
const NAMED_PITCH = 20;
/** Not more letters than this along an edge. */
const MOST = 300;

interface Edge {
  readonly axis: number | undefined;
  readonly count: number;
  readonly pointed: ReadonlySet<number>;
  readonly isRow: boolean;
  /** Middle of a row's or column's end on the canvas. */
  readonly at: (index: number) => { readonly spot: Spot; readonly depth: number };
  /** Way from the face to the letters. */
  readonly outward: -1 | 1;
  /** CSS pixels that the solid's side is seen to reach outwards from a spot on the edge. */
  readonly sideAt: (spot: Spot) => number;
}

/** The letters of both axes of a face; an axis whose two edges are out of sight has none. */
export function axisLetters(placed: PlacedSlab, pointed: Pointed, eye: Eye, style: AxisStyle): TextLine[] {
  const { block, slab, corner } = placed;
  const z = corner.z + slab.thickness;
  const span = visibleSpan(placed, eye, style.safe);
  const project = (x: number, y: number) => {
    const spot = eye.project({ x, y, z });
    return { spot, depth: spot.depth };
  };
  const reach = sideReach(placed, eye);
  const columnsAt = (y: number, outward: -1 | 1): Edge => ({
    axis: block.axes.columns,
    count: slab.columns,
    pointed: pointed.columns,
    isRow: false,
    at: (index) => project(corner.x + index + 0.5, y),
    outward,
    sideAt: (spot) => reach('y', y, spot) * outward,
  });
  const rowsAt = (x: number, outward: -1 | 1): Edge => ({
    axis: block.axes.rows,
    count: slab.rows,
    pointed: pointed.rows,
    isRow: true,
    at: (index) => project(x, corner.y + slab.rows - index - 0.5),
    outward,
    sideAt: (spot) => reach('x', x, spot) * outward,
  });
  const bottom = columnsAt(corner.y - MARGIN_CELLS, 1);
  const top = columnsAt(corner.y + slab.rows + MARGIN_CELLS, -1);
  const right = rowsAt(corner.x + slab.columns + MARGIN_CELLS, 1);
  const left = rowsAt(corner.x - MARGIN_CELLS, -1);
  const isInSight = (edge: Edge, { from, to }: Span) => {
    const { spot, depth } = edge.at(Math.floor((from + to) / 2));
    return depth >= eye.near && isWithin(style.safe, spot, LEAST_PITCH + OFF_EDGE);
  };
  const columns = [bottom, top].find((edge) => isInSight(edge, span.columns));
  const rows = [right, left].find((edge) => isInSight(edge, span.rows));
  return [
    ...(columns ? lettersAlong(columns, span.columns, placed, eye, style) : []),
    ...(rows ? lettersAlong(rows, span.rows, placed, eye, style) : []),
  ];
}

/** How far the back edge of the solid lies from a spot on its front edge at x or y = `at`, along that axis of the canvas. */
function sideReach({ slab, corner }: PlacedSlab, eye: Eye): (axis: 'x' | 'y', at: number, spot: Spot) => number {
  return (axis, at, spot) => {
    const ends =
      axis === 'x'
        ? ([
            { x: at, y: corner.y },
            { x: at, y: corner.y + slab.rows },
          ] as const)
        : ([
            { x: corner.x, y: at },
            { x: corner.x + slab.columns, y: at },
          ] as const);
    const [a, b] = [eye.project({ ...ends[0], z: corner.z }), eye.project({ ...ends[1], z: corner.z })];
    const along = axis === 'x' ? 'y' : 'x';
    const length = b[along] - a[along];
    if (Math.min(a.depth, b.depth) < eye.near || length === 0) return 0;
    return a[axis] + ((spot[along] - a[along]) / length) * (b[axis] - a[axis]) - spot[axis];
  };
}

const isWithin = (rect: Rect, { x, y }: Spot, by: number): boolean =>
  x >= rect.left + by && x <= rect.right - by && y >= rect.top + by && y <= rect.bottom - by;

/** Indices, the last one included. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The rows and columns that can be seen within a rectangle of the canvas, at most. */
function visibleSpan({ slab, corner }: PlacedSlab, eye: Eye, safe: Rect): { rows: Span; columns: Span } {
  const z = corner.z + slab.thickness - eye.position.z;
  const met = [
    { x: safe.left, y: safe.top },
    { x: safe.right, y: safe.top },
    { x: safe.right, y: safe.bottom },
    { x: safe.left, y: safe.bottom },
  ].map(({ x, y }) => {
    const ray = eye.ray(x, y);
    const depth = z / ray.z;
    return depth > 0
      ? {
          column: eye.position.x + ray.x * depth - corner.x,
          row: corner.y + slab.rows - eye.position.y - ray.y * depth,
        }
      : undefined;
  });
  const spanOf = (count: number, indices: readonly (number | undefined)[]): Span => {
    const known = indices.filter((index) => index !== undefined);
    if (known.length < indices.length) return { from: 0, to: count - 1 };
    const inside = (index: number) => Math.min(count - 1, Math.max(0, Math.floor(index)));
    return { from: inside(Math.min(...known)), to: inside(Math.max(...known)) };
  };
  return {
    rows: spanOf(
      slab.rows,
      met.map((m) => m?.row),
    ),
    columns: spanOf(
      slab.columns,
      met.map((m) => m?.column),
    ),
  };
}

function lettersAlong(
  edge: Edge,
  { from, to }: Span,
  { block, slab }: PlacedSlab,
  eye: Eye,
  style: AxisStyle,
): TextLine[] {
  const { axis, isRow } = edge;
  const name = axis === undefined ? undefined : block.tensor.axes[axis]?.name;
  if (axis === undefined || name === undefined) return [];
  if (!style.isNumbered && style.letter(name, 0) === undefined) return [];
  const middle = Math.floor((from + to) / 2);
  const [here, next] = [edge.at(middle).spot, edge.at(middle + 1).spot];
  const pitch = Math.hypot(next.x - here.x, next.y - here.y);
  const textOf = (index: number): string => {
    const cell = isRow ? cellAt(block, slab, index, 0) : cellAt(block, slab, 0, index);
    const value = cell[axis] ?? index;
    return style.letter(name, value) ?? String(value);
  };
  const size = Math.max(LEAST_PITCH, Math.min(AXIS.size, pitch));
  // What a label needs along the edge: its height beside rows, its width below columns, unless it is a word and turned.
  const widest = Math.max(...[from, middle, to].map((index) => style.measure(textOf(index), { ...AXIS, size })));
  const isTurned = !isRow && style.letter(name, 0) !== undefined && widest + BETWEEN / 2 > Math.max(pitch, LEAST_PITCH);
  const needed = isRow || isTurned ? LEAST_PITCH : Math.max(LEAST_PITCH, widest + (widest > LEAST_PITCH ? BETWEEN : 0));
  const step = pitch < READABLE_PITCH ? undefined : STEPS.find((s) => pitch * s >= needed);

  const indices = indicesAlong(edge, { from, to }, step, Math.ceil(needed / pitch));
  const room = Math.min(edge.sideAt(edge.at(from).spot), edge.sideAt(edge.at(to).spot));
  // Beside rows on the solid's side where it is wide enough, else past it.
  const isOnSide = isRow && room >= widest + 2 * OFF_EDGE;
  const placed = indices.flatMap((index) => {
    const { spot: onEdge, depth } = edge.at(index);
    const spot = isOnSide ? onEdge : past(edge, onEdge);
    return depth < eye.near || !isWithin(style.safe, spot, OFF_EDGE) ? [] : [{ index, spot }];
  });
  const letters = placed.map(({ index, spot }): TextLine => {
    const isPointed = edge.pointed.has(index);
    const face = { ...(isPointed ? AXIS_POINTED : AXIS), size };
    const text = textOf(index);
    const colour = isOnSide ? style.onSide : isPointed ? style.accent : style.colour;
    return isTurned
      ? turned(text, face, spot, edge.outward, colour, style.measure)
      : upright(text, face, spot, edge, colour, style.measure);
  });
  const first = placed[0]?.spot;
  const isNumbered = style.letter(name, 0) === undefined && pitch >= NAMED_PITCH;
  const hasRoom = !isOnSide || room >= widest + AXIS.size + 4 * OFF_EDGE;
  if (!isNumbered || !hasRoom || letters.length < 2 || first === undefined) return letters;
  const away = 2 * OFF_EDGE + (isRow ? widest : size) + OFF_EDGE;
  const title = axisTitle(name, edge, first, away, isOnSide ? style.onSide : style.colour);
  return fits(title, style) ? [...letters, title] : letters;
}

/** What is written along an edge, in order: every `step`th index, and what is pointed at with `clear` indices to both sides. */
function indicesAlong({ pointed }: Edge, { from, to }: Span, step: number | undefined, clear: number): number[] {
  const indices = [...pointed].filter((index) => index >= from && index <= to);
  if (step !== undefined && (to - from) / step <= MOST) {
    const isFree = (index: number) => [...pointed].every((other) => Math.abs(other - index) >= clear);
    for (let index = Math.ceil(from / step) * step; index <= to; index += step) if (isFree(index)) indices.push(index);
  }
  return indices.sort((a, b) => a - b);
}

/** Where the solid's side ends, seen from a spot on its edge. */
function past({ isRow, outward, sideAt }: Edge, spot: Spot): Spot {
  const away = outward * Math.max(0, sideAt(spot));
  return isRow ? { ...spot, x: spot.x + away } : { ...spot, y: spot.y + away };
}

/** The name of an axis and where it runs, `away` from the first of its numbers: `mixed channel →`. */
function axisTitle(name: AxisName, { isRow, outward }: Edge, first: Spot, away: number, colour: Rgb): TextLine {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const half = (CAP_HEIGHT * AXIS.size) / 2;
  const x = isRow ? first.x + outward * (away + half) - half : first.x - half;
  const y = isRow ? first.y - half : first.y + outward * (away + half) + half;
  return { text: `${words} →`, face: AXIS, at: { x, y }, angle: isRow ? 90 : 0, colour, halo: false };
}

/** Whether all of a level or turned line is in the free area. */
function fits({ text, face, at, angle }: TextLine, { measure, safe }: AxisStyle): boolean {
  const width = measure(text, face);
  const end = angle === 0 ? { x: at.x + width, y: at.y } : { x: at.x, y: at.y + width };
  return isWithin(safe, at, 0) && isWithin(safe, end, 0);
}

function upright(text: string, face: Face, spot: Spot, edge: Edge, colour: Rgb, measure: Measure): TextLine {
  const width = measure(text, face);
  const cap = CAP_HEIGHT * face.size;
  const at = edge.isRow
    ? { x: edge.outward > 0 ? spot.x + OFF_EDGE : spot.x - OFF_EDGE - width, y: spot.y + cap / 2 }
    : { x: spot.x - width / 2, y: edge.outward > 0 ? spot.y + OFF_EDGE + cap : spot.y - OFF_EDGE };
  return { text, face, at, angle: 0, colour, halo: false };
}

/** Read from above: along the column, away from the face or towards it. */
function turned(text: string, face: Face, spot: Spot, outward: -1 | 1, colour: Rgb, measure: Measure): TextLine {
  const cap = CAP_HEIGHT * face.size;
  const start = outward > 0 ? spot.y + OFF_EDGE : spot.y - OFF_EDGE - measure(text, face);
  return { text, face, at: { x: spot.x - cap / 2, y: start }, angle: 90, colour, halo: false };
}
