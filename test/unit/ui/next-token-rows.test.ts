import { describe, expect, test } from 'vitest';
import { candidatesOf, type SamplingSettings } from '../../../src/inference/sampling.ts';
import { type Row, rowsOf } from '../../../src/ui/running/rows.ts';

/** Forty tokens, each half as likely as the one before; token 0 the likeliest. */
const logits = Float32Array.from({ length: 40 }, (_, id) => -id * Math.LN2);
const rows = (settings: Partial<SamplingSettings>, chosen?: number) =>
  rowsOf(candidatesOf(logits, { temperature: 1, ...settings }), chosen);
const idsOf = (all: readonly Row[]) => all.flatMap((row) => (row.kind === 'token' ? row.candidate.id : []));
const kindsOf = (all: readonly Row[]) => all.map(({ kind }) => kind);

describe('what may come next, as rows', () => {
  test('shows the likeliest, and the others together', () => {
    const all = rows({});
    expect(idsOf(all)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const more = all.at(-1);
    expect(more).toMatchObject({ kind: 'more', isCut: false, count: 30 });
    expect(more?.kind === 'more' && more.share).toBeCloseTo(2 ** -10, 6);
  });

  test('draws the line where the settings cut, with a few of what is cut beneath', () => {
    const all = rows({ topK: 4 });
    expect(kindsOf(all)).toEqual([...Array(4).fill('token'), 'cut', ...Array(3).fill('token'), 'more']);
    expect(all[4]).toEqual({ kind: 'cut', by: 'topK', kept: 4, all: 40 });
    expect(all.at(-1)).toMatchObject({ isCut: true, count: 33 });
    expect(rows({ topP: 0.9 }).find(({ kind }) => kind === 'cut')).toEqual({
      kind: 'cut',
      by: 'topP',
      kept: 4,
      all: 40,
    });
    expect(rows({ temperature: 0 })[1]).toEqual({ kind: 'cut', by: 'temperature', kept: 1, all: 40 });
  });

  test('draws it below all that can be drawn, also where those are too many to be shown', () => {
    const all = rows({ topK: 20 });
    expect(kindsOf(all).slice(9, 13)).toEqual(['token', 'more', 'cut', 'token']);
    expect(all[10]).toMatchObject({ isCut: false, count: 10 });
  });

  test('shows the chosen one in any case, once', () => {
    expect(idsOf(rows({}, 25))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 25]);
    expect(rows({}, 25).at(-1)).toMatchObject({ count: 29 });
    expect(idsOf(rows({}, 3))).toHaveLength(10);
    // Drawn with other settings: now it is cut.
    expect(idsOf(rows({ topK: 2 }, 30))).toEqual([0, 1, 2, 3, 4, 30]);
  });

  test('shows one that is left by itself', () => {
    expect(kindsOf(rows({ topK: 11 })).slice(0, 12)).toEqual([...Array(11).fill('token'), 'cut']);
  });
});
