/** What the page draws: counted where it calls WebGL, and as pixels. */
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** Counted by `hookWebGL`: frames with at least one draw call, and the draw calls of the largest of them. */
    drawn: { frames: number; mostCalls: number };
  }
}

/** Runs in the page before its own scripts: counts frames and draw calls, whatever the page itself says of them. */
export function hookWebGL(): void {
  window.drawn = { frames: 0, mostCalls: 0 };
  let calls = 0;
  const count = () => {
    if (calls === 0) {
      queueMicrotask(() => {
        window.drawn.frames += 1;
        window.drawn.mostCalls = Math.max(window.drawn.mostCalls, calls);
        calls = 0;
      });
    }
    calls += 1;
  };
  const names = [
    'drawArrays',
    'drawElements',
    'drawArraysInstanced',
    'drawElementsInstanced',
    'drawRangeElements',
  ] as const;
  for (const name of names) {
    const counted = new Proxy(WebGL2RenderingContext.prototype[name], {
      apply(draw, context, values) {
        count();
        return Reflect.apply(draw, context, values);
      },
    });
    Object.defineProperty(WebGL2RenderingContext.prototype, name, { value: counted });
  }
}

/** Waits until nothing has been drawn for a while, in time and in frames: flights have landed, tiles have faded in. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const QUIET_MS = 300;
    const QUIET_FRAMES = 8;
    let drawn = -1;
    let since = 0;
    let frames = 0;
    while (frames < QUIET_FRAMES || performance.now() - since < QUIET_MS) {
      frames += 1;
      if (window.drawn.frames !== drawn) {
        drawn = window.drawn.frames;
        since = performance.now();
        frames = 0;
      }
      await new Promise(requestAnimationFrame);
    }
  });
}

/** The canvas without what lies over it, once it has settled. PNG. */
export async function picture(page: Page): Promise<Buffer> {
  await settle(page);
  return canvasPicture(page);
}

/** The canvas without what lies over it, as it is now. PNG. */
export async function canvasPicture(page: Page): Promise<Buffer> {
  const clip = await page.locator('main.view canvas').boundingBox();
  if (clip === null) throw new Error('The page has no canvas.');
  const style = 'body * { visibility: hidden } main.view canvas { visibility: visible }';
  return page.screenshot({ clip, style, animations: 'disabled' });
}

/** Width and height of a PNG, pixels. */
export function sizeOf(png: Buffer): readonly [width: number, height: number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** The share of pixels in which two pictures differ visibly, by more than 8 of 255 in a channel. */
export async function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  if (one.equals(other)) return 0;
  if (sizeOf(one).join() !== sizeOf(other).join()) return 1;
  return (await compare(page, one, other)).visible;
}

/** How far the channels of two pictures are apart in the mean, of 255; the other is drawn at the size of the one. */
export async function meanDifference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return (await compare(page, one, other)).mean;
}

function compare(page: Page, one: Buffer, other: Buffer): Promise<{ visible: number; mean: number }> {
  const [width, height] = sizeOf(one);
  const addresses = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  return page.evaluate(
    async ({ addresses, width, height }) => {
      const VISIBLE = 8;
      const pixels = addresses.map(async (address) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        const context = new OffscreenCanvas(width, height).getContext('2d');
        if (context === null) throw new Error('no 2D canvas');
        context.imageSmoothingQuality = 'high';
        context.drawImage(image, 0, 0, width, height);
        return context.getImageData(0, 0, width, height).data;
      });
      const [a = new Uint8ClampedArray(), b = new Uint8ClampedArray()] = await Promise.all(pixels);
      let [visible, sum] = [0, 0];
      for (let at = 0; at < a.length; at += 4) {
        const distance = (channel: number) => Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0));
        const distances = [distance(0), distance(1), distance(2)];
        if (Math.max(...distances) > VISIBLE) visible += 1;
        sum += distances.reduce((total, each) => total + each, 0);
      }
      return { visible: visible / (a.length / 4), mean: sum / (3 * (a.length / 4)) };
    },
    { addresses, width, height },
  );
}
