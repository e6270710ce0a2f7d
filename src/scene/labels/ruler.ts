/**
 * The rulers of a hall: one along the ground at the models' feet, from the first to the last, one up the side of the tallest. They
 * count cells, and say what that would be in the world outside. They are a function of eye and layout, and of what stands there.
 */
import type { Eye, ScreenPoint } from '../eye.ts';
import type { Layout, Point } from '../geometry.ts';
import type { Spot, Stroke } from '../marks/stroke.ts';
import type { Palette } from '../palette.ts';
import type { Names } from './label.ts';
import { boundsOf, grown, holds, meet, type Rect } from './room.ts';
import { CAP_HEIGHT, DIMENSION, type Measure, roomOf, type TextLine } from './text.ts';
import { type RulerLine, type Stretch, stretchWithin, ticksOf } from './ticks.ts';

export interface Ruler {
  readonly strokes: readonly Stroke[];
  readonly lines: readonly TextLine[];
  /** Of what is written, and along the line. */
  readonly rooms: readonly Rect[];
}

export interface RulerView {
  readonly eye: Eye;
  readonly layout: Layout;
  readonly names: Pick<Names, 'count' | 'span'>;
  readonly measure: Measure;
  readonly palette: Pick<Palette, 'ink2' | 'paper'>;
  readonly safe: Rect;
  /** What stands already. */
  readonly taken: readonly Rect[];
  /** Whether there are faces under a rectangle. */
  readonly isOnFace: (rect: Rect) => boolean;
}

/** CSS pixels from the models' feet down to the ruler, and from the side of the tallest. */
const OFF_FEET = 10;
const OFF_SIDE = 4;
/** Least distances of ticks, and of those that have a number; of these at most about so many. */
const TICK_GAP = 13;
const NUMBER_GAP = 78;
const MOST_NUMBERS = 11;
/** Lengths of ticks without and with a number, and from the end of one to its number. */
const SHORT = 4;
const LONG = 8;
const OFF_TICK = 5;
const OFF_TURNED = 1;
/** From the line to the lower edges of its numbers. */
const UNDER_LINE = LONG + OFF_TICK + DIMENSION.size;
const WIDTH = 0.75;
const OPACITY = 0.85;
/** Of the ground at least so much is in view, or a ruler is held: so long, so far from the lower and the right border. */
const LEAST_OF_GROUND = 300;
const HELD_LENGTH = 300;
const ABOVE_BORDER = 40;
const HELD_MARGIN = 24;
/** Of the paper under a ruler that may be held before faces. */
const HALO = { width: 3.4, opacity: 0.92 };
/** A ruler shorter than this on the canvas says nothing. */
const LEAST_LENGTH = 60;
/** From numbers to the line that says what they are outside, and between any two things that are written. */
const UNDER_NUMBER = 6;
const CLEARANCE = 2;
/** Of that line from numbers: nearer, it would seem to be one's continuation. */
const APART = 14;
/** Parts of a slanted line whose room is claimed apart. */
const PARTS = 24;

/** Nothing outside of halls. */
export function rulersOf(view: RulerView): Ruler {
  const rulers = [countingRuler(view), sideRuler(view)].filter((ruler) => ruler !== undefined);
  return {
    strokes: rulers.flatMap(({ strokes }) => strokes),
    lines: rulers.flatMap(({ lines }) => lines),
    rooms: rulers.flatMap(({ rooms }) => rooms),
  };
}

/**
 * The ruler that counts along the ground, with its numbered places; where too little of the ground is in view, one that is held
 * before what is looked at. Undefined outside of halls.
 */
export function mainRuler({ eye, layout, safe }: Pick<RulerView, 'eye' | 'layout' | 'safe'>): Marked | undefined {
  if (layout.stands === undefined) return undefined;
  const { min, max } = layout.box;
  const ground = lineFrom({ x: min.x, y: 0, z: 0 }, 'x', max.x - min.x, eye, { x: 0, y: OFF_FEET });
  // Where there is no room for numbers under it, it is not counted with.
  const area = { ...safe, bottom: safe.bottom - UNDER_LINE };
  const marked = markedOn(ground, stretchWithin(ground, area, eye.near));
  return marked && lengthOf(marked) >= LEAST_OF_GROUND ? marked : heldRuler(eye, safe);
}

