/** Boxes around things. */
import type { Box, Flow, Point } from '../geometry.ts';

/** The smallest box around all of these; an empty one at the origin around nothing. */
export function boundsOf(boxes: readonly Box[]): Box {
  const [first, ...others] = boxes;
  if (first === undefined) return { min: { x: 0, y: 0, z: 0 }, max: { x: 0, y: 0, z: 0 } };
  return others.reduce(
    (a, b) => ({
      min: { x: Math.min(a.min.x, b.min.x), y: Math.min(a.min.y, b.min.y), z: Math.min(a.min.z, b.min.z) },
      max: { x: Math.max(a.max.x, b.max.x), y: Math.max(a.max.y, b.max.y), z: Math.max(a.max.z, b.max.z) },
    }),
    first,
  );
}

/** The box around a ribbon: half of its width to each side of its runs, nothing beyond its ends. */
export function boxOfFlow({ path, startWidth, endWidth }: Flow): Box {
  const reach = Math.max(startWidth, endWidth) / 2;
  const runs = path.slice(1).map((end, index): Box => {
    const start = path[index] ?? end;
    const [across, along] = start.x === end.x ? [reach, 0] : [0, reach];
    return {
      min: { x: Math.min(start.x, end.x) - across, y: Math.min(start.y, end.y) - along, z: Math.min(start.z, end.z) },
      max: { x: Math.max(start.x, end.x) + across, y: Math.max(start.y, end.y) + along, z: Math.max(start.z, end.z) },
    };
  });
  return boundsOf(runs);
}

export function movedBox({ min, max }: Box, by: Point): Box {
  return {
    min: { x: min.x + by.x, y: min.y + by.y, z: min.z + by.z },
    max: { x: max.x + by.x, y: max.y + by.y, z: max.z + by.z },
  };
}
