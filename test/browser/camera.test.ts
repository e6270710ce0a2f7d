/** The camera in the reader's hand: mouse and fingers. */
import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { settle } from './support/drawing.ts';
import { type Place, pointAt, pointAway, pointedAt } from './support/hand.ts';
import { describeBuilt } from './support/served.ts';

const view = (page: Page) => page.evaluate(() => window.cutaway.state.view);

/** The column of the matrix that lies under a place of the page. */
async function columnAt(page: Page, { x, y }: Place): Promise<number> {
  // A pointer that has not moved is not asked again.
  await page.mouse.move(x + 1, y);
  await page.mouse.move(x, y);
  const address = (await pointedAt(page)) ?? '';
  const column = /^layers\.1\.ffn\.up\.weight\[\d+, (\d+)\]$/.exec(address)?.[1];
  if (column === undefined) throw new Error(`The pointer is on ${address || 'nothing'}.`);
  return Number(column);
}

describeBuilt('the mouse', (site) => {
  test('drag turns the model', async () => {
    const { page } = site.shared;
    const { x, y } = await pointAt(page, 'layers.1.ffn.up.weight');
    const before = await view(page);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 20, { steps: 4 });
    await page.mouse.up();
    await settle(page);
    const after = await view(page);
    expect(Math.abs((after?.yaw ?? 0) - (before?.yaw ?? 0))).toBeGreaterThan(8);
    expect(Math.abs((after?.pitch ?? 0) - (before?.pitch ?? 0))).toBeGreaterThan(2);
    expect((await page.evaluate(() => window.cutaway.state)).pinned, 'a drag is no click').toBeUndefined();
  });

  test('the wheel zooms to the cursor: what it is on stays under it', async () => {
    const { page } = site.shared;
    const { x, y } = await pointAt(page, 'layers.1.ffn.up.weight');
    const place = { x: x + 90, y: y - 20 };
    const before = await columnAt(page, place);
    const width = before - (await columnAt(page, { x: place.x - 80, y: place.y }));
    expect(width).toBeGreaterThan(8);
    await page.mouse.move(place.x, place.y);
    for (let notch = 0; notch < 5; notch++) await page.mouse.wheel(0, -100);
    await settle(page);
    expect(Math.abs((await columnAt(page, place)) - before)).toBeLessThanOrEqual(1);
    const nearer = before - (await columnAt(page, { x: place.x - 80, y: place.y }));
    expect(nearer).toBeLessThan(width / 2);
    await page.mouse.move(place.x, place.y);
    for (let notch = 0; notch < 5; notch++) await page.mouse.wheel(0, 100);
    await settle(page);
    const again = before - (await columnAt(page, { x: place.x - 80, y: place.y }));
    expect(Math.abs(again - width)).toBeLessThanOrEqual(1);
  });

  test('the right button shifts', async () => {
    const { page } = site.shared;
    const { x, y } = await pointAt(page, 'layers.1.ffn.up', [3, 100]);
    expect(await pointedAt(page)).toBe('layers.1.ffn.up[3, 100]');
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(x + 80, y + 40, { steps: 4 });
    await page.mouse.up({ button: 'right' });
    await settle(page);
    await page.mouse.move(x + 81, y + 40);
    await page.mouse.move(x + 80, y + 40);
    expect(await pointedAt(page)).toBe('layers.1.ffn.up[3, 100]');
    await pointAway(page);
  });
});

/** Of what the sheet leaves free of a phone's canvas, CSS pixels from its top. */
const MIDDLE = 250;

interface Finger extends Place {
  readonly id: number;
}

const touch = (session: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Finger[]) =>
  session.send('Input.dispatchTouchEvent', { type, touchPoints });

describeBuilt(
  'fingers on a phone',
  (site) => {
    test('one finger turns, two zoom, a tap pins', async () => {
      const { page, context } = site.shared;
      const session = await context.newCDPSession(page);
      await page.evaluate(() => window.cutaway.look({ block: 'layers.1.ffn.up.weight' }));
      await settle(page);
      const canvas = await page.locator('main.view canvas').boundingBox();
      const at = { x: (canvas?.x ?? 0) + (canvas?.width ?? 0) / 2, y: (canvas?.y ?? 0) + MIDDLE };

      const before = await view(page);
      await touch(session, 'touchStart', [{ id: 1, ...at }]);
      for (const by of [15, 30, 45, 60]) await touch(session, 'touchMove', [{ id: 1, x: at.x + by, y: at.y }]);
      await touch(session, 'touchEnd', []);
      await settle(page);
      const turned = await view(page);
      expect(Math.abs((turned?.yaw ?? 0) - (before?.yaw ?? 0))).toBeGreaterThan(8);

      const spread = (by: number): Finger[] => [
        { id: 1, x: at.x - by, y: at.y },
        { id: 2, x: at.x + by, y: at.y },
      ];
      await touch(session, 'touchStart', spread(30));
      for (const by of [45, 60, 75, 90]) await touch(session, 'touchMove', spread(by));
      await touch(session, 'touchEnd', []);
      await settle(page);
      expect((await view(page))?.zoom ?? 0).toBeGreaterThan(2 * (turned?.zoom ?? 1));
      expect((await page.evaluate(() => window.cutaway.state)).pinned).toBeUndefined();

      await page.touchscreen.tap(at.x, at.y);
      expect((await page.evaluate(() => window.cutaway.state)).pinned?.block).toBe('layers.1.ffn.up.weight');
      await expect.poll(() => page.locator('.inspector').count()).toBe(1);
    });
  },
  { width: 390, height: 844, touch: true },
);
