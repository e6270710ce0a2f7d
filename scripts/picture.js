/** `npm run picture`: takes the README's picture, and the one that previews of links show, from the production build. */

import { chromiumFlags, needChromium } from './lib/chromium.js';
import { install, root } from './lib/install.js';
import { PREVIEW } from './lib/preview-picture.js';

install();
const executablePath = needChromium();
const { chromium } = await import('playwright-core');
const { build, preview } = await import('vite');

/** The README's moment: queries, keys and scores in view, told of by the tour, and one of the scores under the pointer. */
const TOUR = 'how-a-transformer-sorts';
const PLACE = { chapter: 7, beat: 0 };
const VIEW = { block: 'layers.0.attention.query', cell: [0, 0, 13], yaw: -27, pitch: 12, zoom: 0.016 };
const CELL = { block: 'layers.0.attention.scores', cell: [0, 5, 1] };
const WINDOW = { width: 1440, height: 900 };

/** The preview's: shares and scores of three heads, large enough to be seen in a small picture. */
const PREVIEW_VIEW = 'layers.0.attention.weights~-30~12~0.3~22,-4,0';
const PREVIEW_QUALITY = 86;

const outDir = `${root}.cache/picture`;
await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
const browser = await chromium.launch({ executablePath, args: chromiumFlags });
try {
  await takeReadme();
  await takePreview();
} finally {
  await browser.close();
  await server.close();
}

async function takeReadme() {
  const page = await open('?bench', { viewport: WINDOW, colorScheme: 'light' });
  await page.evaluate(
    async ([tour, place, view]) => {
      await window.cutaway.tour(tour, place);
      await window.cutaway.restore({ ...window.cutaway.state, view });
    },
    /** @type {const} */ ([TOUR, PLACE, VIEW]),
  );
  await settled(page);
  await pointAtCell(page);
  await page.waitForTimeout(1000);
  await settled(page);
  await page.screenshot({ path: `${root}docs/cutaway.png` });
}

async function takePreview() {
  const { file, width, height } = PREVIEW;
  const hash = `#v=1&model=nano-sort&prompt=CABBAC&view=${PREVIEW_VIEW}`;
  const page = await open(`?bench&embed${hash}`, { viewport: { width, height }, colorScheme: 'dark' });
  await settled(page);
  await page.screenshot({ path: `${root}public/${file}`, type: 'jpeg', quality: PREVIEW_QUALITY });
}

/** @param {string} address @param {import('playwright-core').BrowserContextOptions} options */
async function open(address, options) {
  const page = await browser.newPage(options);
  await page.goto(`${server.resolvedUrls?.local[0]}${address}`);
  await page.waitForFunction(() => window.cutawayBench !== undefined);
  await page.evaluate(() => window.cutaway.ready);
  return page;
}

/** @param {import('playwright-core').Page} page */
async function settled(page) {
  await page.evaluate(() => window.cutawayBench?.settled());
}

/** Puts the pointer on the cell. @param {import('playwright-core').Page} page @throws Error where it is out of sight */
async function pointAtCell(page) {
  const box = await page.evaluate((hit) => window.cutawayBench?.boxOf(hit), CELL);
  const canvas = await page.locator('canvas').boundingBox();
  if (box === undefined || canvas === null) throw new Error('The cell is out of sight: choose another VIEW.');
  await page.mouse.move(canvas.x + box.x + box.width / 2, canvas.y + box.y + box.height / 2);
}
