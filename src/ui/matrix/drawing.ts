/** Draws the part of a matrix that is in view onto a small canvas. */
import { cellDigits } from '../words.ts';
import type { MatrixNames } from './names.ts';
import type { Order } from './order.ts';
import type { MatrixPlan } from './plan.ts';
import { DIGITS_FROM, nameStep, type Zoom } from './zoom.ts';

/** Above the cells, for the names of columns. CSS pixels, as all lengths here. */
export const COLUMN_NAMES = 20;
/** Over so much of the last rows the drawing fades where the matrix goes on below. */
export const FADE = 20;

const NAMES_FROM = 13;
/** Nothing smaller is drawn: a window of single pixels would take long at each step of scrolling. */
const LEAST_DOT = 2;
/** From this size on cells are rounded and stand apart. */
const APART_FROM = 6;
/** Around the name of a row. */
const BESIDE_NAME = 10;
const LEAST_ROW_NAMES = 36;

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

/** What stands at the left of the cells for the names of the rows. */
export function rowNamesWidth({ rowRoom }: MatrixNames): number {
  return Math.max(LEAST_ROW_NAMES, rowRoom + BESIDE_NAME);
}

interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly content: MatrixContent;
  readonly width: number;
  readonly height: number;
  /** Where the first cell stands. */
  readonly left: number;
  readonly token: (name: string) => string;
}

/** @param canvas as large as the window of the matrix */
export function drawMatrix(canvas: HTMLCanvasElement, content: MatrixContent) {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const density = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  context.scale(density, density);
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(name);
  const pen: Pen = { context, content, width, height, left: rowNamesWidth(content.names), token };
  const { plan, zoom } = content;
  // A little more at the edges, for the frame of a cell there.
  within(pen, [pen.left - 2, COLUMN_NAMES - 2, width, height], [pen.left - zoom.left, COLUMN_NAMES - zoom.top], () => {
    drawCells(pen);
    drawMarks(pen);
  });
  // The first name is lower than its letters.
  const above = zoom.top > 0 ? 0 : 5;
  within(pen, [0, COLUMN_NAMES - above, pen.left, height], [pen.left, COLUMN_NAMES - zoom.top], () => nameRows(pen));
  if (zoom.top + height < COLUMN_NAMES + plan.rows * zoom.cell - 1) fadeOut(pen);
  within(pen, [pen.left - 6, 0, width, COLUMN_NAMES], [pen.left - zoom.left, 0], () => nameColumns(pen));
}