/** Level, in the lower right corner, of cells as large as those that face the eye where it looks. */
function heldRuler(eye: Eye, safe: Rect): Marked | undefined {
  const pixels = eye.pixelsPerCell / eye.project(eye.target).depth;
  const width = Math.min(HELD_LENGTH, safe.right - safe.left - HELD_MARGIN);
  const start = { x: safe.right - HELD_MARGIN - width, y: safe.bottom - ABOVE_BORDER };
  const at = (cells: number) => ({ x: start.x + cells * pixels, y: start.y, depth: 1 });
  const marked = markedOn({ length: width / pixels, at }, { from: 0, to: width / pixels });
  const last = marked?.numbered.at(-1);
  // It ends with its last number: what is beyond would only be in the way.
  return marked && last !== undefined ? { ...marked, stretch: { from: 0, to: last }, isHeld: true } : undefined;
}

function lineFrom(start: Point, axis: 'x' | 'y', length: number, eye: Eye, aside: Spot): RulerLine {
  return {
    length,
    at(cells): ScreenPoint {
      const { x, y, depth } = eye.project({ ...start, [axis]: start[axis] + cells });
      return { x: x + aside.x, y: y + aside.y, depth };
    },
  };
}

interface Marked {
  readonly line: RulerLine;
  readonly stretch: Stretch;
  readonly numbered: readonly number[];
  readonly isHeld?: boolean;
}

function lengthOf({ line, stretch }: Pick<Marked, 'line' | 'stretch'>): number {
  const [from, to] = [line.at(stretch.from), line.at(stretch.to)];
  return Math.hypot(to.x - from.x, to.y - from.y);
}

function markedOn(line: RulerLine, stretch: Stretch | undefined): Marked | undefined {
  if (stretch === undefined) return undefined;
  const length = lengthOf({ line, stretch });
  if (length < LEAST_LENGTH) return undefined;
  return { line, stretch, numbered: ticksOf(line, stretch, Math.max(NUMBER_GAP, length / MOST_NUMBERS)) };
}

function countingRuler(view: RulerView): Ruler | undefined {
  const marked = mainRuler(view);
  if (marked === undefined) return undefined;
  const { line, stretch, numbered } = marked;
  const taken = view.taken.map((rect) => grown(rect, CLEARANCE));
  const isFree = (rect: Rect) => holds(view.safe, rect) && !taken.some((other) => meet(other, rect));
  const written = numbered.flatMap((tick): (Written & { tick: number })[] => {
    const text = write(view.names.count(tick), below(line.at(tick), LONG + OFF_TICK), 0, view);
    return isFree(text.room) ? [{ ...text, tick }] : [];
  });
  const along = roomsAlong(line, stretch);
  const under = along.map((room) => ({ ...room, bottom: room.bottom + LONG }));
  const unit = unitOf(written, view, (rect) => isFree(rect) && !under.some((room) => meet(room, rect)));
  const texts = [...written, ...unit];
  return {
    strokes: strokesOf(marked, { x: 0, y: 1 }, view.palette),
    lines: texts.map((text) => text.line),
    rooms: [...texts.map(({ room }) => room), ...along],
  };
}

const below = ({ x, y }: Spot, by: number): Spot => ({ x, y: y + by });

interface Written {
  readonly line: TextLine;
  readonly room: Rect;
}

/** A number whose upper edge begins at a spot, level and around it, or turned and beside it. */
function write(text: string, { x, y }: Spot, angle: 0 | 90, { measure, palette }: RulerView): Written {
  const width = measure(text, DIMENSION);
  const at = angle === 0 ? { x: x - width / 2, y: y + CAP_HEIGHT * DIMENSION.size } : { x, y: y - width / 2 };
  const line = { text, face: DIMENSION, at, angle, colour: palette.ink2, halo: true };
  return { line, room: roomOf(line, measure) };
}

