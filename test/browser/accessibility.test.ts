/** What assistive technology finds, in every state of the page: checked by axe-core. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { goToFigure } from './support/figures.ts';
import { describeServed } from './support/served.ts';
import { goTo, goToFormula, TOUR } from './support/story.ts';

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** The rules that are broken, each with the elements that break it. Of all rules, or of some. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (runOnly) => {
    const { axe: checker } = window as unknown as { axe: typeof import('axe-core') };
    const { violations: broken } = await checker.run(runOnly === undefined ? {} : { runOnly });
    return broken.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }, rules);
}

/** Longer than any transition of the page: colours half way are nobody's. */
const SETTLED_MS = 400;

type States = Readonly<Record<string, (page: Page) => Promise<unknown>>>;

const pin = (page: Page) =>
  page.evaluate(() => window.cutaway.inspect({ block: 'layers.0.attention.scores', cell: [0, 5, 2] }).value);
const toggle = (key: string) => (page: Page) => page.keyboard.press(key);

/** One after another, each from the one before it. */
const STATES: States = {
  opening: async () => undefined,
  'a figure with a control': (page) => goToFigure(page, 'temperature'),
  story: goToFormula,
  'words lit in the story': async (page) => {
    await pin(page);
    await page.getByRole('button', { name: 'Story', exact: true }).click();
  },
  inspector: (page) => page.getByRole('button', { name: 'Inspect', exact: true }).click(),
  parts: async (page) => {
    await page.keyboard.press('/');
    await page.locator('.line').first().waitFor();
  },
  'the tour as text': async (page) => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await page.locator('.transcript h3').last().waitFor();
  },
  'view settings': async (page) => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('v');
    await page.locator('.view-settings select').first().waitFor();
  },
  saving: async (page) => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('s');
  },
  refusal: async (page) => {
    await page.keyboard.press('Escape');
    await page.evaluate(() =>
      window.cutaway.open(new File(['no'], 'model.safetensors')).catch((error: Error) => error.message),
    );
  },
  keys: toggle('?'),
  'the models list': async (page) => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('m');
    await page.locator('.card.models .figure').last().waitFor();
  },
  'models compared': async (page) => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page.locator('.comparison table').waitFor();
  },
  'a text gone on with to its end': async (page) => {
    await page.keyboard.press('Escape');
    await page.evaluate(() => window.cutaway.restore({ version: 1, model: 'tales', prompt: 'Anna has a red ball.' }));
    await page.evaluate(() => window.cutaway.generate({ count: 240, seed: 0 }));
    await page.keyboard.press('p');
    await page.locator('.going-on p', { hasText: '</s>' }).waitFor();
    await page.locator('.next-token tr').first().waitFor();
  },
};

/** On a phone. */
const PHONE_STATES: States = {
  opening: async () => undefined,
  menu: (page) => page.getByRole('button', { name: 'More' }).click(),
  story: async (page) => {
    await page.keyboard.press('Escape');
    await goToFormula(page);
  },
  'the sheet pulled up': (page) => page.locator('.sheet-handle').click(),
  inspector: pin,
};

async function breakNoRule(page: Page, states: States, rules?: string[]): Promise<void> {
  for (const [state, reach] of Object.entries(states)) {
    await reach(page);
    await page.waitForTimeout(SETTLED_MS);
    expect(await violations(page, rules), state).toEqual([]);
  }
}

