/** How large a box appears, and whether it can be seen at all. */
import type { Eye } from '../eye.ts';
import type { Box, Point } from '../geometry.ts';

/** A box as the eye sees it. Sizes in CSS pixels. */
export interface Sight {
  /** Depth of its nearest corner in cells, at least the near distance. */
  readonly depth: number;
  /** CSS pixels that one cell covers there. */
  readonly cellSize: number;
  /** Extent of the box on the screen; infinite where it reaches behind the eye. */
  readonly width: number;
  readonly height: number;
}

/**
 * What the eye sees of the box from `min` to `max`, corners relative to the eye; undefined where it is outside of the view.
 * A box that only touches the view may count as seen.
 */
export function sightOf(eye: Eye, min: Point, max: Point): Sight | undefined {
  const m = eye.matrix;
  let outside = 0b11111;
  let depth = Infinity;
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const x = corner & 1 ? max.x : min.x;
    const y = corner & 2 ? max.y : min.y;
    const z = corner & 4 ? max.z : min.z;
    const clipX = (m[0] ?? 0) * x + (m[4] ?? 0) * y + (m[8] ?? 0) * z;
    const clipY = (m[1] ?? 0) * x + (m[5] ?? 0) * y + (m[9] ?? 0) * z;
    const w = (m[3] ?? 0) * x + (m[7] ?? 0) * y + (m[11] ?? 0) * z;
    outside &=
      (clipX > w ? 1 : 0) | (clipX < -w ? 2 : 0) | (clipY > w ? 4 : 0) | (clipY < -w ? 8 : 0) | (w < eye.near ? 16 : 0);
    depth = Math.min(depth, w);
    left = Math.min(left, clipX / w);
    right = Math.max(right, clipX / w);
    bottom = Math.min(bottom, clipY / w);
    top = Math.max(top, clipY / w);
  }
  if (outside !== 0) return undefined;
  const behind = depth < eye.near;
  const nearest = Math.max(depth, eye.near);
  return {
    depth: nearest,
    cellSize: eye.pixelsPerCell / nearest,
    width: behind ? Infinity : ((right - left) / 2) * eye.width,
    height: behind ? Infinity : ((top - bottom) / 2) * eye.height,
  };
}

/** Where a place relative to the eye appears, in CSS pixels from the middle of the canvas, up; undefined behind the eye. */
function spotOf({ matrix: m, near, width, height }: Eye, x: number, y: number, z: number) {
  const depth = (m[3] ?? 0) * x + (m[7] ?? 0) * y + (m[11] ?? 0) * z;
  if (depth < near) return undefined;
  return {
    x: (((m[0] ?? 0) * x + (m[4] ?? 0) * y + (m[8] ?? 0) * z) / depth) * 0.5 * width,
    y: (((m[1] ?? 0) * x + (m[5] ?? 0) * y + (m[9] ?? 0) * z) / depth) * 0.5 * height,
  };
}

/**
 * CSS pixels squared that a box covers, as three faces that meet in a corner: what is long, thin and aslant covers far less than the
 * rectangle around it. Infinite where it reaches behind the eye.
 * @param min,max corners relative to the eye
 */
export function areaOnScreen(eye: Eye, min: Point, max: Point): number {
  const corner = spotOf(eye, min.x, min.y, max.z);
  const right = spotOf(eye, max.x, min.y, max.z);
  const above = spotOf(eye, min.x, max.y, max.z);
  const behind = spotOf(eye, min.x, min.y, min.z);
  if (corner === undefined || right === undefined || above === undefined || behind === undefined) return Infinity;
  const face = (a: typeof corner, b: typeof corner) =>
    Math.abs((a.x - corner.x) * (b.y - corner.y) - (a.y - corner.y) * (b.x - corner.x));
  return face(right, above) + face(right, behind) + face(above, behind);
}

/** Whether every corner of a box of the world is on the canvas. */
export function isWholeInView({ width, height, project }: Eye, { min, max }: Box): boolean {
  const corners = [min.x, max.x].flatMap((x) =>
    [min.y, max.y].flatMap((y) => [min.z, max.z].map((z) => ({ x, y, z }))),
  );
  return corners.map(project).every(({ x, y, depth }) => depth > 0 && x >= 0 && x <= width && y >= 0 && y <= height);
}

/** CSS pixels between two points relative to the eye; infinite where one is behind it. */
export function screenDistance(eye: Eye, a: Point, b: Point): number {
  const [from, to] = [spotOf(eye, a.x, a.y, a.z), spotOf(eye, b.x, b.y, b.z)];
  return from === undefined || to === undefined ? Infinity : Math.hypot(to.x - from.x, to.y - from.y);
}

/**
 * The most CSS pixels that a corner of a box's front moves on the screen when it is moved back by `depth` cells, and finite also
 * where a corner is behind the eye: then as much as a move straight past it at the near distance.
 * @param min,max corners relative to the eye
 */
export function largestShift(eye: Eye, min: Point, max: Point, depth: number): number {
  let shift = 0;
  for (let corner = 0; corner < 4; corner++) {
    const front = { x: corner & 1 ? max.x : min.x, y: corner & 2 ? max.y : min.y, z: max.z };
    shift = Math.max(shift, screenDistance(eye, front, { ...front, z: front.z - depth }));
  }
  return Math.min(shift, (eye.pixelsPerCell * depth) / eye.near);
}

export function plus(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y, z: a.z + b.z };
}

export function minus(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y, z: a.z - b.z };
}
