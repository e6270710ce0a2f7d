/** Letters or numbers along the edges of a face: which token a column is, which channel a row. */
import type { AxisName } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import { cellAt } from '../layout/cells.ts';
import type { Spot } from '../marks/stroke.ts';
import type { Rgb } from '../palette.ts';
import { type Edge, edgesOf, type PlacedSlab, type Pointed } from './axis-edge.ts';
import type { Rect } from './room.ts';
import { AXIS, AXIS_POINTED, CAP_HEIGHT, type Face, type Measure, roomOf, type TextLine } from './text.ts';

/** How an index along an axis is written where it has a name: the word of a token. */
export type Letter = (axis: AxisName, index: number) => string | undefined;

export interface AxisStyle {
  readonly safe: Rect;
  readonly letter: Letter;
  readonly measure: Measure;
  readonly colour: Rgb;
  readonly accent: Rgb;
  /** Of tokens that the model made: those after so many given ones. */
  readonly answered: Rgb;
  readonly given: number;
  /** On the side of a solid, which has its role's colour. */
  readonly onSide: Rgb;
  /** Indices without a name are written as numbers. */
  readonly isNumbered: boolean;
}

/** CSS pixels between neighbouring numbers from which all are written; below, every second, fifth or tenth. */
const LEAST_PITCH = 9;
const STEPS = [1, 2, 5, 10] as const;
/** Below this pitch only what is pointed at is written. */
const READABLE_PITCH = 4.5;
/** Letters of tokens are set smaller rather than thinned out, down to this size in CSS pixels. */
const SMALLEST_LETTER = 8.5;
const BETWEEN_LETTERS = 0.5;
/** What is wider than this, in sizes of the type, is a word. */
const WIDEST_LETTER = 1;
/** From a word to the next one beside it, in sizes of the type, so that what reaches down is clear of what reaches up; a lone capital takes its cap height. */
const WORD_HEIGHT = 1.1;
/** From the edge of the face to the letters, in CSS pixels, besides the solid's margin. */
const OFF_EDGE = 6;
/** Clear paper between two numbers in a row. */
const BETWEEN = 4;
/** The axis is named where its numbers are at least so far apart. */
const NAMED_PITCH = 20;
/** Not more letters than this along an edge. */
const MOST = 300;
/** What a letter is worth that one edge has room for and the other has not, as `costOf` counts. */
const WORTH = 3;

/** What is written along one axis of a face. */
export interface AxisLetters {
  readonly lines: readonly TextLine[];
  /** Around each of the lines. */
  readonly rooms: readonly Rect[];
  /** Of the tokens that the first of the lines name, in order; none along other axes. */
  readonly positions: readonly number[];
  readonly isRow: boolean;
  /** Way from the face to the letters. */
  readonly outward: -1 | 1;
}

/**
 * The letters of both axes of a face, each at the edge where they cost least, as `costOf` has it for each. An axis whose two edges are out of
 * sight has none.
 */
export function axisLetters(
  placed: PlacedSlab,
  pointed: Pointed,
  eye: Eye,
  style: AxisStyle,
  costOf: (room: Rect) => number,
): AxisLetters[] {
  const isInSight = ({ at, span: { from, to } }: Edge) => {
    const { spot, depth } = at(Math.floor((from + to) / 2));
    return depth >= eye.near && isWithin(style.safe, spot, LEAST_PITCH + OFF_EDGE);
  };
  const { columns, rows } = edgesOf(placed, pointed, eye, style.safe);
  const above = isLettered(columns[0], placed, style) ? [...columns].reverse() : columns;
  return [above, rows].flatMap((edges) => {
    const offers = edges.filter(isInSight).map((edge): AxisLetters & { readonly cost: number } => {
      const { lines, positions } = lettersAlong(edge, placed, eye, style);
      const rooms = lines.map((line) => roomOf(line, style.measure));
      const cost = rooms.reduce((sum, room) => sum + costOf(room) - WORTH, 0);
      return { lines, rooms, positions, isRow: edge.isRow, outward: edge.outward, cost };
    });
    // Sorting is stable: of equal ones the edge that is named first.
    return offers.sort((a, b) => a.cost - b.cost).slice(0, 1);
  });
}

const isWithin = (rect: Rect, { x, y }: Spot, by: number): boolean =>
  x >= rect.left + by && x <= rect.right - by && y >= rect.top + by && y <= rect.bottom - by;

const nameOf = ({ axis }: Edge, { block }: PlacedSlab): AxisName | undefined =>
  axis === undefined ? undefined : block.tensor.axes[axis]?.name;

/** Whether the indices along an edge have names, as tokens have. */
function isLettered(edge: Edge, placed: PlacedSlab, { letter }: AxisStyle): boolean {
  const name = nameOf(edge, placed);
  return name !== undefined && letter(name, 0) !== undefined;
}

/** How the indices along an edge are set. */
interface Setting {
  readonly size: number;
  /** Every index, every second, …; undefined: only what is pointed at. */
  readonly step: number | undefined;
  readonly isTurned: boolean;
  /** CSS pixels that each takes along the edge. */
  readonly needed: number;
}

