/** How large the cells of a matrix are drawn, and what of it is in its window. Lengths in CSS pixels. Pure. */
import type { MatrixPlan } from './plan.ts';

/** Digits need this much, names of every row a little less. */
export const DIGITS_FROM = 24;
/** A small matrix is not drawn larger than this at first, and none may be drawn larger than that by hand. */
const FIT_MOST = 26;
const MOST = 48;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is scrolled away above and at the left, and the size of a cell. */
export interface Zoom {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
}

/** The size at which all columns are in view: what a matrix begins with. */
export function fitCell(plan: MatrixPlan, width: number): number {
  return Math.min(FIT_MOST, width / plan.columns);
}

/**
 * A zoom nearer by a factor. The cell under the anchor stays there.
 * @param anchor from the corner of the first cell in view
 * @param room of all cells in view: no further out than to where the whole matrix is in it
 */
export function zoomed(
  zoom: Zoom,
  factor: number,
  anchor: { x: number; y: number },
  plan: MatrixPlan,
  room: Size,
): Zoom {
  const fit = fitCell(plan, room.width);
  const least = Math.min(fit, room.height / plan.rows);
  const cell = Math.min(Math.max(fit, MOST), Math.max(least, zoom.cell * factor));
  const moved = (scrolled: number, at: number) => Math.max(0, ((scrolled + at) * cell) / zoom.cell - at);
  return { cell, left: moved(zoom.left, anchor.x), top: moved(zoom.top, anchor.y) };
}

/** Scrolled no further than needed for a cell to be in view as a whole. */
export function scrolledTo(scrolled: number, place: number, cell: number, room: number): number {
  const start = place * cell;
  const least = Math.ceil((start + cell - room) / cell) * cell;
  return Math.max(0, Math.min(start, Math.max(scrolled, least)));
}

/** Of equally long runs of an axis, the numbers that are written: 1, 2, 5, 10 … apart, so that two stand at least `room` from each other. */
export function nameStep(cell: number, room: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power * cell >= room) return step * power;
  }
}
