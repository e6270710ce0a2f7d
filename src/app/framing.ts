/** Which shape a layout is made for. */
import type { Insets } from '../scene/picture.ts';
import type { Size } from './app.ts';

/** Steps of the window's aspect for each doubling. */
const ASPECT_STEPS = 3;

/** Width by height of the free part of a canvas, in steps, so that small changes of the window move nothing. */
export function layoutAspect({ width, height }: Size, { top, right, bottom, left, passing = 0 }: Insets): number {
  const aspect = Math.max(1, width - left - right + passing) / Math.max(1, height - top - bottom);
  return 2 ** (Math.round(Math.log2(aspect) * ASPECT_STEPS) / ASPECT_STEPS);
}
