/** The tour as it stands in the page’s story. */
import type { Page } from 'playwright-core';

export const TOUR = 'how-a-transformer-sorts';

export interface FormulaBeat {
  readonly chapter: number;
  readonly beat: number;
  /** What the first of its symbols that mean a block means. */
  readonly block: string;
}

/** To the start of a beat, both counted from 0, the beat within its chapter. */
export async function goTo(page: Page, chapter: number, beat: number): Promise<void> {
  await page.evaluate(([id, at]) => window.cutaway.tour(id, at), [TOUR, { chapter, beat }] as const);
}

/** To the first beat on whose formula card symbols mean blocks and numbers stand. */
export async function goToFormula(page: Page): Promise<FormulaBeat> {
  const chapters = (await page.evaluate(() => window.cutaway.tours()))[0]?.chapters ?? [];
  const card = page.locator('.beat.here .formula-card:has(.live)');
  const symbol = card.locator('.symbol').first();
  for (const [chapter, { beats }] of chapters.entries()) {
    for (let beat = 0; beat < beats; beat++) {
      await goTo(page, chapter, beat);
      await page.locator('.beat.here').waitFor();
      if ((await symbol.count()) > 0) return { chapter, beat, block: (await symbol.getAttribute('data-block')) ?? '' };
    }
  }
  throw new Error('The tour has no formula with numbers and a symbol that means a block.');
}
