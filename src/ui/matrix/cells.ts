/** The cells of a matrix, kept as they were drawn: to point at one or to choose it draws none of them anew. */
import { cellDigits } from '../words.ts';
import { COLUMN_NAMES, inView, type Pen, withinCells } from './pen.ts';
import { DIGITS_FROM } from './zoom.ts';

/** Nothing smaller is drawn: a window of single pixels would take long at each step of scrolling. */
const LEAST_DOT = 2;
/** From this size on cells are rounded and stand apart. */
const APART_FROM = 6;

export class CellLayer {
  readonly #canvas = document.createElement('canvas');
  /** All that the drawing depends on. */
  #of: readonly unknown[] = [];

  /** The cells that are in view, on a canvas as large as the pen's. */
  drawn(pen: Pen): HTMLCanvasElement {
    const { content, width, height, left, density, token } = pen;
    const { plan, zoom, rows, columns, valueAt, colour, digits, wordIn } = content;
    const now = [
      ...[plan, zoom.cell, zoom.left, zoom.top, rows, columns, valueAt, colour, digits, wordIn],
      ...[width, height, left, density, token('--line'), token('--line-2')],
    ];
    if (now.every((part, index) => part === this.#of[index])) return this.#canvas;
    this.#of = now;
    const context = this.#canvas.getContext('2d');
    if (context === null) return this.#canvas;
    this.#canvas.width = pen.context.canvas.width;
    this.#canvas.height = pen.context.canvas.height;
    context.scale(density, density);
    const own = { ...pen, context };
    withinCells(own, () => drawCells(own));
    return this.#canvas;
  }
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
