/** The real page in the real Chromium, as the tests open it. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../../scripts/lib/chromium.js';

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium: run `npm test`, which finds or installs one.');
  return chromium.launch({ executablePath, args: chromiumFlags });
}

export interface OpenedPage {
  readonly page: Page;
  /** Everything that went wrong in the page so far: uncaught errors and console errors. */
  readonly errors: readonly string[];
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  readonly touch?: boolean;
}

/** Opens the page at an address and waits until it is ready. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.theme ?? 'light',
    hasTouch: options.touch ?? false,
    reducedMotion: 'no-preference',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  await page.waitForFunction(() => 'cutaway' in window);
  await page.evaluate(() => window.cutaway.ready);
  return { page, errors };
}
