import { describe, expect, it } from 'vitest';
import type { Token } from '../../../src/app/app.ts';
import { newPositions, streamOutlines } from '../../../src/app/positions.ts';
import { readModel, TALES } from '../inference/models.ts';

const run = (tokens: number, reusedTokens: number) => ({
  tokens: Array.from({ length: tokens }, (_, id): Token => ({ id, word: String(id), origin: 'given' })),
  answers: [],
  trace: new Map(),
  reusedTokens,
});

describe('the positions that are new', () => {
  it('are those behind what was kept of the run before', () => {
    expect(newPositions(run(9, 7))).toEqual({ from: 7, to: 8 });
    expect(newPositions(run(9, 0))).toBeUndefined();
    expect(newPositions(undefined)).toBeUndefined();
  });

  it('are outlined in the tokens and in the stream after each part', async () => {
    const { graph } = await readModel(TALES);
    const outlines = streamOutlines(graph, { from: 7, to: 8 });
    expect(outlines.map(({ range }) => range.block).slice(0, 3)).toEqual([
      'tokens',
      'embedding',
      'layers.0.attention_residual',
    ]);
    expect(outlines).toHaveLength(2 + 2 * 6);
    expect(outlines[1]?.range).toEqual({ block: 'embedding', from: [7, 0], to: [8, 95] });
  });
});