/** What the cells between the first and the last number would be in the world, under one of the last numbers. */
function unitOf(
  written: readonly (Written & { readonly tick: number })[],
  view: RulerView,
  isFree: (rect: Rect) => boolean,
): Written[] {
  const [first, last] = [written[0], written.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const [from, to] = [Math.min(first.tick, last.tick), Math.max(first.tick, last.tick)];
  const text = view.names.span(from, to);
  const half = view.measure(text, DIMENSION) / 2;
  const rooms = written.map(({ room }) => ({ ...room, left: room.left - APART, right: room.right + APART }));
  const places = [...written].reverse().flatMap(({ room }) => {
    const middle = (room.left + room.right) / 2;
    const top = room.bottom + UNDER_NUMBER;
    return [room.left + half, middle, room.right - half].map((x) => write(text, { x, y: top }, 0, view));
  });
  const place = places.find(({ room }) => isFree(room) && !rooms.some((other) => meet(other, room)));
  return place === undefined ? [] : [place];
}

/** Up the right side of the tallest, where nothing stands beside it. */
function sideRuler(view: RulerView): Ruler | undefined {
  const { eye, layout, safe, names } = view;
  const tallest = layout.stands?.reduce((one, other) => (other.box.max.y > one.box.max.y ? other : one));
  if (tallest === undefined) return undefined;
  const { max } = tallest.box;
  const line = lineFrom({ x: max.x, y: 0, z: max.z }, 'y', max.y, eye, { x: OFF_SIDE, y: 0 });
  const marked = markedOn(line, stretchWithin(line, safe, eye.near));
  if (marked === undefined) return undefined;
  const texts = marked.numbered
    .filter((tick) => tick > 0)
    .map((tick) => {
      const { x, y } = line.at(tick);
      return write(names.count(tick), { x: x + LONG + OFF_TURNED, y }, 90, view);
    })
    .filter(({ room }) => holds(safe, room));
  const along = roomsAlong(line, marked.stretch);
  const rooms = [...texts.map(({ room }) => room), ...along];
  const isFree = (rect: Rect) => !view.isOnFace(rect) && !view.taken.some((other) => meet(other, rect));
  if (!rooms.every(isFree)) return undefined;
  return {
    strokes: strokesOf(marked, { x: 1, y: 0 }, view.palette),
    lines: texts.map((text) => text.line),
    rooms,
  };
}

function strokesOf(
  { line, stretch, numbered, isHeld }: Marked,
  outward: Spot,
  colours: RulerView['palette'],
): Stroke[] {
  const tick = (cells: number, length: number): Run => {
    const foot = line.at(cells);
    return [foot, { x: foot.x + outward.x * length, y: foot.y + outward.y * length }];
  };
  const runs: Run[] = [
    [line.at(stretch.from), line.at(stretch.to)],
    ...ticksOf(line, stretch, TICK_GAP).map((cells) => tick(cells, SHORT)),
    ...numbered.map((cells) => tick(cells, LONG)),
  ];
  const halo = isHeld ? runs.map((points): Stroke => ({ points, colour: colours.paper, ...HALO })) : [];
  return [...halo, ...runs.map((points): Stroke => ({ points, width: WIDTH, colour: colours.ink2, opacity: OPACITY }))];
}

type Run = readonly [from: Spot, to: Spot];

function roomsAlong(line: RulerLine, { from, to }: Stretch): Rect[] {
  // Parts of equal length on the canvas would be better, and nobody could see it.
  const spots = Array.from({ length: PARTS + 1 }, (_, part) => line.at(from + ((to - from) * part) / PARTS));
  return spots.slice(1).map((spot, index) => boundsOf([spots[index] ?? spot, spot]));
}
