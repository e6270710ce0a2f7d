/** What the parts of a matrix are drawn with, and where. */
import type { MatrixNames } from './names.ts';
import type { Order } from './order.ts';
import type { MatrixPlan } from './plan.ts';
import type { Zoom } from './zoom.ts';

/** Above the cells, for the names of columns. CSS pixels, as all lengths here. */
export const COLUMN_NAMES = 20;

interface Spot {
  readonly row: number;
  readonly column: number;
}

export interface MatrixContent {
  readonly plan: MatrixPlan;
  readonly zoom: Zoom;
  readonly rows: Order;
  readonly columns: Order;
  /** Which column the rows are sorted by, which row the columns. */
  readonly rowsBy: number | undefined;
  readonly columnsBy: number | undefined;
  /** Undefined where there are no numbers. */
  readonly valueAt: ((row: number, column: number) => number) | undefined;
  readonly colour: (value: number) => string;
  readonly names: MatrixNames;
  readonly selected: Spot | undefined;
  readonly pointed: Spot | undefined;
  /** Decimals of the digits in cells. */
  readonly digits: number;
  /** What a cell of tokens shows in place of its number. */
  readonly wordIn: ((row: number) => string | undefined) | undefined;
}

export interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly content: MatrixContent;
  readonly width: number;
  readonly height: number;
  /** Where the first cell stands. */
  readonly left: number;
  /** Device pixels to each CSS pixel. */
  readonly density: number;
  readonly token: (name: string) => string;
}

/** Draws inside a box only, from an origin. */
export function within(
  { context }: Pen,
  box: readonly [x: number, y: number, right: number, bottom: number],
  origin: readonly [x: number, y: number],
  draw: () => void,
) {
  const [x, y, right, bottom] = box;
  context.save();
  context.beginPath();
  context.rect(x, y, right - x, bottom - y);
  context.clip();
  context.translate(...origin);
  draw();
  context.restore();
}

/** Draws inside the part of the canvas that cells have, from the corner of the first. */
export function withinCells(pen: Pen, draw: () => void) {
  const { content, left, width, height } = pen;
  const { zoom } = content;
  // A little more at the edges, for the frame of a cell there.
  within(pen, [left - 2, COLUMN_NAMES - 2, width, height], [left - zoom.left, COLUMN_NAMES - zoom.top], draw);
}

/** Which of equally long cells are in a window: from the first to before the last. */
export function inView(
  scrolled: number,
  room: number,
  cell: number,
  count: number,
): readonly [first: number, last: number] {
  return [Math.floor(scrolled / cell), Math.min(count, Math.ceil((scrolled + room) / cell))];
}