/** @param em width of the widest, in sizes of the type */
function settingOf(pitch: number, em: number, isRow: boolean, hasNames: boolean): Setting {
  const isWord = em > WIDEST_LETTER;
  if (hasNames) {
    const between = !isRow && isWord ? BETWEEN : BETWEEN_LETTERS;
    const height = isWord ? WORD_HEIGHT : CAP_HEIGHT;
    const along = isRow ? height : em;
    const size = Math.min(AXIS.size, (pitch - between) / along);
    const needed = along * size + between;
    if (size >= SMALLEST_LETTER) return { size, step: 1, isTurned: false, needed };
    if (!isWord) return { size: SMALLEST_LETTER, step: undefined, isTurned: false, needed };
  }
  const height = hasNames ? WORD_HEIGHT : 1;
  const size = Math.max(LEAST_PITCH, Math.min(AXIS.size, pitch / height));
  // What it takes along the edge: its height beside rows, its width below columns, unless it is a word and turned.
  const isTurned = hasNames && !isRow;
  const width = em * size;
  const beside = height * LEAST_PITCH;
  const needed = isRow || isTurned ? beside : Math.max(LEAST_PITCH, width + (width > LEAST_PITCH ? BETWEEN : 0));
  const step = pitch < READABLE_PITCH ? undefined : STEPS.find((every) => pitch * every >= needed);
  return { size, step, isTurned, needed };
}

/** Whether the indices along an axis are positions of tokens. */
const isPosition = (name: AxisName): boolean => name === 'token' || name === 'key';

function lettersAlong(
  edge: Edge,
  solid: PlacedSlab,
  eye: Eye,
  style: AxisStyle,
): Pick<AxisLetters, 'lines' | 'positions'> {
  const { axis, isRow, span } = edge;
  const { from, to } = span;
  const name = nameOf(edge, solid);
  const hasNames = isLettered(edge, solid, style);
  if (axis === undefined || name === undefined || (!style.isNumbered && !hasNames)) return { lines: [], positions: [] };
  const middle = Math.floor((from + to) / 2);
  const [here, next] = [edge.at(middle).spot, edge.at(middle + 1).spot];
  const pitch = Math.hypot(next.x - here.x, next.y - here.y);
  const valueAt = (index: number): number => {
    const cell = isRow ? cellAt(solid.block, solid.slab, index, 0) : cellAt(solid.block, solid.slab, 0, index);
    return cell[axis] ?? index;
  };
  const textOf = (index: number): string | undefined =>
    hasNames ? style.letter(name, valueAt(index)) : String(valueAt(index));
  const plain = (index: number): Rgb =>
    isPosition(name) && valueAt(index) >= style.given ? style.answered : style.colour;
  const measured = to - from <= MOST ? Array.from({ length: to - from + 1 }, (_, at) => from + at) : [from, middle, to];
  const em = Math.max(...measured.map((index) => style.measure(textOf(index) ?? '', AXIS))) / AXIS.size;
  const { size, step, isTurned, needed } = settingOf(pitch, em, isRow, hasNames);
  const widest = em * size;
  const indices = indicesAlong(edge, step, hasNames && step === 1 ? 1 : Math.ceil(needed / pitch));
  const room = Math.min(edge.sideAt(edge.at(from).spot), edge.sideAt(edge.at(to).spot));
  // Beside rows on the solid's side where it is wide enough, else past it.
  const isOnSide = isRow && room >= widest + 2 * OFF_EDGE;
  const placed = indices.flatMap((index) => {
    const { spot: onEdge, depth } = edge.at(index);
    const spot = isOnSide ? onEdge : past(edge, onEdge);
    const text = textOf(index);
    const isHidden = depth < eye.near || !isWithin(style.safe, spot, OFF_EDGE);
    return text === undefined || isHidden ? [] : [{ index, text, spot }];
  });
  const written = placed.map(({ index, text, spot }): { readonly index: number; readonly line: TextLine } => {
    const isPointed = edge.pointed.has(index);
    const face = { ...(isPointed ? AXIS_POINTED : AXIS), size };
    const colour = isOnSide ? style.onSide : isPointed ? style.accent : plain(index);
    const line = isTurned
      ? turned(text, face, spot, edge.outward, colour, style.measure)
      : upright(text, face, spot, edge, colour, style.measure);
    return { index, line: { ...line, halo: !isOnSide } };
  });
  const fitting = written.filter(({ line }) => fits(line, style));
  // Words that stand out from the edge are written where all of them have room, so that none is missing among them.
  const kept = (isRow || isTurned) && fitting.length < written.length ? [] : fitting;
  const letters = kept.map(({ line }) => line);
  const positions = hasNames && isPosition(name) ? kept.map(({ index }) => valueAt(index)) : [];
  const first = placed[0]?.spot;
  const isNumbered = !hasNames && pitch >= NAMED_PITCH;
  const hasRoom = !isOnSide || room >= widest + AXIS.size + 4 * OFF_EDGE;
  if (!isNumbered || !hasRoom || letters.length < 2 || first === undefined) return { lines: letters, positions };
  const away = 2 * OFF_EDGE + (isRow ? widest : size) + OFF_EDGE;
  const title = axisTitle(name, edge, first, away, isOnSide ? style.onSide : style.colour);
  return { lines: fits(title, style) ? [...letters, title] : letters, positions };
}

/** What is written along an edge, in order: every `step`th index, and what is pointed at with `clear` indices to both sides. */
function indicesAlong({ pointed, span: { from, to } }: Edge, step: number | undefined, clear: number): number[] {
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
