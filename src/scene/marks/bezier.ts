import type { Spot } from './stroke.ts';

/** Start, the two handles, end of a cubic Bézier curve. CSS pixels. */
export type Bezier = readonly [start: Spot, leave: Spot, meet: Spot, end: Spot];

/** `steps` + 1 spots along the first part of a curve, equally far apart in its parameter. @param part 0 … 1 */
export function spotsAlong([start, leave, meet, end]: Bezier, steps: number, part = 1): Spot[] {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const t = (part * step) / steps;
    const s = 1 - t;
    const mix = (axis: 'x' | 'y') =>
      s * s * s * start[axis] + 3 * s * s * t * leave[axis] + 3 * s * t * t * meet[axis] + t * t * t * end[axis];
    return { x: mix('x'), y: mix('y') };
  });
}
