import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { noteOf } from '../../../src/ui/note.tsx';
import { SMALL_DEEPSEEK, SMALL_GEMMA, SMALL_LLAMA, SORTER } from '../architecture/configs.ts';

const grouped = buildGraph({ ...SMALL_LLAMA, num_attention_heads: 4, num_key_value_heads: 2 });
const sorter = buildGraph(SORTER);

describe('the note of a cell', () => {
  it('names the two channels that turn together, and the angle in radians and degrees', () => {
    const first = noteOf(grouped, { block: 'layers.0.attention.query_rotated', cell: [0, 3, 0] });
    expect(first).toContain('Channels 0 and 3 ');
    // The first pair turns by one radian for each position.
    expect(first).toContain('position 3 × 1.00 = 3.00 rad (172°)');
    // Of either channel the same.
    expect(noteOf(grouped, { block: 'layers.0.attention.query_rotated', cell: [0, 3, 3] })).toBe(first);
  });

  it('says of a channel that stands still that it does, and which ones turn', () => {
    // Six channels of a query stand still, four turn.
    const latent = buildGraph(SMALL_DEEPSEEK);
    const note = (channel: number) =>
      noteOf(latent, { block: 'layers.0.attention.query_rotated', cell: [0, 3, channel] });
    expect(note(5)).toMatch(/^This channel is not turned: .* channels 6 to 9 /);
    expect(note(6)).toContain('Channels 6 and 7 turn together');
  });

  it('names the shared head of scores and of mixed values, and no head where none is shared', () => {
    const shared = 'Query head 3 reads key/value head 1, as query heads 2 to 3 do.';
    expect(noteOf(grouped, { block: 'layers.1.attention.scores', cell: [3, 2, 1] })).toBe(shared);
    const { headDimension } = grouped.dimensions;
    expect(noteOf(grouped, { block: 'layers.1.attention.mixed', cell: [2, 3 * headDimension + 1] })).toBe(shared);
    expect(noteOf(sorter, { block: 'layers.1.attention.scores', cell: [2, 2, 1] })).toBeUndefined();
  });

  it('says what a Llama leaves out', () => {
    expect(noteOf(grouped, { block: 'layers.0.ffn_norm', cell: [0, 0] })).toMatch(/no mean/);
    expect(noteOf(grouped, { block: 'embedding', cell: [0, 0] })).toMatch(/No position/);
    expect(noteOf(sorter, { block: 'embedding', cell: [0, 0] })).toBeUndefined();
  });

  it('says how Gemma stores its scales, and that it adds no position either', () => {
    const gemma = buildGraph(SMALL_GEMMA);
    expect(noteOf(gemma, { block: 'layers.0.ffn_norm', cell: [0, 0] })).toMatch(/differs from 1/);
    expect(noteOf(gemma, { block: 'embedding', cell: [0, 0] })).toMatch(/No position/);
  });
});
