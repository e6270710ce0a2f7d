/** The real page in the real Chromium, as the tests open it. */
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../../scripts/lib/chromium.js';
import { hookWebGL } from './drawing.ts';

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium: run `npm test`, which finds or installs one.');
  return chromium.launch({ executablePath, args: chromiumFlags });
}

export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Everything that went wrong in the page so far: uncaught errors and console errors, refusals by the page's own policy among them. */
  readonly errors: string[];
  /** Every request so far, those of workers too. */
  readonly requests: readonly Request[];
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  readonly touch?: boolean;
  /** Waits until the first run is painted. True by default. */
  readonly ready?: boolean;
  /** Done to the page before it is opened. */
  readonly before?: (page: Page) => Promise<unknown>;
}

/** Opens the page at an address in a profile of its own. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<OpenedPage> {
  const { width = 1280, height = 800, theme = 'light', touch = false, ready = true, before } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    hasTouch: touch,
    reducedMotion: 'no-preference',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const requests: Request[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  context.on('request', (request) => requests.push(request));
  await page.addInitScript(hookWebGL);
  await before?.(page);
  await page.goto(url);
  await page.waitForFunction(() => 'cutaway' in window);
  if (ready) await page.evaluate(() => window.cutaway.ready);
  return { page, context, errors, requests };
}

/** Hosts other than the page's own that were asked for anything. */
export function foreignHosts({ page, requests }: OpenedPage): string[] {
  const own = new URL(page.url()).host;
  const hosts = requests.map((request) => new URL(request.url()).host).filter((host) => host !== '' && host !== own);
  return [...new Set(hosts)];
}
