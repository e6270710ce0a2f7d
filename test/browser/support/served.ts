/** One page for a group of tests, opened from the dev server and from the build. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { foreignHosts, launchChromium, type OpenedPage, openPage, type PageOptions } from './chromium.ts';

export type Served = 'dev' | 'built' | 'plain';

export interface Site {
  readonly url: string;
  readonly browser: Browser;
  /** The page that the tests of the group share. */
  readonly shared: OpenedPage;
  /** A page of the test's own, with a hash; closed after the group. */
  open(options?: PageOptions & { readonly hash?: string }): Promise<OpenedPage>;
}

interface GroupOptions extends PageOptions {
  /** How the page is served. In dev and built by default. */
  readonly served?: readonly Served[];
  /** Hosts that the tests open models from. */
  readonly hosts?: () => readonly string[];
}

/** A group of tests for each way the page is served. After each group the shared page must have had no errors and asked no other host. */
export function describeServed(title: string, tests: (site: Site) => void, options: GroupOptions = {}): void {
  const { served = ['dev', 'built'], hosts = () => [], ...shared } = options;
  describe.each(served)(`${title}, %s`, (how) => {
    const url = inject('pages')[how];
    let browser: Browser | undefined;
    let page: OpenedPage | undefined;
    beforeAll(async () => {
      browser = await launchChromium();
      page = await openPage(browser, url, shared);
    });
    afterAll(async () => {
      await browser?.close();
      expect(page?.errors, 'errors in the console').toEqual([]);
      expect(page && foreignHosts(page).filter((host) => !hosts().includes(host)), 'foreign hosts').toEqual([]);
    });
    tests({
      url,
      get browser() {
        return there(browser);
      },
      get shared() {
        return there(page);
      },
      open: ({ hash = '', ...own } = {}) => openPage(there(browser), url + hash, own),
    });
  });
}

/** What takes its time and is the same in dev: of the built page alone. */
export function describeBuilt(title: string, tests: (site: Site) => void, options: PageOptions = {}): void {
  describeServed(title, tests, { ...options, served: ['built'] });
}

function there<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('Only in a test: the page is opened before the first.');
  return thing;
}
