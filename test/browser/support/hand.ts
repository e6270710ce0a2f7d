/** The reader's hand: where things are on the page, and what it says of them. */
import type { Page } from 'playwright-core';
import { settle } from './drawing.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The middle of the part of the canvas that nothing covers in a large window: what is looked at stands there. */
export async function middle(page: Page): Promise<Place> {
  const [BAR, LEGEND] = [56, 92];
  const box = await page.locator('main.view canvas').boundingBox();
  if (box === null) throw new Error('The page has no canvas.');
  return { x: box.x + box.width / 2, y: box.y + (BAR + box.height - LEGEND) / 2 };
}

/** Flies to a block or a cell, waits until it stands still, and points at it. */
export async function pointAt(page: Page, block: string, cell?: readonly number[]): Promise<Place> {
  await page.evaluate((at) => window.cutaway.look(at), { block, ...(cell && { cell }) });
  await settle(page);
  const place = await middle(page);
  // Pointers that do not move are not asked again.
  await page.mouse.move(place.x + 1, place.y);
  await page.mouse.move(place.x, place.y);
  return place;
}

/** What the pointer is on, as the tip writes it: `layers.0.ffn.up[3, 7]`, or the block alone; undefined where it is on nothing. */
export async function pointedAt(page: Page): Promise<string | undefined> {
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const address = page.locator('.tip .address');
  return (await address.count()) === 0 ? undefined : ((await address.textContent()) ?? undefined);
}

/** Takes the pointer off the drawing. */
export async function pointAway(page: Page): Promise<void> {
  await page.mouse.move(10, 400);
}

/** Goes to the letters with the key, and waits for the caret. */
export async function editPrompt(page: Page): Promise<void> {
  await page.keyboard.press('p');
  await page.waitForFunction(() => document.activeElement?.matches('.prompt input') === true);
}
