/** A moment on its way to others: as a link that opens elsewhere, inside another page, and to an audience. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { difference, picture, settle } from './support/drawing.ts';
import { middle, pointAway } from './support/hand.ts';
import { describeServed } from './support/served.ts';

const CONFIG = join(import.meta.dirname, '../../models/configs/gpt2.json');
const MOMENT = '#v=1&model=nano-sort&prompt=CBACBA&tour=how-a-transformer-sorts@20';

const timeOf = (page: Page | Frame) => page.evaluate(() => window.cutaway.state.tour?.time);
const openConfig = (page: Page, name: string) =>
  page.evaluate(([text, name]) => window.cutaway.open(new File([text], name)).then(() => undefined), [
    readFileSync(CONFIG, 'utf8'),
    name,
  ] as const);
const modelOf = (page: Page) => page.locator('.top-bar .model-name strong').textContent();

/** The address after it has had time to follow. */
async function settledAddress(page: Page): Promise<URL> {
  await settle(page);
  await page.waitForTimeout(600);
  return new URL(page.url());
}

/** A page of somebody else, taller than the window, with another page in it. */
async function serveAround(source: () => string): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<body style="height: 3000px"><iframe src="${source()}" width="640" height="400"></iframe></body>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describeServed(
  'a moment shared',
  (site) => {
    let around: Server;
    beforeAll(async () => {
      around = await serveAround(() => `${site.url}?embed${MOMENT.replaceAll('&', '&amp;')}`);
    });
    afterAll(() => around.close());

    test('keeps a camera that a hand has moved, to the pixel; in another window the same stands in its middle', async () => {
      const { page } = site.shared;
      const { x, y } = await middle(page);
      const drag = async (dx: number, dy: number, button: 'left' | 'right') => {
        await page.mouse.move(x, y);
        await page.mouse.down({ button });
        await page.mouse.move(x + dx, y + dy, { steps: 4 });
        await page.mouse.up({ button });
        await settle(page);
      };
      await drag(-120, 60, 'left');
      for (let notch = 0; notch < 5; notch++) await page.mouse.wheel(0, -100);
      await settle(page);
      await drag(130, -70, 'right');
      await pointAway(page);
      const { hash } = await settledAddress(page);
      const other = await site.open({ hash });
      await pointAway(other.page);
      expect(await difference(page, await picture(page), await picture(other.page))).toBeLessThan(0.005);
      await other.context.close();
      const phone = await site.open({ hash, width: 390, height: 844 });
      await settle(phone.page);
      expect((await settledAddress(phone.page)).hash).toBe(hash);
      await phone.context.close();
    });

    test('is gone back to and forward from, also with a model from files between', async () => {
      const { page } = await site.open({ hash: MOMENT });
      expect(await page.title()).toContain('How a transformer sorts · Cutaway');
      await openConfig(page, 'gpt2.json');
      await settledAddress(page);
      expect(await page.title()).toBe('gpt2.json · Cutaway');
      await page.goBack();
      await expect.poll(() => timeOf(page)).toBeCloseTo(20, 2);
      expect(await modelOf(page)).toBe('nano-sort');
      await settledAddress(page);
      await page.goForward();
      await expect.poll(() => modelOf(page)).toBe('gpt2.json');
      await page.reload();
      await page.evaluate(() => window.cutaway.ready);
      expect(await page.locator('.notice').textContent()).toContain('files on this machine');
    });

    test('before the tour, and from before a reload, is gone back to as what it was', async () => {
      const { page, context } = await site.open();
      const answers = () => page.locator('.prompt output .answered').count();
      await openConfig(page, 'one.json');
      await settledAddress(page);
      await page.evaluate(() => window.cutaway.open('nano-sort').then(() => undefined));
      await settledAddress(page);
      await page.evaluate(() => window.cutaway.tour('how-a-transformer-sorts', { chapter: 1 }));
      await settledAddress(page);
      expect(await page.locator('.opening').count()).toBe(0);
      expect(await answers()).toBe(0);
      await page.goBack();
      await expect.poll(() => page.locator('.opening').count()).toBe(1);
      await expect.poll(answers).toBe(6);

      await page.reload();
      await page.evaluate(() => window.cutaway.ready);
      await openConfig(page, 'two.json');
      await settledAddress(page);
      await page.goBack();
      await expect.poll(() => modelOf(page)).toBe('nano-sort');
      await settledAddress(page);
      await page.goBack();
      await expect
        .poll(() => page.locator('.notice').allTextContents())
        .toEqual([expect.stringContaining('files on this machine')]);
      expect(await modelOf(page)).toBe('nano-sort');
      await context.close();
    });

    test('stands in another page as scene and transport, and leaves keys, wheel and history to that page', async () => {
      const context = await site.browser.newContext({ viewport: { width: 900, height: 600 } });
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${(around.address() as AddressInfo).port}/`);
      const frame = page.frames()[1];
      if (frame === undefined) throw new Error('no frame');
      await frame.waitForFunction(() => 'cutaway' in window);
      await frame.evaluate(() => window.cutaway.ready);
      expect(await timeOf(frame)).toBeCloseTo(20, 2);
      expect(await frame.locator('.panel, .top-bar, .legend').count()).toBe(0);
      expect(await frame.locator('.transport .play').isVisible()).toBe(true);

      const scrolled = () => page.evaluate(() => scrollY);
      await frame.locator('canvas').click({ position: { x: 30, y: 200 } });
      await page.keyboard.press('Space');
      await expect.poll(scrolled).toBeGreaterThan(100);
      expect(await timeOf(frame)).toBeCloseTo(20, 2);
      await page.evaluate(() => scrollTo(0, 0));
      const zoom = await frame.evaluate(() => window.cutaway.state.view?.zoom);
      await page.mouse.move(300, 200);
      await page.mouse.wheel(0, 200);
      await expect.poll(scrolled).toBeGreaterThan(100);
      expect(await frame.evaluate(() => window.cutaway.state.view?.zoom)).toBe(zoom);
      await page.evaluate(() => scrollTo(0, 0));

      const entries = await page.evaluate(() => history.length);
      await frame.evaluate(() => window.cutaway.tour('how-a-transformer-sorts', { chapter: 2, beat: 1 }));
      await page.waitForTimeout(1500);
      expect(await page.evaluate(() => history.length)).toBe(entries);
      const opened = page.waitForEvent('popup');
      await frame.locator('.whole-page a').click();
      const whole = await opened;
      await whole.waitForFunction(() => 'cutaway' in window);
      await whole.evaluate(() => window.cutaway.ready);
      expect(await timeOf(whole)).toBe(await timeOf(frame));
      expect(await whole.locator('.panel').count()).toBe(1);
      await context.close();
    });

    test('is presented in large type, led by a remote control, and left with Esc', async () => {
      const { page, context, errors } = await site.open({ hash: `?present${MOMENT}` });
      const kicker = () => page.locator('.caption .kicker').textContent();
      const size = await page
        .locator('.caption p')
        .last()
        .evaluate((text) => getComputedStyle(text).fontSize);
      expect(Number.parseFloat(size)).toBeGreaterThanOrEqual(24);
      expect(await page.locator('.panel, .top-bar, .transport, .legend').count()).toBe(0);
      const before = await kicker();
      await page.keyboard.press('PageDown');
      await expect.poll(kicker).not.toBe(before);
      await page.keyboard.press('PageUp');
      await expect.poll(kicker).toBe(before);
      // However long the text, all of it is in view.
      await page.setViewportSize({ width: 1024, height: 420 });
      const hidden = () => page.locator('.caption').evaluate((caption) => caption.scrollHeight - caption.clientHeight);
      await expect.poll(hidden).toBe(0);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('.panel').count()).toBe(1);
      await page.keyboard.press('Shift+P');
      await expect.poll(() => page.locator('.caption').count()).toBe(1);
      expect(errors).toEqual([]);
      await context.close();
    });

    test('has the whole screen, or a sentence where the browser does not let it', async () => {
      const { page } = site.shared;
      await page.keyboard.press('Shift+F');
      await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
      await page.keyboard.press('Shift+F');
      await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
      await page.evaluate(() => Reflect.set(Element.prototype, 'requestFullscreen', undefined));
      await page.keyboard.press('Shift+F');
      await expect.poll(() => page.locator('.notice').textContent()).toMatch(/whole screen\.$/);
      await page.keyboard.press('Escape');
    });

    test('is copied as a link and as code', async () => {
      const { page, context } = site.shared;
      await page.evaluate(() => window.cutaway.tour('how-a-transformer-sorts', { time: 20 }));
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const copied = () => page.evaluate(() => navigator.clipboard.readText());
      await page.getByRole('button', { name: 'Share, save, present' }).click();
      await page.getByRole('button', { name: 'Copy the code' }).click();
      await expect
        .poll(copied)
        .toMatch(/^<iframe src="[^"]*\?embed#v=1&amp;[^"]*" title="[^"]*How a transformer sorts/);
      await page.keyboard.press('l');
      await expect.poll(copied).toMatch(/^http[^?]*#v=1&/);
    });

    test('is announced by a picture and words', async () => {
      const { page } = site.shared;
      const content = (name: string) => page.locator(`meta[property="og:${name}"]`).getAttribute('content');
      expect(await content('title')).toBe('Walk through a transformer while it thinks.');
      const image = await page.request.get(new URL((await content('image')) ?? '', site.url).href);
      expect([image.status(), image.headers()['content-type']]).toEqual([200, 'image/jpeg']);
      expect((await image.body()).length).toBeLessThan(300_000);
    });
  },
  { served: ['built'] },
);
