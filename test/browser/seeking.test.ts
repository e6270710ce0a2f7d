/** A time of the tour is one picture: played up to or sought straight, on a clock that only the test moves. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { randomNumbers } from '../unit/narrative/random.ts';
import { canvasPicture, difference } from './support/drawing.ts';
import { describeServed } from './support/served.ts';

const TOUR = 'how-a-transformer-sorts';
const PAIRS = 20;
/** Of the virtual clock between two frames of play, milliseconds. The tour takes no longer ones at once. */
const FRAME_MS = 400;
const PAUSED_AHEAD_MS = 2000;
/** Frames without a drawing after which nothing more comes. */
const QUIET_FRAMES = 3;

/** Frames on the virtual clock until nothing is drawn any more. */
async function settleOnClock(page: Page): Promise<void> {
  let drawn = -1;
  for (let quiet = 0; quiet < QUIET_FRAMES; quiet += 1) {
    await page.clock.fastForward(FRAME_MS);
    const now = await page.evaluate(() => window.drawn.frames);
    if (now !== drawn) quiet = 0;
    drawn = now;
  }
}

async function pictureAt(page: Page): Promise<Buffer> {
  await settleOnClock(page);
  return canvasPicture(page);
}

const seek = (page: Page, time: number) => page.evaluate((time) => window.cutaway.seek(time), time);
const timeOf = (page: Page) => page.evaluate(() => window.cutaway.state.tour?.time ?? Number.NaN);

describeServed(
  'playing and seeking',
  (site) => {
    test('show the same pixels at the same time, for 20 random pairs of times', async () => {
      const { page } = site.shared;
      await page.evaluate((id) => window.cutaway.tour(id, { chapter: 1 }), TOUR);
      // Far enough ahead that it has not come before the clock hears of it.
      await page.clock.pauseAt((await page.evaluate(() => Date.now())) + PAUSED_AHEAD_MS);
      await page.evaluate(() => window.cutaway.seek(1e6));
      const duration = await timeOf(page);
      const random = randomNumbers(23);
      let previous = await pictureAt(page);
      let changes = 0;
      for (let pair = 0; pair < PAIRS; pair += 1) {
        const [from = 0, elsewhere = 0] = [random() * (duration - 8), random() * duration];
        await seek(page, from);
        await page.evaluate(() => window.cutaway.play());
        const frames = 2 + Math.floor(random() * 12);
        for (let frame = 0; frame < frames; frame += 1) await page.clock.fastForward(FRAME_MS);
        await page.evaluate(() => window.cutaway.pause());
        const time = await timeOf(page);
        // The first frame only tells what time it is.
        expect(time).toBeCloseTo(from + ((frames - 1) * FRAME_MS) / 1000, 2);
        const played = await pictureAt(page);
        await seek(page, elsewhere);
        await page.clock.fastForward(FRAME_MS);
        await seek(page, time);
        const sought = await pictureAt(page);
        expect(await difference(page, played, sought), `played from ${from} to ${time}, sought from ${elsewhere}`).toBe(
          0,
        );
        if (!played.equals(previous)) changes += 1;
        previous = played;
      }
      // Pictures that never change would be equal too.
      expect(changes).toBeGreaterThan(PAIRS / 2);
    });
  },
  {
    served: ['built'],
    width: 760,
    height: 480,
    before: (page) => page.clock.install(),
  },
);
