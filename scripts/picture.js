/** `npm run picture`: takes the README's picture, docs/cutaway.png, from the production build. */

import { chromiumFlags, needChromium } from './lib/chromium.js';
import { install, root } from './lib/install.js';

install();
const executablePath = needChromium();
const { chromium } = await import('playwright-core');
const { build, preview } = await import('vite');

/** The moment: queries, keys and scores in view, told of by the tour, and one of the scores under the pointer. */
const TOUR = 'how-a-transformer-sorts';
const PLACE = { chapter: 7, beat: 0 };
const VIEW = { block: 'layers.0.attention.query', cell: [0, 0, 13], yaw: -27, pitch: 12, zoom: 0.016 };
const CELL = { block: 'layers.0.attention.scores', cell: [0, 5, 1] };
const FILE = `${root}docs/cutaway.png`;
const WINDOW = { width: 1440, height: 900 };

const outDir = `${root}.cache/picture`;
await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
const browser = await chromium.launch({ executablePath, args: chromiumFlags });
const page = await browser.newPage({ viewport: WINDOW, colorScheme: 'light' });
try {
  await page.goto(`${server.resolvedUrls?.local[0]}?bench`);
  await page.waitForFunction(() => window.cutawayBench !== undefined);
  await page.evaluate(() => window.cutaway.ready);
  await page.evaluate(
    async ([tour, place, view]) => {
      await window.cutaway.tour(tour, place);
      await window.cutaway.restore({ ...window.cutaway.state, view });
    },
    /** @type {const} */ ([TOUR, PLACE, VIEW]),
  );
  await page.evaluate(() => window.cutawayBench?.settled());
  await pointAtCell();
  await page.waitForTimeout(1000);
  await page.evaluate(() => window.cutawayBench?.settled());
  await page.screenshot({ path: FILE });
} finally {
  await browser.close();
  await server.close();
}

/** Puts the pointer on the cell. @throws Error where it is out of sight */
async function pointAtCell() {
  const box = await page.evaluate((hit) => window.cutawayBench?.boxOf(hit), CELL);
  const canvas = await page.locator('canvas').boundingBox();
  if (box === undefined || canvas === null) throw new Error('The cell is out of sight: choose another VIEW.');
  await page.mouse.move(canvas.x + box.x + box.width / 2, canvas.y + box.y + box.height / 2);
}
