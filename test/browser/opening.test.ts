/** What somebody gets who types the address: a painted model that has run, and then quiet. */
import { expect, test } from 'vitest';
import { settle } from './support/drawing.ts';
import { describeServed } from './support/served.ts';

/** Of its 50 or so matrices and vectors of weights at least these are larger than a point in the first view. */
const WEIGHTS_IN_SIGHT = 30;

describeServed('opening', (site) => {
  test('the sorter is open, has run and is drawn', async () => {
    const { page } = site.shared;
    await settle(page);
    const opened = await page.evaluate(() => ({ state: window.cutaway.state, stats: window.cutaway.stats() }));
    expect(opened.state).toEqual({ version: 1, model: 'nano-sort', prompt: 'AACBAB' });
    expect(opened.stats.tiles).toBeGreaterThan(100);
    expect(await page.locator('.top-bar .model-name').textContent()).toMatch(/nano-sort\s*85,728 parameters/);
    expect(await page.locator('.prompt button.chips').textContent()).toMatch(/^A\s*A\s*C\s*B\s*A\s*B$/);
    expect(await page.locator('.prompt output').textContent()).toMatch(/^A\s*A\s*A\s*B\s*B\s*C$/);
    expect(await page.locator('.panel h1').textContent()).toMatch(/Walk through\s*a transformer\s*while it thinks\./);
  });

  test('the page is isolated', async () => {
    expect(await site.shared.page.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  test('the runtime is fetched once', async () => {
    const { page, requests } = site.shared;
    await page.evaluate(() => window.cutaway.run('CBACBA'));
    const binaries = requests.filter((request) => isRuntime(new URL(request.url())));
    expect(binaries.length).toBe(1);
  });

  test('a frame takes at most ten draw calls, in the whole view, at a matrix and while hovering', async () => {
    const { page } = site.shared;
    await page.evaluate(() => window.cutaway.look({ block: 'layers.0.attention.scores', cell: [1, 4, 2] }));
    await page.mouse.move(820, 380);
    await settle(page);
    await page.mouse.move(900, 420);
    await page.evaluate(() => window.cutaway.look({}));
    await settle(page);
    const drawn = await page.evaluate(() => window.drawn);
    expect(drawn.frames).toBeGreaterThan(3);
    expect(drawn.mostCalls).toBeLessThanOrEqual(10);
  });

  test('nothing is drawn while nothing changes', async () => {
    const { page } = site.shared;
    await settle(page);
    const before = await page.evaluate(() => window.drawn.frames);
    await page.waitForTimeout(3000);
    expect(await page.evaluate(() => window.drawn.frames)).toBe(before);
  });

  test('weights are painted while the runtime is still on its way, which is asked for only then', async () => {
    const asked = gate();
    const held = gate();
    const { page } = await site.open({
      ready: false,
      before: (page) =>
        page.context().route(isRuntime, async (route) => {
          asked.open();
          await held.passed;
          await route.continue();
        }),
    });
    await asked.passed;
    const tilesWhenAsked = await page.evaluate(() => window.cutaway.stats().tiles);
    await settle(page);
    expect(await page.evaluate(() => window.cutaway.stats().tiles)).toBeGreaterThan(WEIGHTS_IN_SIGHT);
    await expect(page.evaluate(() => window.cutaway.tensor('logits'))).rejects.toThrow('Nothing has been run yet');
    held.open();
    await page.evaluate(() => window.cutaway.ready);
    expect(await page.evaluate(() => window.cutaway.tensor('logits').shape)).toEqual([11, 3]);
    expect(tilesWhenAsked, 'tiles when the runtime was asked for').toBeGreaterThan(WEIGHTS_IN_SIGHT);
  });
});

/** What waits until it is opened. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

function isRuntime(url: URL): boolean {
  return url.pathname.endsWith('.wasm') && url.search === '';
}