describeServed(
  'the page for everyone',
  (site) => {
    it('breaks no rule in any state', async () => {
      await breakNoRule((await site.open()).page, STATES);
    });

    it('has contrast in the dark in any state', async () => {
      await breakNoRule((await site.open({ theme: 'dark' })).page, STATES, ['color-contrast']);
    });

    it('breaks no rule on a phone', async () => {
      const { page } = await site.open({ width: 390, height: 844, touch: true });
      await breakNoRule(page, PHONE_STATES);
    });

    it.each(['?embed', '?present'])('breaks no rule with %s', async (mode) => {
      const { page } = await site.open({ hash: `${mode}#v=1&model=nano-sort&tour=${TOUR}@3.2` });
      await breakNoRule(page, { shown: async () => undefined });
    });

    it('tells the whole tour as text, with the story’s numbers, and comes back to the page', async () => {
      const { page } = site.shared;
      const { chapter, beat } = await goToFormula(page);
      const here = page.locator('.story .beat.here');
      const told = await here.locator('.live').allTextContents();
      const formulas = await here.locator('math').count();
      expect(told.length).toBeGreaterThan(0);
      await page.evaluate(() => document.querySelector<HTMLElement>(':focus')?.blur());
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const text = page.getByRole('region', { name: 'The tour as text' });
      await text.waitFor();
      const chapters = (await page.evaluate(() => window.cutaway.tours()))[0]?.chapters ?? [];
      expect(await text.locator('h2').count()).toBe(chapters.length);
      expect(await text.locator('h3').count()).toBe(chapters.reduce((sum, { beats }) => sum + beats, 0));
      expect(await text.textContent()).not.toMatch(/not run yet|undefined|NaN|…/);
      // Figures show their numbers wherever the tour stands.
      expect(await text.locator('.story-figure table').count()).toBeGreaterThan(0);
      expect(await text.locator('.not-yet').count()).toBe(0);
      const same = text
        .locator('section')
        .filter({ has: page.locator('h2') })
        .nth(chapter)
        .locator('.beat')
        .nth(beat);
      expect(await same.locator('.live').allTextContents()).toEqual(told);
      expect(await same.locator('math').count()).toBe(formulas);
      // What lies below is out of reach, and its keys too.
      expect(await page.locator('.page').evaluate((element) => element.hasAttribute('inert'))).toBe(true);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Escape');
      await expect.poll(() => text.count()).toBe(0);
      expect(await page.locator('.story .kicker').textContent()).toContain(
        `Chapter ${chapter + 1} · beat ${beat + 1} `,
      );
    });

    it('gives the focus back to the menu that something was opened from, and closes the menu behind the reader', async () => {
      const { page } = site.shared;
      const share = page.getByRole('button', { name: 'Share, save, present' });
      const hasFocus = () => share.evaluate((element) => element === document.activeElement);
      const open = async () => {
        await share.focus();
        await page.keyboard.press('Enter');
        await page.locator('.menu').waitFor();
      };
      await open();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Escape');
      await expect.poll(hasFocus).toBe(true);
      for (const [entry, opened] of [
        ['Save', '.card.save'],
        ['Read', '.transcript'],
      ] as const) {
        await open();
        await page.locator('.menu button', { hasText: entry }).click();
        await page.locator(opened).waitFor();
        await expect.poll(hasFocus).toBe(false);
        await page.keyboard.press('Escape');
        await expect.poll(hasFocus, { message: entry }).toBe(true);
      }
      await open();
      await page.locator('.model-name').click();
      await expect.poll(() => page.locator('.menu').count()).toBe(0);
    });

    it('says what is pointed at, each beat, and the answer to other letters', async () => {
      const { page } = site.shared;
      const said = (what: RegExp | string) =>
        expect
          .poll(() => page.locator('[aria-live="polite"]').allTextContents())
          .toContainEqual(typeof what === 'string' ? expect.stringContaining(what) : expect.stringMatching(what));
      await goTo(page, 0, 0);
      const here = page.locator('.story .beat.here');
      const words = (await here.locator('p').first().textContent())?.slice(0, 20) ?? '';
      const titles = [await page.locator('.story h1').textContent(), await here.getAttribute('aria-label')];
      await said([...titles, words].join('. '));
      await page.evaluate(() => window.cutaway.inspect({ block: 'layers.0.attention.scores', cell: [0, 5, 2] }).value);
      await said(/^Attention scores, head 0.*: −?[\d.]+$/);
      await page.keyboard.press('Escape');
      await page.evaluate(() => window.cutaway.look({}));
      await page.keyboard.press('p');
      await page.keyboard.type('CCBBAA');
      await page.keyboard.press('Enter');
      await said(/^Answer: A A B B C C$/);
    });
  },
  { served: ['built'] },
);
