/** What the tour says it measured over all inputs, measured anew. */
import { beforeAll, describe, expect, it } from 'vitest';
import { holds } from '../../../src/narrative/claim.ts';
import { countOfLetter, type ReadingMoment } from '../../../src/narrative/letters.ts';
import { measure } from '../../../src/narrative/quantity.ts';
import type { Measurement, TextNode } from '../../../src/narrative/tour.ts';
import { allInputs, loadSorter, readTour } from './nano-sort.ts';

type Measured = Extract<TextNode, { kind: 'measured' }>;

/** Every figure of the tour, wherever in a text it stands. */
function figures(nodes: readonly TextNode[]): Measured[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'measured') return [node];
    if (node.kind === 'card') return node.rows.flatMap((row) => figures(row.children));
    if (node.kind === 'choice') return figures([...node.holds, ...node.otherwise]);
    return 'children' in node ? figures(node.children) : [];
  });
}

/** What one run adds to a figure; undefined where the run is not asked. */
function contribution({ of, among }: Measurement, moment: ReadingMoment): number | undefined {
  if (among !== undefined && countOfLetter(among.letter, moment.source) !== among.count) return undefined;
  if (of.kind === 'mean') return measure(of.quantity, moment)?.value ?? Number.NaN;
  const held = holds(of.claim, moment);
  return held === undefined ? Number.NaN : Number(held);
}

/** As the text writes it: a percentage, or without a percent sign for how many inputs it holds. */
function written(text: string, taken: readonly number[]): string {
  const sum = taken.reduce((sum, value) => sum + value, 0);
  return text.endsWith('%') ? `${Math.round((100 * sum) / taken.length)} %` : String(sum);
}

const found = readTour().chapters.flatMap(({ beats }) => beats.flatMap(({ text }) => figures(text)));
const taken = found.map((): number[] => []);

beforeAll(async () => {
  const sorter = await loadSorter();
  for (const letters of allInputs()) {
    const source = await sorter.run(letters);
    found.forEach(({ measurement }, index) => {
      const value = contribution(measurement, {
        source,
        tokens: source.given + measurement.asked,
        answered: source.given,
      });
      if (value !== undefined) taken[index]?.push(value);
    });
  }
});

describe('what “How a transformer sorts” measured over all inputs', () => {
  it.each(found.map((figure, index) => [figure.text, index, figure] as const))('is %s (%i)', (text, index) => {
    const values = taken[index] ?? [];
    expect(values.length).toBeGreaterThan(0);
    expect(written(text, values)).toBe(text);
  });
});
