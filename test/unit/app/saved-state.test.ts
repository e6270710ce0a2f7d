import { describe, expect, it } from 'vitest';
import { fromHash, readState, type SavedState, STATE_VERSION, toHash } from '../../../src/app/saved-state.ts';

const FULL: SavedState = {
  version: STATE_VERSION,
  model: 'nano-sort',
  sizes: { layers: 12, width: 768 },
  prompt: 'AACBAB',
  generated: [12, 0, 907],
  sampling: { temperature: 0.8, topK: 40, topP: 0.95, seed: 7 },
  from: 3,
  tour: { id: 'how-a-transformer-sorts', at: { chapter: 'attention', beat: 'a-row-of-scores', seconds: 3.275 } },
  view: {
    block: 'layers.0.attention.scores',
    cell: [2, 10, 2],
    yaw: -27,
    pitch: 12.5,
    zoom: 1.25,
    offset: [0, -3.5, 20],
  },
  pinned: { block: 'layers.0.attention.scores', cell: [2, 10, 2] },
  tab: 'run',
  scale: 'symlog',
  theme: 'dark',
};

describe('a saved state', () => {
  it('comes back from a link as it was', () => {
    expect(fromHash(toHash(FULL))).toEqual({ state: FULL, problems: [] });
  });

  it('leaves out what it does not have', () => {
    expect(toHash({ version: STATE_VERSION, model: 'nano-sort' })).toBe('#v=1&model=nano-sort');
  });

  it('names a beat so that a person can read it', () => {
    const at = { chapter: 'größe', beat: 'one-2', seconds: 0 };
    const state: SavedState = { version: STATE_VERSION, tour: { id: 'sorts', at, time: 81.5 } };
    expect(decodeURIComponent(toHash(state))).toBe('#v=1&tour=sorts@größe/one-2');
    expect(fromHash(toHash(state)).state?.tour).toEqual({ id: 'sorts', at });
  });

  it('reads the links of before: a time in the tour, a view without an offset', () => {
    const { state, problems } = fromHash('#v=1&tour=sorts@278.25&view=logits~-27~12~0.5');
    expect(state).toEqual({
      version: STATE_VERSION,
      tour: { id: 'sorts', time: 278.25 },
      view: { block: 'logits', yaw: -27, pitch: 12, zoom: 0.5 },
    });
    expect(problems).toEqual([]);
  });

  it.each(['layers.3', 'gpt3-175b', 'llama-3.2-3b/layers.3.ffn.up'])(
    'keeps a view of a module, or of a model in the hall: %s',
    (block) => {
      const state: SavedState = { version: STATE_VERSION, view: { block, yaw: 30, pitch: 40, zoom: 0.9 } };
      expect(fromHash(toHash(state))).toEqual({ state, problems: [] });
    },
  );

  it('keeps a view of the whole model', () => {
    const state: SavedState = { version: STATE_VERSION, view: { yaw: 30, pitch: 40, zoom: 0.9, offset: [1, 2, 3] } };
    expect(fromHash(toHash(state))).toEqual({ state, problems: [] });
  });

  it('keeps a prompt and an address of any characters', () => {
    const state: SavedState = {
      version: STATE_VERSION,
      model: 'https://example.org/a b/?x=1&y=#z',
      prompt: 'a & b = “c” + 100 % ☃',
    };
    expect(fromHash(toHash(state)).state).toEqual(state);
  });

  it('keeps a prompt as long as a model of a thousand tokens reads', () => {
    const state: SavedState = { version: STATE_VERSION, prompt: 'word '.repeat(2000) };
    expect(fromHash(toHash(state))).toEqual({ state, problems: [] });
  });

  it('reads no hash as the default, without a problem', () => {
    expect(fromHash('')).toEqual({ state: { version: STATE_VERSION }, problems: [] });
  });

  it.each([
    ['#v=1&theme=purple', 'theme=purple'],
    ['#v=1&view=nothing', 'view=nothing'],
    ['#v=1&view=embedding~1~2~NaN', 'view='],
    ['#v=1&view=embedding~1~2~0', 'view='],
    ['#v=1&view=embedding~1~2~1~3,4', 'view='],
    ['#v=1&view=embedding~1~2~1~3,4,5~6', 'view='],
    ['#v=1&view=~1~2~1~3,4,1e99', 'view='],
    ['#v=1&tour=how@soon', 'tour='],
    ['#v=1&tour=how@soon/', 'tour='],
    ['#v=1&tour=how@soon/or/late', 'tour='],
    ['#v=1&tour=how@soon/late~1.2.3', 'tour='],
    ['#v=1&tour=how@-1', 'tour='],
    ['#v=1&pinned=layers.0.attention.scores:1.x.2', 'pinned='],
    ['#v=1&pinned=<img src=x>', 'pinned='],
    ['#v=1&generated=1.x.2', 'generated='],
    ['#v=1&generated=1..2', 'generated='],
    ['#v=1&sampling=warm~~~1', 'sampling='],
    ['#v=1&sampling=1~0~~1', 'sampling='],
    ['#v=1&sampling=1~~1.5~1', 'sampling='],
    ['#v=1&sampling=1~~~', 'sampling='],
    ['#v=1&from=-1', 'from='],
    ['#v=1&tab=story', 'tab='],
    ['#v=1&__proto__=1', '__proto__=1'],
    ['#v=1&constructor=1', 'constructor=1'],
  ])('leaves out nonsense and tells of it: %s', (hash, told) => {
    const { state, problems } = fromHash(`${hash}&model=nano-sort`);
    expect(state).toEqual({ version: STATE_VERSION, model: 'nano-sort' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(told);
  });

  it.each(['#hello', '#v=99&model=nano-sort', '#%E0%A4%A'])('ignores a hash that is not its own: %s', (hash) => {
    const { state, problems } = fromHash(hash);
    expect(state).toBeUndefined();
    expect(problems).toHaveLength(1);
  });

  it('checks an object from elsewhere', () => {
    expect(readState(FULL)).toEqual({ state: FULL, problems: [] });
    const odd = readState({ version: 1, tour: { id: 'x', time: 'soon' }, scale: 'rank' });
    expect(odd.state).toEqual({ version: STATE_VERSION, scale: 'rank' });
    expect(odd.problems).toHaveLength(1);
  });

  it.each([[null], [3], [{}], [{ version: 2 }], [{ version: 1, view: 3 }]])('is not %j', (value) => {
    const { state, problems } = readState(value);
    expect(state).toBeUndefined();
    expect(problems).toHaveLength(1);
  });
});
