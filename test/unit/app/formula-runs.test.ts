import { expect, test } from 'vitest';
import { formulaRuns } from '../../../src/app/film/formula-runs.ts';
import type { Style } from '../../../src/scene/caption/typesetting.ts';

const STYLE: Style = { family: 'serif', size: 10, weight: 400, colour: [0, 0, 0] };

/** Raised runs in ⟨⟩, lowered ones in [], slanted ones in **. */
function shown(text: string): string {
  return formulaRuns(text, STYLE)
    .map(({ text, style: { raise = 0, isItalic } }) => {
      const slanted = isItalic ? `*${text}*` : text;
      return raise > 0 ? `⟨${slanted}⟩` : raise < 0 ? `[${slanted}]` : slanted;
    })
    .join('')
    .replaceAll('\u00a0', '~');
}

test.each([
  ['s = q · k / √d', '*s* = *q* · *k* / √*d*'],
  ['x_0 + Σ_(l=0)^2 (a_l + f_l)', '*x*[0] + Σ[*l*][=0]⟨2⟩ (*a*[*l*] + *f*[*l*])'],
  ['e^(score − m)', '*e*⟨score~−~⟩⟨*m*⟩'],
  ['tanh u', 'tanh *u*'],
])('%s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test('an index of a power is smaller still, and above the line', () => {
  const runs = formulaRuns('e^(s_j − m)', STYLE);
  const index = runs.find(({ text }) => text === 'j');
  const power = runs.find(({ text }) => text === 's');
  expect(index?.style.size).toBeLessThan(power?.style.size ?? 0);
  expect(index?.style.raise).toBeGreaterThan(0);
  expect(index?.style.raise).toBeLessThan(power?.style.raise ?? 0);
});
