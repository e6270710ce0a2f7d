/** What may be missing or break around the page: a clear sentence, and the rest keeps working. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { difference, picture, settle } from './support/drawing.ts';
import { editPrompt, pointAway } from './support/hand.ts';
import { describeServed } from './support/served.ts';

const problem = async (page: Page) => (await page.locator('.prompt-problem').textContent()) ?? '';
const isRuntime = (url: URL) => url.pathname.endsWith('.wasm') && url.search === '';
const isWorker = (url: URL) => /\/worker(-[\w-]+\.js|\.ts)$/.test(url.pathname) && !url.searchParams.has('url');
const SENTENCE = /[A-Z].{20,}[.!?]/;

/** Keeps hold of the page's workers, to end one as a browser short of memory does. */
function keepWorkers(): void {
  const workers: Worker[] = [];
  Object.assign(window, { workers });
  window.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      workers.push(this);
    }
  };
}

describeServed(
  'surroundings',
  (site) => {
    test('a lost context comes back with the same picture', async () => {
      const { page } = site.shared;
      await pointAway(page);
      const before = await picture(page);
      await page.evaluate(async () => {
        const canvas = document.querySelector<HTMLCanvasElement>('main.view canvas');
        const extension = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
        const next = (event: string) =>
          new Promise((resolve) => canvas?.addEventListener(event, resolve, { once: true }));
        const lost = next('webglcontextlost');
        extension?.loseContext();
        await lost;
        window.cutaway.look({ block: 'layers.0.ffn.up' });
        await new Promise((resolve) => setTimeout(resolve, 300));
        window.cutaway.look({});
        const restored = next('webglcontextrestored');
        extension?.restoreContext();
        await restored;
      });
      expect(await difference(page, before, await picture(page))).toBe(0);
    });

    test('without WebGL 2 the page says so, and tells the story all the same', async () => {
      const { page, context } = await site.open({
        ready: false,
        before: (page) =>
          page.addInitScript(() => {
            const original = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = new Proxy(original, {
              apply: (target, canvas, [kind, ...rest]) =>
                kind === 'webgl2' ? null : Reflect.apply(target, canvas, [kind, ...rest]),
            });
          }),
      });
      await expect.poll(() => page.locator('.no-webgl').count()).toBe(1);
      expect(await page.locator('.no-webgl').textContent()).toMatch(/WebGL 2.*switched off or missing/);
      await expect.poll(() => page.locator('.opening .button.large').count(), { timeout: 10_000 }).toBe(1);
      await page.keyboard.press(' ');
      await expect.poll(() => page.locator('.story .beat.here').textContent()).toContain('Here are six letters');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.locator('.story .live').first().textContent()).toMatch(/[01]\.\d+/);
      expect((await page.evaluate(() => window.cutaway.generate({ count: 6 }))).text).toBe('AAABBC');
      await context.close();
    });

    test('without the runtime weights stay painted, and the next run tries again', async () => {
      const { page, context } = await site.open({
        before: (page) => page.context().route(isRuntime, (route) => route.fulfill({ status: 404 })),
      });
      expect(await problem(page)).toMatch(/runtime could not be fetched.*404/);
      expect(await page.locator('.progress').count(), 'nothing is on its way').toBe(0);
      await settle(page);
      expect(await page.evaluate(() => window.cutaway.stats().tiles)).toBeGreaterThan(30);
      await context.unroute(isRuntime);
      await page.evaluate(() => window.cutaway.run('CBACBA'));
      await expect.poll(() => problem(page)).toBe('');
      expect((await page.evaluate(() => window.cutaway.generate({ count: 6 }))).text).toBe('AABBCC');
      await context.close();
    });

    test('without its worker the page says so, and the next run tries again', async () => {
      const { page, context } = await site.open({
        before: (page) => page.context().route(isWorker, (route) => route.fulfill({ status: 404 })),
      });
      expect(await problem(page)).toMatch(SENTENCE);
      expect(await problem(page)).toMatch(/worker/i);
      await context.unroute(isWorker);
      await page.evaluate(() => window.cutaway.run('CBACBA'));
      expect((await page.evaluate(() => window.cutaway.generate({ count: 6 }))).text).toBe('AABBCC');
      await context.close();
    });

    test('a worker that dies in the middle of a run is told of, and the next run has another', async () => {
      const { page, context } = await site.open({ before: (page) => page.addInitScript(keepWorkers) });
      await editPrompt(page);
      await page.evaluate(() => {
        const input = document.querySelector<HTMLInputElement>('.prompt input');
        if (input === null) throw new Error('no field');
        input.value = 'CBACBA';
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        const workers: Worker[] = Reflect.get(window, 'workers');
        for (const worker of workers) worker.terminate();
      });
      await expect.poll(() => problem(page), { timeout: 10_000 }).toMatch(/worker.*stopped/i);
      await page.locator('.prompt input').focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.evaluate(() => window.cutaway.state.prompt), { timeout: 10_000 }).toBe('CBACBA');
      expect(await problem(page)).toBe('');
      expect((await page.locator('.prompt output').textContent())?.replace(/\s/g, '')).toBe('AABBCC');
      await context.close();
    });

    test('a worker that died between two runs is replaced without a word', async () => {
      const { page, context } = await site.open({ before: (page) => page.addInitScript(keepWorkers) });
      await page.evaluate(async () => {
        const workers: Worker[] = Reflect.get(window, 'workers');
        for (const worker of workers) worker.terminate();
        await new Promise((resolve) => setTimeout(resolve, 500));
      });
      await page.evaluate(() => window.cutaway.run('CCBBAA'));
      expect((await page.evaluate(() => window.cutaway.generate({ count: 6 }))).text).toBe('AABBCC');
      await context.close();
    });
  },
  { served: ['built'] },
);
