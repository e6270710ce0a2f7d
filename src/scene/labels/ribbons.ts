/** The ribbons of the residual stream on the canvas: ground that labels leave free where they can. */
import type { Eye } from '../eye.ts';
import type { Point } from '../geometry.ts';
import { projectPath } from '../marks/stroke.ts';
import { plus } from '../tiles/sight.ts';
import type { SeenFlow } from '../tiles/traverse.ts';
import { type Outlined, outlined } from './room.ts';

/** CSS pixels: what is narrower is a line that a label's halo may interrupt. */
const LEAST_WIDTH = 4;

/** One outline for each straight run. */
export function streamsOf(flows: readonly SeenFlow[], eye: Eye): Outlined[] {
  return flows.flatMap(({ flow, origin, cellSize }) => {
    const isStream = flow.kind === 'trunk' || flow.kind === 'riser';
    if (!isStream || flow.startWidth * cellSize < LEAST_WIDTH) return [];
    const path = flow.path.map((point) => plus(plus(point, origin), eye.position));
    return path.slice(1).map((to, index) => outlined(runBetween(path[index] ?? to, to, flow.startWidth / 2, eye)));
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
  return projectPath([...corners, ...corners.slice(0, 1)], eye).flat();
}
