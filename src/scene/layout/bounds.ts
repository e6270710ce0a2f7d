/** Boxes around things. */
import type { Box, Flow, Point } from '../geometry.ts';

/** The smallest box around all of these; an empty one at the origin around nothing. */
export function boundsOf(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { min: { x: 0, y: 0, z: 0 }, max: { x: 0, y: 0, z: 0 } };
  // Of the ribbons of thousands of heads: nothing is made on the way.
  const min = { x: Infinity, y: Infinity, z: Infinity };
  const max = { x: -Infinity, y: -Infinity, z: -Infinity };
  for (const box of boxes) {
    min.x = Math.min(min.x, box.min.x);
    min.y = Math.min(min.y, box.min.y);
    min.z = Math.min(min.z, box.min.z);
    max.x = Math.max(max.x, box.max.x);
    max.y = Math.max(max.y, box.max.y);
    max.z = Math.max(max.z, box.max.z);
  }
  return { min, max };
}

/** The box around a ribbon: half of its width to each side of its runs, nothing beyond its ends. */
export function boxOfFlow({ path, startWidth, endWidth }: Flow): Box {
  const reach = Math.max(startWidth, endWidth) / 2;
  const min = { x: Infinity, y: Infinity, z: Infinity };
  const max = { x: -Infinity, y: -Infinity, z: -Infinity };
  let start = path[0];
  for (const end of path) {
    if (start === undefined || end === start) continue;
    const isUpright = start.x === end.x;
    const [across, along] = [isUpright ? reach : 0, isUpright ? 0 : reach];
    min.x = Math.min(min.x, Math.min(start.x, end.x) - across);
    max.x = Math.max(max.x, Math.max(start.x, end.x) + across);
    min.y = Math.min(min.y, Math.min(start.y, end.y) - along);
    max.y = Math.max(max.y, Math.max(start.y, end.y) + along);
    min.z = Math.min(min.z, start.z, end.z);
    max.z = Math.max(max.z, start.z, end.z);
    start = end;
  }
  return { min, max };
}

export function movedBox({ min, max }: Box, by: Point): Box {
  return {
    min: { x: min.x + by.x, y: min.y + by.y, z: min.z + by.z },
    max: { x: max.x + by.x, y: max.y + by.y, z: max.z + by.z },
  };
}