/** Draws inside a box only, from an origin. */
function within(
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

/** Which of equally long cells are in a window: from the first to before the last. */
function inView(scrolled: number, room: number, cell: number, count: number): readonly [first: number, last: number] {
  return [Math.floor(scrolled / cell), Math.min(count, Math.ceil((scrolled + room) / cell))];
}

function drawCells(pen: Pen) {
  const { context, content, width, height, left, token } = pen;
  const { plan, zoom, rows, columns, valueAt, digits, wordIn } = content;
  const { cell } = zoom;
  const [firstRow, lastRow] = inView(zoom.top, height - COLUMN_NAMES, cell, plan.rows);
  const [firstColumn, lastColumn] = inView(zoom.left, width - left, cell, plan.columns);
  if (valueAt === undefined) {
    hatch(pen, firstColumn * cell, firstRow * cell, (lastColumn - firstColumn) * cell, (lastRow - firstRow) * cell);
    return;
  }
  // Of cells too small to be told apart, the largest of those that share a dot stands for them.
  const stride = Math.max(1, Math.round(LEAST_DOT / cell));
  const size = cell * stride;
  const gap = size >= APART_FROM ? 1 : 0;
  const colour = remembered(content.colour);
  const [masked, plain] = [token('--line-2'), token('--line')];
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `560 ${Math.min(11, size * 0.4)}px ${token('--sans')}`;
  const extremeAt = (row: number, column: number) => {
    let extreme = Number.NaN;
    for (let down = row; down < Math.min(row + stride, plan.rows); down++)
      for (let across = column; across < Math.min(column + stride, plan.columns); across++) {
        const value = valueAt(rows.indexAt(down), columns.indexAt(across));
        if (!(Math.abs(value) <= Math.abs(extreme))) extreme = value;
      }
    return extreme;
  };
  for (let row = firstRow - (firstRow % stride); row < lastRow; row += stride) {
    for (let column = firstColumn - (firstColumn % stride); column < lastColumn; column += stride) {
      const value = extremeAt(row, column);
      const x = column * cell;
      const y = row * cell;
      if (value === Number.NEGATIVE_INFINITY) {
        context.fillStyle = masked;
        context.beginPath();
        context.arc(x + size / 2, y + size / 2, Math.max(0.6, size * 0.07), 0, 2 * Math.PI);
        context.fill();
        continue;
      }
      if (Number.isNaN(value)) {
        hatch(pen, x, y, size, size);
        continue;
      }
      // A token's number is only a name: no colour says more or less.
      context.fillStyle = wordIn === undefined ? colour(value) : plain;
      if (gap === 0) context.fillRect(x, y, size, size);
      else {
        context.beginPath();
        context.roundRect(x, y, size - gap, size - gap, 2.5);
        context.fill();
      }
      if (size < DIGITS_FROM) continue;
      const text = wordIn?.(rows.indexAt(row)) ?? (value === 0 ? '' : cellDigits(value, digits));
      context.fillStyle = inkOn(String(context.fillStyle));
      context.fillText(text, x + size / 2, y + size / 2, size - gap);
    }
  }
}

/** Colours made once for all values that are equal to eight bits of their mantissa: finer than the colours' own steps. */
function remembered(colour: (value: number) => string): (value: number) => string {
  const known = new Map<number, string>();
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  return (value) => {
    float[0] = value;
    const key = (bits[0] ?? 0) >>> 15;
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = colour(value);
    known.set(key, made);
    return made;
  };
}

/** The selected cell, with its whole row and column; the one that the pointer is on. */
function drawMarks({ context, content, token }: Pen) {
  const { plan, zoom, rows, columns, selected, pointed } = content;
  const { cell } = zoom;
  const frame = (row: number, column: number, down: number, across: number) => {
    context.beginPath();
    context.roundRect(column * cell, row * cell, Math.max(4, across * cell), Math.max(4, down * cell), 2);
    context.stroke();
  };
  context.strokeStyle = token('--accent');
  if (selected !== undefined) {
    const [row, column] = [rows.placeOf(selected.row), columns.placeOf(selected.column)];
    context.globalAlpha = 0.5;
    context.lineWidth = 1;
    if (plan.columns > 1) frame(row, 0, 1, plan.columns);
    if (plan.rows > 1) frame(0, column, plan.rows, 1);
    context.globalAlpha = 1;
    context.lineWidth = 2;
    frame(row, column, 1, 1);
  }
  if (pointed === undefined) return;
  context.strokeStyle = token('--ink');
  context.lineWidth = 1;
  frame(rows.placeOf(pointed.row), columns.placeOf(pointed.column), 1, 1);
}

function nameRows({ context, content, height, token }: Pen) {
  const { plan, zoom, rows, names, selected, columnsBy } = content;
  const { cell } = zoom;
  const [first, last] = inView(zoom.top, height - COLUMN_NAMES, cell, plan.rows);
  const step = nameStep(cell, NAMES_FROM);
  const chosen = selected && rows.placeOf(selected.row);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const name = (place: number) => {
    const row = rows.indexAt(place);
    write(context, names.ofRow(row), -8, (place + 0.5) * cell, place === chosen, token);
    if (row === columnsBy) arrow(context, -1, (place + 0.5) * cell, 'right', token);
  };
  for (let place = first - (first % step); place < last; place += step)
    if (chosen === undefined || place === chosen || Math.abs(place - chosen) * cell >= NAMES_FROM) name(place);
  if (chosen !== undefined && chosen % step !== 0) name(chosen);
}

function nameColumns({ context, content, width, left, token }: Pen) {
  const { plan, zoom, columns, names, selected, rowsBy } = content;
  const { cell } = zoom;
  const [first, last] = inView(zoom.left, width - left, cell, plan.columns);
  const step = nameStep(cell, names.columnRoom + 4);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let place = first - (first % step); place < last; place += step) {
    const column = columns.indexAt(place);
    if (plan.columnAxis !== undefined)
      write(context, names.ofColumn(column), (place + 0.5) * cell, 8, column === selected?.column, token);
  }
  if (rowsBy !== undefined) arrow(context, (columns.placeOf(rowsBy) + 0.5) * cell, 19, 'down', token);
}

function write(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  isSelected: boolean,
  token: Pen['token'],
) {
  context.fillStyle = token(isSelected ? '--accent-text' : '--ink-2');
  context.font = `${isSelected ? 600 : 450} 11px ${token('--sans')}`;
  context.fillText(text, x, y);
}

/** Its tip stands at (x, y): what was sorted by runs that way. */
function arrow(context: CanvasRenderingContext2D, x: number, y: number, way: 'down' | 'right', token: Pen['token']) {
  const [LENGTH, HALF] = [4, 3.5];
  const back =
    way === 'down' ? [x - HALF, y - LENGTH, x + HALF, y - LENGTH] : [x - LENGTH, y - HALF, x - LENGTH, y + HALF];
  const [x1 = x, y1 = y, x2 = x, y2 = y] = back;
  context.fillStyle = token('--accent');
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x1, y1);
  context.lineTo(x2, y2);
  context.fill();
}

/** Takes away what was drawn, more and more to the lower edge. */
function fadeOut({ context, width, height }: Pen) {
  const fade = context.createLinearGradient(0, height - FADE, 0, height);
  fade.addColorStop(0, 'transparent');
  fade.addColorStop(1, 'black');
  context.save();
  context.globalCompositeOperation = 'destination-out';
  context.fillStyle = fade;
  context.fillRect(0, height - FADE, width, FADE);
  context.restore();
}

/** No data. */
function hatch({ context, token }: Pen, x: number, y: number, width: number, height: number) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = token('--line-2');
  context.lineWidth = 0.75;
  context.beginPath();
  for (let start = x - height; start < x + width; start += 6) {
    context.moveTo(start, y + height);
    context.lineTo(start + height, y);
  }
  context.stroke();
  context.restore();
}

/** Dark or light digits, whichever reads on that ground. A canvas gives every opaque colour back as #rrggbb. */
function inkOn(ground: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(ground.slice(at, at + 2), 16) / 255);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.53 ? '#22262c' : '#fffdf9';
}
