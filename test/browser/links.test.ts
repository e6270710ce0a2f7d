/** Links: the address holds the moment, and gives it back to whoever opens it. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { SavedState } from '../../src/app/saved-state.ts';
import { settle } from './support/drawing.ts';
import { describeBuilt } from './support/served.ts';

const TOUR = 'how-a-transformer-sorts';

const stateOf = (page: Page) => page.evaluate(() => window.cutaway.state);
const hashOf = (page: Page) => page.evaluate(() => location.hash);
const noticeOf = async (page: Page) => {
  const notice = page.locator('.notice');
  return (await notice.count()) === 0 ? '' : ((await notice.textContent()) ?? '');
};

/** The hash after it has had time to follow. */
async function settledHash(page: Page): Promise<string> {
  await settle(page);
  await page.waitForTimeout(600);
  return hashOf(page);
}

/** The angles and the zoom of a link are rounded. */
function rounded(state: SavedState): SavedState {
  const { view, tour } = state;
  const to = (value: number, digits: number) => Number(value.toFixed(digits));
  return {
    ...state,
    ...(tour && { tour: { ...tour, time: to(tour.time ?? 0, 1) } }),
    ...(view && { view: { ...view, yaw: to(view.yaw, 1), pitch: to(view.pitch, 1), zoom: to(view.zoom, 2) } }),
  };
}

describeBuilt('links', (site) => {
  test('beside the story to another model’s lead there, and the page leads back to the moment that was left', async () => {
    const { page } = await site.open({
      hash: '#v=1&model=tales&tour=a-llama-step-by-step@meanings/which-but-not-where',
    });
    await page.evaluate(() => window.cutaway.run('Anna has a red ball'));
    const beat = () => page.locator('.beat.here').getAttribute('aria-label');
    const left = await beat();
    await page.locator('.beat.here .same-but a').click();
    const back = page.getByRole('link', { name: 'Back to A Llama, step by step' });
    await back.click();
    await expect.poll(async () => (await stateOf(page)).prompt).toBe('Anna has a red ball');
    await expect.poll(beat).toBe(left);
    expect(await back.count()).toBe(0);
    await page.context().close();
  });

  test('give back model, letters, selection, view and theme, also in another window', async () => {
    const { page } = site.shared;
    await page.evaluate(() => window.cutaway.run('CABCAB'));
    await page.evaluate(() => window.cutaway.inspect({ block: 'layers.1.ffn.up', cell: [3, 70] }));
    await page.evaluate(() => window.cutaway.look({ block: 'layers.1.ffn.up', cell: [3, 70] }));
    await page.keyboard.press('d');
    const hash = await settledHash(page);
    const state = await stateOf(page);
    expect(state).toMatchObject({
      version: 1,
      model: 'nano-sort',
      prompt: 'CABCAB',
      theme: 'dark',
      pinned: { block: 'layers.1.ffn.up', cell: [3, 70] },
      view: { block: 'layers.1.ffn.up', cell: [3, 70] },
    });
    for (const window of [{}, { width: 700, height: 900 }]) {
      const other = await site.open({ hash, ...window });
      expect(rounded(await stateOf(other.page))).toEqual(rounded(state));
      expect(await noticeOf(other.page)).toBe('');
      expect(other.errors).toEqual([]);
      await other.context.close();
    }
    await page.keyboard.press('d');
  });

  test('give back a moment of the tour', async () => {
    const { page } = site.shared;
    await page.evaluate(() => window.cutaway.restore({ version: 1, model: 'nano-sort', prompt: 'BCABCA' }));
    await page.evaluate((id) => window.cutaway.tour(id, { chapter: 5, beat: 4 }), TOUR);
    const hash = await settledHash(page);
    const state = await stateOf(page);
    expect(state.prompt).toBe('BCABCA');
    const other = await site.open({ hash });
    expect(rounded(await stateOf(other.page))).toEqual(rounded(state));
    expect(await other.page.locator('.story .kicker').textContent()).toMatch(/^Chapter 6 · beat 5 of/);
    await other.context.close();
  });

  test('restore takes what state gave', async () => {
    const { page } = site.shared;
    await page.evaluate(() => window.cutaway.look({ block: 'final_norm' }));
    await settle(page);
    const state = await stateOf(page);
    await page.evaluate(() => window.cutaway.restore({ version: 1, prompt: 'AAAAAA' }));
    expect((await stateOf(page)).prompt).toBe('AAAAAA');
    await page.evaluate((state) => window.cutaway.restore(state), state);
    await settle(page);
    expect(rounded(await stateOf(page))).toEqual(rounded(state));
  });

  test('back and forward go between chapters', async () => {
    const { page, context } = await site.open();
    const chapter = async () => (await page.locator('.story .kicker').textContent())?.split(' · ')[0];
    for (const chapter of [1, 2, 4]) {
      await page.evaluate(([id, chapter]) => window.cutaway.tour(id, { chapter }), [TOUR, chapter] as const);
      await settledHash(page);
    }
    await page.evaluate(() => history.back());
    await expect.poll(chapter).toBe('Chapter 3');
    await settledHash(page);
    await page.evaluate(() => history.back());
    await expect.poll(chapter).toBe('Chapter 2');
    await settledHash(page);
    await page.evaluate(() => history.forward());
    await expect.poll(chapter).toBe('Chapter 3');
    await settledHash(page);
    await page.evaluate(() => history.forward());
    await expect.poll(chapter).toBe('Chapter 5');
    await context.close();
  });

  test('with nonsense in it tells so, and the rest works', async () => {
    const hash = '#v=1&prompt=CABCAB&view=nowhere~1~2~3&pinned=a b&tour=none@3&scale=huge&colour=red';
    const { page, errors, context } = await site.open({ hash });
    const told = await noticeOf(page);
    for (const part of ['nowhere', 'pinned=a b', 'none', 'scale=huge', 'colour=red']) expect(told).toContain(part);
    expect(told).toMatch(/[.!?]$/);
    expect(await stateOf(page)).toMatchObject({ model: 'nano-sort', prompt: 'CABCAB' });
    expect((await page.evaluate(() => window.cutaway.generate({ count: 6 }))).text).toBe('AABBCC');
    expect(errors).toEqual([]);
    await context.close();
  });

  test.each([
    ['#hello', /link/],
    ['#v=1&model=gpt-9', /gpt-9/],
    ['#v=1&prompt=XYZXYZ', /XYZXYZ/],
    ['#v=1&prompt=AACBAB&pinned=layers.99.ffn.up:1.2', /layers\.99\.ffn\.up/],
    ['#v=1&prompt=AACBAB&pinned=layers.0.ffn.up:99.2', /layers\.0\.ffn\.up/],
    ['#v=1&tour=how-a-transformer-fails@3', /how-a-transformer-fails/],
  ])('put into the address of the open page with nonsense in it, too: %s', async (hash, told) => {
    const { page, errors } = site.shared;
    await page.keyboard.press('Escape');
    await page.evaluate((hash) => {
      location.hash = hash;
    }, hash);
    await expect.poll(() => noticeOf(page)).toMatch(told);
    expect(await noticeOf(page)).toMatch(/[.!?]$/);
    expect((await stateOf(page)).model).toBe('nano-sort');
    await page.evaluate(() => window.cutaway.run('CABCAB'));
    expect((await page.evaluate(() => window.cutaway.generate({ count: 6 }))).text).toBe('AABBCC');
    expect(errors).toEqual([]);
  });
});
