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

/** A kind of figure, or the bars that a temperature moves. */
type Sought = Figure['kind'] | 'temperature';

function isOf(sought: Sought, figure: Figure): boolean {
  return sought === 'temperature' ? figure.kind === 'bars' && figure.temperature : figure.kind === sought;
}

/** Where the first figure of a kind stands. */
export function placeOf(sought: Sought): BeatPlace {
  for (const [chapter, { beats }] of chapters.entries()) {
    const beat = beats.findIndex(({ text }) =>
      text.some((node) => node.kind === 'figure' && isOf(sought, node.figure)),
    );
    if (beat >= 0) return { chapter, beat };
  }
  throw new Error(`The tour has no figure of the kind ${sought}.`);
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
export async function goToFigure(page: Page, sought: Sought): Promise<Locator> {
  await goToRest(page, placeOf(sought));
  const figure = figureIn(page);
  await expect.poll(() => figure.getAttribute('class')).not.toContain('waiting');
  return figure;
}
