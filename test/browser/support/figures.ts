/** The figures of the tour: where they stand, and how to come to them. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { compileTour } from '../../../scripts/tours/compile.ts';
import type { Figure } from '../../../src/narrative/tour.ts';
import { goTo, TOUR } from './story.ts';

const FILE = `content/en/tours/${TOUR}.md`;
const { chapters } = compileTour(readFileSync(FILE, 'utf8'), FILE, TOUR);

export interface BeatPlace {
  readonly chapter: number;
  readonly beat: number;
}

/** Where the first figure of a kind stands. */
export function placeOf(kind: Figure['kind']): BeatPlace {
  for (const [chapter, { beats }] of chapters.entries()) {
    const beat = beats.findIndex(({ text }) =>
      text.some((node) => node.kind === 'figure' && node.figure.kind === kind),
    );
    if (beat >= 0) return { chapter, beat };
  }
  throw new Error(`The tour has no figure of the kind ${kind}.`);
}

/** Of the current beat. */
export function figureIn(page: Page): Locator {
  return page.locator('.story .beat.here .story-figure').last();
}

/** To where a beat has shown all that it has to show: just before the next one. */
export async function goToRest(page: Page, { chapter, beat }: BeatPlace): Promise<void> {
  const isLast = chapters[chapter]?.beats[beat + 1] === undefined;
  await (isLast ? goTo(page, chapter + 1, 0) : goTo(page, chapter, beat + 1));
  await page.evaluate(() => window.cutaway.seek((window.cutaway.state.tour?.time ?? 0) - 0.5));
}

/** To the first figure of a kind, with its numbers. */
export async function goToFigure(page: Page, kind: Figure['kind']): Promise<Locator> {
  await goToRest(page, placeOf(kind));
  const figure = figureIn(page);
  await expect.poll(() => figure.getAttribute('class')).not.toContain('waiting');
  return figure;
}
