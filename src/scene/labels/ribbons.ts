/** The ribbons and the links on the canvas: ground that labels leave free where they can. */
import type { Eye } from '../eye.ts';
import type { Point } from '../geometry.ts';
import { projectPolygon, type Spot } from '../marks/stroke.ts';
import type { SeenFlow } from '../tiles/bundles.ts';
import { plus } from '../tiles/sight.ts';
import { type Outlined, outlined } from './room.ts';

/** CSS pixels: what is narrower is a line that a label's halo may interrupt. */
const LEAST_WIDTH = 4;

export interface Run extends Outlined {
  /** Of the residual stream, from which the others leave and to which they return. */
  readonly isResidual: boolean;
}

/** One outline for each straight run. */
export function ribbonsOf(flows: readonly SeenFlow[], eye: Eye): Run[] {
  const wide = flows.filter(
    ({ flow: { startWidth, endWidth }, cellSize }) => Math.max(startWidth, endWidth) * cellSize >= LEAST_WIDTH,
  );
  return wide.flatMap(({ flow, origin }) => {
    const path = flow.path.map((point) => plus(plus(point, origin), eye.position));
    const reach = Math.max(flow.startWidth, flow.endWidth) / 2;
    const isResidual = flow.kind === 'trunk' || flow.kind === 'riser';
    return path.slice(1).map((to, index) => {
      return { ...outlined(runBetween(path[index] ?? to, to, reach, eye)), isResidual };
    });
  });
}

/** The corners of a level or upright run as they are seen. */
function runBetween(from: Point, to: Point, reach: number, eye: Eye) {
  const [x, y] = from.x === to.x ? [reach, 0] : [0, reach];
  const corners = [
    { ...from, x: from.x - x, y: from.y - y },
    { ...to, x: to.x - x, y: to.y - y },
    { ...to, x: to.x + x, y: to.y + y },
    { ...from, x: from.x + x, y: from.y + y },
  ];
  return projectPolygon(corners, eye);
}

/** CSS pixels to both sides of a line that a label leaves free. */
const BESIDE_LINE = 4;
/** Points of a line from one outline to the next: an outline for each of them would be too many. */
const STRIDE = 4;

/** Outlines along lines, a few for each. */
export function groundAlong(lines: readonly (readonly Spot[])[]): Outlined[] {
  return lines.flatMap((points) => {
    const kept = points.filter((_, index) => index % STRIDE === 0 || index === points.length - 1);
    return kept.slice(1).flatMap((to, index) => lineBetween(kept[index] ?? to, to));
  });
}

function lineBetween(from: Spot, to: Spot): Outlined[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return [];
  const [x, y] = [(-(to.y - from.y) / length) * BESIDE_LINE, ((to.x - from.x) / length) * BESIDE_LINE];
  return [
    outlined([
      { x: from.x - x, y: from.y - y },
      { x: to.x - x, y: to.y - y },
      { x: to.x + x, y: to.y + y },
      { x: from.x + x, y: from.y + y },
    ]),
  ];
}
