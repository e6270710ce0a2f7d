/** Draws set text on a 2D canvas, in the page's typefaces. */
import { cssColour, type Rgb } from '../palette.ts';
import {
  type Family,
  type MeasureRun,
  type Paragraph,
  type SetText,
  type Style,
  SWATCH,
  setText,
} from './typesetting.ts';

type Context = OffscreenCanvasRenderingContext2D;

const FAMILIES: Readonly<Record<Family, string>> = {
  serif: '"Source Serif 4", Georgia, serif',
  sans: '"IBM Plex Sans", system-ui, sans-serif',
  mono: '"IBM Plex Mono", ui-monospace, monospace',
};

/** Opacity of the line around a number's square, in the colour of its digits. */
const SWATCH_RIM = 0.25;

const UNDERLINE = { below: 3.5, width: 1.5 };

/** A text that is too long for its place is set smaller, in these steps. The last is taken whatever its height. */
const SIZES = [1, 0.92, 0.84, 0.76, 0.68];

/** Where a text stands, CSS pixels. */
export interface Column {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Resolves when text can be drawn in the page's typefaces. */
export async function loadTypefaces(): Promise<void> {
  const faces = Object.values(FAMILIES).flatMap((family) => [400, 560].map((weight) => `${weight} 16px ${family}`));
  await Promise.all(faces.map((face) => document.fonts.load(face, 'Aa0−×·…')));
}

/** Sets text into a column from its top, as large as fits, and draws it. */
export function drawText(context: Context, paragraphs: readonly Paragraph[], column: Column): void {
  const measure: MeasureRun = (text, style) => {
    context.font = fontOf(style);
    return context.measureText(text).width;
  };
  const fit = (size: number) => ({ size, text: setText(paragraphs, column.width / size, measure) });
  const fits = SIZES.map(fit);
  const chosen = fits.find(({ size, text }) => text.height * size <= column.height) ?? fits.at(-1);
  if (chosen === undefined) return;
  context.save();
  context.translate(column.x, column.y);
  context.scale(chosen.size, chosen.size);
  drawRuns(context, chosen.text);
  context.restore();
}

function drawRuns(context: Context, { runs }: SetText): void {
  context.textBaseline = 'alphabetic';
  for (const { text, style, x, y } of runs) {
    context.font = fontOf(style);
    const left = style.swatch === undefined ? x : x + SWATCH.side + SWATCH.gap;
    if (style.swatch !== undefined) {
      context.fillStyle = style.swatch;
      context.beginPath();
      context.roundRect(x, y - SWATCH.side + 1, SWATCH.side, SWATCH.side, 2.5);
      context.fill();
      context.strokeStyle = cssColour(style.colour);
      context.globalAlpha = SWATCH_RIM;
      context.stroke();
      context.globalAlpha = 1;
    }
    if (style.underline !== undefined) {
      context.fillStyle = cssColour(style.underline);
      context.fillRect(left, y + UNDERLINE.below, context.measureText(text).width, UNDERLINE.width);
    }
    context.fillStyle = cssColour(style.colour);
    context.fillText(text, left, y - (style.raise ?? 0));
  }
}

/** Fills a rectangle. */
export function fillRect(context: Context, colour: Rgb, { x, y, width, height }: Column): void {
  context.fillStyle = cssColour(colour);
  context.fillRect(x, y, width, height);
}

function fontOf({ family, size, weight, isItalic = false }: Style): string {
  return `${isItalic ? 'italic ' : ''}${weight} ${size}px ${FAMILIES[family]}`;
}
