/** A picture of the model that is larger than a screen: drawn part by part, and put together. */
import { pixelsOf } from './draw/drawing.ts';
import type { Eye } from './eye.ts';
import type { Insets } from './picture.ts';
import type { Plate } from './plate.ts';

/** Device pixels along a side of a part: its four samples for each pixel take 128 MB of the GPU's memory. */
const PART = 2048;

/** CSS pixels of the canvas that a reader sees something of: on a phone the text lies over the rest. */
export function seenSize<Size extends { readonly height: number }>(
  canvas: Size,
  { bottom, bottomReach }: Insets,
): Size {
  return { ...canvas, height: bottomReach === undefined ? Math.max(1, canvas.height - bottom) : canvas.height };
}

/** The GPU has lost what was to be drawn: what is on the canvas now is nothing. */
export class DrawingLostError extends Error {
  override readonly name = 'DrawingLostError';
}

/** Who waits for a picture. */
export interface Waiting {
  readonly signal: AbortSignal;
  /** Takes how much of it is drawn, 0 … 1. */
  readonly tell: (fraction: number) => void;
}

/**
 * What a plate shows to an eye, once all of its tiles are there, at the eye's own number of pixels. The page goes on between parts.
 * @throws {RangeError} where that is more than the GPU, or the browser's canvas, can hold
 * @throws {DrawingLostError} the signal's reason once that is aborted
 */
export async function print(plate: Plate, eye: Eye, { signal, tell }: Waiting): Promise<OffscreenCanvas> {
  const { width, height } = pixelsOf(seenSize(eye, plate.shown.insets));
  const whole = pixelsOf(eye);
  const most = plate.mostPixels;
  if (Math.max(whole.width, whole.height) > most)
    throw new RangeError(`${width} × ${height} pixels, of ${most} at most`);
  await compose(plate, eye, signal);
  const paper = new OffscreenCanvas(width, height);
  const context = paper.getContext('2d', { alpha: false });
  if (context === null) throw new RangeError(`${width} × ${height} pixels are more than a canvas holds`);
  for (let y = 0; y < height; y += PART) {
    for (let x = 0; x < width; x += PART) {
      const part = { x, y, width: Math.min(PART, width - x), height: Math.min(PART, height - y) };
      plate.render(part);
      // In the same task: what is on a canvas of WebGL is gone after it.
      context.drawImage(plate.canvas, x, y);
      checkGoingOn(plate, signal);
      tell((y + ((x + part.width) / width) * part.height) / height);
      await nextTask();
    }
  }
  return paper;
}

/** What can be composed until it is whole. */
type Composed = Pick<Plate, 'compose' | 'unfinished' | 'isLost'>;

/**
 * Composes until everything that the eye can see is there. Waits in between, so that the page goes on.
 * @throws {DrawingLostError} the signal's reason once that is aborted
 */
export async function compose(plate: Composed, eye: Eye, signal: AbortSignal): Promise<void> {
  for (;;) {
    checkGoingOn(plate, signal);
    plate.compose(eye);
    if (!plate.unfinished) return;
    await nextTask();
  }
}

function checkGoingOn(plate: Composed, signal: AbortSignal): void {
  signal.throwIfAborted();
  if (plate.isLost) throw new DrawingLostError();
}

/** After what the page has to do meanwhile. Unlike timers it is as soon in a page that nobody looks at. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
