/** Lines on the canvas, in CSS pixels: what outlines, links, leaders and dimension lines are made of. */
import type { Eye } from '../eye.ts';
import type { Point } from '../geometry.ts';
import type { Rgb } from '../palette.ts';

/** A colour as one number that float32 holds exactly. */
export const packed = ([red, green, blue]: Rgb): number =>
  Math.round(red * 255) * 65536 + Math.round(green * 255) * 256 + Math.round(blue * 255);

/** CSS pixels from the canvas's left and top edge. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A polyline with round ends and corners. Two equal points are a dot. */
export interface Stroke {
  readonly points: readonly Spot[];
  readonly width: number;
  readonly colour: Rgb;
  /** 0 … 1. Corners show where a translucent stroke is wide. */
  readonly opacity: number;
}

export function dotAt(spot: Spot, radius: number, colour: Rgb): Stroke {
  return { points: [spot, spot], width: 2 * radius, colour, opacity: 1 };
}

/** Straight pieces of a ring. */
const RING_STEPS = 36;

export function ringAt({ x, y }: Spot, radius: number, width: number, colour: Rgb): Stroke {
  const points = Array.from({ length: RING_STEPS + 1 }, (_, step) => {
    const angle = (2 * Math.PI * step) / RING_STEPS;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
  });
  return { points, width, colour, opacity: 1 };
}

/** Round dots along a straight line, both ends included. `spacing` and `width` in CSS pixels. */
export function dotted(from: Spot, to: Spot, spacing: number, width: number, colour: Rgb): Stroke[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const gaps = Math.max(1, Math.round(length / spacing));
  return Array.from({ length: gaps + 1 }, (_, index) => {
    const part = index / gaps;
    const spot = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    return dotAt(spot, width / 2, colour);
  });
}

/** A polygon in the world as seen on the canvas: the corners of what of it lies before the eye. */
export function projectPolygon(corners: readonly Point[], eye: Eye): Spot[] {
  const spots = corners.map((corner) => eye.project(corner));
  if (spots.every(({ depth }) => depth >= eye.near)) return spots;
  return projectPath([...corners, ...corners.slice(0, 1)], eye).flat();
}

/** A path in the world as seen on the canvas: cut where it passes behind the eye, so perhaps in several pieces. */
export function projectPath(path: readonly Point[], eye: Eye): Spot[][] {
  const pieces: Spot[][] = [];
  let piece: Spot[] = [];
  let previous: Point | undefined;
  const finish = () => {
    if (piece.length > 1) pieces.push(piece);
    piece = [];
  };
  for (const point of path) {
    const depth = eye.project(point).depth;
    const depthBefore = previous === undefined ? depth : eye.project(previous).depth;
    const crosses = previous !== undefined && depth < eye.near !== depthBefore < eye.near;
    if (crosses && previous !== undefined) {
      const part = (eye.near - depthBefore) / (depth - depthBefore);
      piece.push(
        eye.project({
          x: previous.x + (point.x - previous.x) * part,
          y: previous.y + (point.y - previous.y) * part,
          z: previous.z + (point.z - previous.z) * part,
        }),
      );
    }
    if (depth >= eye.near) piece.push(eye.project(point));
    else finish();
    previous = point;
  }
  finish();
  return pieces;
}
