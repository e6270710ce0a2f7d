/** Draws the part of a matrix that is in view onto a small canvas. */
import type { CellLayer } from './cells.ts';
import type { MatrixNames } from './names.ts';
import { COLUMN_NAMES, inView, type MatrixContent, type Pen, within, withinCells } from './pen.ts';
import { nameStep } from './zoom.ts';

/** Over so much of the last rows the drawing fades where the matrix goes on below. */
export const FADE = 20;

const NAMES_FROM = 13;
/** Around the name of a row. */
const BESIDE_NAME = 10;
const LEAST_ROW_NAMES = 36;

/** What stands at the left of the cells for the names of the rows. */
export function rowNamesWidth({ rowRoom }: MatrixNames): number {
  return Math.max(LEAST_ROW_NAMES, rowRoom + BESIDE_NAME);
}

/**
 * @param canvas as large as the window of the matrix
 * @param cells what they looked like when they were drawn last
 */
export function drawMatrix(canvas: HTMLCanvasElement, content: MatrixContent, cells: CellLayer) {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const density = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  // Nobody sees it.
  if (canvas.width === 0 || canvas.height === 0) return;
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(name);
  const pen: Pen = { context, content, width, height, left: rowNamesWidth(content.names), density, token };
  const { plan, zoom } = content;
  context.drawImage(cells.drawn(pen), 0, 0);
  context.scale(density, density);
  withinCells(pen, () => drawMarks(pen));
  // The first name is lower than its letters.
  const above = zoom.top > 0 ? 0 : 5;
  within(pen, [0, COLUMN_NAMES - above, pen.left, height], [pen.left, COLUMN_NAMES - zoom.top], () => nameRows(pen));
  if (zoom.top + height < COLUMN_NAMES + plan.rows * zoom.cell - 1) fadeOut(pen);
  within(pen, [pen.left - 6, 0, width, COLUMN_NAMES], [pen.left - zoom.left, 0], () => nameColumns(pen));
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
