/** `npm run picture`: takes the README's picture, docs/cutaway.png, from the production build. */

import { chromiumFlags, needChromium } from './lib/chromium.js';
import { install, root } from './lib/install.js';

install();
const executablePath = needChromium();
const { chromium } = await import('playwright-core');
const { build, preview } = await import('vite');

/** The moment: queries, keys and scores in view, the largest score of the last given letter's row under the pointer. */
const TOUR = 'how-a-transformer-sorts';
const PLACE = { chapter: 3, beat: 6 };
const CELL = 'layers.0.attention.scores[0, 5, 1]';
const FILE = `${root}docs/cutaway.png`;
const WINDOW = { width: 1440, height: 900 };
/** Where the cell stands in the window, CSS pixels. */
const POINTER = { x: 605, y: 629 };

const outDir = `${root}.cache/picture`;
await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
const browser = await chromium.launch({ executablePath, args: chromiumFlags });
const page = await browser.newPage({ viewport: WINDOW, colorScheme: 'light' });
try {
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await page.waitForFunction(() => 'cutaway' in window);
  await page.evaluate(() => window.cutaway.ready);
  await page.evaluate(([tour, place]) => window.cutaway.tour(tour, place), /** @type {const} */ ([TOUR, PLACE]));
  await settle();
  await pointAtCell();
  await settle();
  await page.screenshot({ path: FILE });
  console.log(`docs/cutaway.png: ${TOUR}, chapter ${PLACE.chapter}, beat ${PLACE.beat}, ${CELL}`);
} finally {
  await browser.close();
  await server.close();
}

/** Puts the pointer on the cell. @throws Error where the page says that something else is there */
async function pointAtCell() {
  await page.mouse.move(POINTER.x, POINTER.y);
  await page.locator('.tip').waitFor();
  const address = await page.locator('.tip .address').textContent();
  if (address !== CELL) throw new Error(`At (${POINTER.x}, ${POINTER.y}) is ${address}, not ${CELL}: move POINTER.`);
}

/** Waits until no frame has been drawn for half a second. */
async function settle() {
  for (let frames = -1, before = -2; frames !== before; ) {
    before = frames;
    await page.waitForTimeout(500);
    frames = await page.evaluate(() => window.cutaway.stats().frames);
  }
}
