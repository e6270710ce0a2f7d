/** Draws the part of a matrix that is in view onto a small canvas. */
import { cellDigits } from '../words.ts';
import { cellOf, DIGITS_FROM, type MatrixPlan, NAMES_FROM, nameStep, valueAt } from './matrix-plan.ts';

/** Beside and above the cells, for the names of rows and columns. CSS pixels. */
export const ROW_NAMES = 36;
export const COLUMN_NAMES = 20;
/** Over so much of the last rows the drawing fades where the matrix goes on below. CSS pixels. */
export const FADE = 20;

export interface MatrixContent {
  readonly plan: MatrixPlan;
  readonly slab: number;
  readonly data: Float32Array | undefined;
  readonly colour: (value: number) => string;
  readonly rowName: (row: number) => string | undefined;
  readonly columnName: (column: number) => string | undefined;
  readonly selected: { readonly row: number; readonly column: number } | undefined;
  /** CSS pixels that are scrolled away above. */
  readonly scrolled: number;
  /** Decimals of the digits in cells. */
  readonly digits: number;
  /** What a cell of tokens shows in place of its number. */
  readonly wordIn: ((row: number) => string | undefined) | undefined;
}

export function drawMatrix(canvas: HTMLCanvasElement, content: MatrixContent) {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const density = window.devicePixelRatio;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  context.scale(density, density);
  const style = getComputedStyle(canvas);
  const pen = { context, ink: style.getPropertyValue('--ink'), faint: style.getPropertyValue('--ink-2') };
  const accent = { line: style.getPropertyValue('--accent'), text: style.getPropertyValue('--accent-text') };
  const sans = style.getPropertyValue('--sans');
  const { plan, selected, scrolled } = content;
  const rows = { first: Math.floor(scrolled / plan.cell), last: Math.ceil((scrolled + height) / plan.cell) };

  context.save();
  context.beginPath();
  // A little higher than the first row, for its name where that is lower than its letters.
  context.rect(0, COLUMN_NAMES - (scrolled > 0 ? 0 : 5), width, height);
  context.clip();
  context.translate(ROW_NAMES, COLUMN_NAMES - scrolled);
  drawCells(context, content, rows, style);
  if (selected !== undefined) {
    context.strokeStyle = accent.line;
    context.lineWidth = 2;
    const at = (index: number) => index * plan.cell;
    context.beginPath();
    context.roundRect(at(selected.column), at(selected.row), Math.max(4, plan.cell), Math.max(4, plan.cell), 2);
    context.stroke();
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const stepDown = nameStep(plan.cell, NAMES_FROM);
  const nameRow = (row: number) => {
    context.fillStyle = row === selected?.row ? accent.text : pen.faint;
    context.font = `${row === selected?.row ? 600 : 450} 11px ${sans}`;
    context.fillText(content.rowName(row) ?? String(row), -8, (row + 0.5) * plan.cell);
  };
  for (let row = rows.first - (rows.first % stepDown); row <= Math.min(rows.last, plan.rows - 1); row += stepDown)
    if (selected === undefined || row === selected.row || Math.abs(row - selected.row) * plan.cell >= NAMES_FROM)
      nameRow(row);
  if (selected !== undefined) nameRow(selected.row);
  context.restore();
  if (scrolled + height < COLUMN_NAMES + plan.rows * plan.cell - 1) fadeOut(context, width, height);

  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const letters = content.columnName(0) !== undefined;
  const stepAcross = nameStep(plan.cell, letters ? 10 : 22);
  for (let column = 0; column < plan.columns; column += stepAcross) {
    context.fillStyle = column === selected?.column ? accent.text : pen.faint;
    context.font = `${column === selected?.column ? 600 : 450} 11px ${sans}`;
    context.fillText(content.columnName(column) ?? String(column), ROW_NAMES + (column + 0.5) * plan.cell, 9);
  }
}

/** Takes away what was drawn, more and more to the lower edge. */
function fadeOut(context: CanvasRenderingContext2D, width: number, height: number) {
  const fade = context.createLinearGradient(0, height - FADE, 0, height);
  fade.addColorStop(0, 'transparent');
  fade.addColorStop(1, 'black');
  context.save();
  context.globalCompositeOperation = 'destination-out';
  context.fillStyle = fade;
  context.fillRect(0, height - FADE, width, FADE);
  context.restore();
}

function drawCells(
  context: CanvasRenderingContext2D,
  { plan, slab, data, colour, digits, wordIn }: MatrixContent,
  rows: { readonly first: number; readonly last: number },
  style: CSSStyleDeclaration,
) {
  const last = Math.min(plan.rows, rows.last);
  if (data === undefined) {
    hatch(context, 0, rows.first * plan.cell, plan.columns * plan.cell, (last - rows.first) * plan.cell, style);
    return;
  }
  // Where cells are smaller than a pixel, the largest of those that share one stands for them.
  const stride = Math.max(1, Math.round(1 / plan.cell));
  const size = plan.cell * stride;
  const gap = size >= 6 ? 1 : 0;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `560 ${Math.min(11, size * 0.4)}px ${style.getPropertyValue('--sans')}`;
  for (let row = rows.first - (rows.first % stride); row < last; row += stride) {
    for (let column = 0; column < plan.columns; column += stride) {
      const value = extremeIn(plan, data, slab, row, column, stride);
      const x = column * plan.cell;
      const y = row * plan.cell;
      if (value === Number.NEGATIVE_INFINITY) {
        context.fillStyle = style.getPropertyValue('--line-2');
        context.beginPath();
        context.arc(x + size / 2, y + size / 2, Math.max(0.6, size * 0.07), 0, 2 * Math.PI);
        context.fill();
      } else if (Number.isNaN(value)) {
        hatch(context, x, y, size, size, style);
      } else {
        // A token's number is only a name: no colour says more or less.
        context.fillStyle = wordIn === undefined ? colour(value) : style.getPropertyValue('--line');
        context.beginPath();
        context.roundRect(x, y, size - gap, size - gap, gap === 0 ? 0 : 2.5);
        context.fill();
        const text = wordIn?.(row) ?? (value === 0 ? '' : cellDigits(value, digits));
        if (size < DIGITS_FROM) continue;
        context.fillStyle = inkOn(String(context.fillStyle));
        context.fillText(text, x + size / 2, y + size / 2, size - gap);
      }
    }
  }
}

/** The value with the largest magnitude in a square of cells. */
function extremeIn(plan: MatrixPlan, data: Float32Array, slab: number, row: number, column: number, size: number) {
  let extreme = valueAt(plan, data, cellOf(plan, slab, row, column));
  for (let down = row; down < Math.min(row + size, plan.rows); down++)
    for (let across = column; across < Math.min(column + size, plan.columns); across++) {
      const value = valueAt(plan, data, cellOf(plan, slab, down, across));
      if (Math.abs(value) > Math.abs(extreme)) extreme = value;
    }
  return extreme;
}

/** No data. */
function hatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  style: CSSStyleDeclaration,
) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = style.getPropertyValue('--line-2');
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
