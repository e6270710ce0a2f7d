import { describe, expect, it } from 'vitest';
import { CheckpointError } from '../../../src/checkpoint/errors.ts';
import { chainTo, parseTraining } from '../../../src/checkpoint/training.ts';

const ABOUT = { tokens: 0, loss: 2, heldOutLoss: 2.5, learningRate: 0.001, error: 0.01, measures: { right: 0.5 } };
const packed = (step: number, base: unknown, rest: object = {}) => ({
  ...{ step, file: 'frames/00.safetensors', base, bits: 8, ...ABOUT },
  ...rest,
});
const LAST = { step: 9, ...ABOUT };
const LAST_OF_MANY = { step: 100_000, ...ABOUT };
/** Frames of steps 0, 1, 2, … in chains of so many. */
const chained = (count: number, length: number) =>
  Array.from({ length: count }, (_, step) => packed(step, step % length === 0 ? 'final' : step - 1));

const textOf = (...frames: unknown[]) => JSON.stringify({ model: { parameters: 12 }, frames });
const parse = (...frames: unknown[]) => parseTraining(textOf(...frames), 'training.json');

function refusalOf(text: string): string {
  try {
    parseTraining(text, 'training.json');
  } catch (error) {
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error).toMatchObject({ code: 'InvalidTraining' });
    return error instanceof Error ? error.message : '';
  }
  return 'was accepted';
}

describe('training.json', () => {
  it('tells of each frame, and of the last that it is the model itself', () => {
    const { parameters, frames } = parse(packed(0, 'final'), packed(4, 0, { bits: 4 }), LAST);
    expect(parameters).toBe(12);
    expect(frames.map(({ step }) => step)).toEqual([0, 4, 9]);
    expect(frames[1]).toMatchObject({ ...ABOUT, packed: { file: 'frames/00.safetensors', base: 0, bits: 4 } });
    expect(frames[2]?.packed).toBeUndefined();
  });

  it('leads from each frame to the final weights', () => {
    const { frames } = parse(packed(0, 4), packed(2, 0), packed(4, 'final'), packed(6, 9), LAST);
    const chain = (step: number) => chainTo(frames, step).map((frame) => frame.step);
    expect(chain(2)).toEqual([4, 0, 2]);
    expect(chain(4)).toEqual([4]);
    expect(chain(6)).toEqual([6]);
    expect(chain(9)).toEqual([]);
  });

  it('may have many frames, in chains that are short', () => {
    const { frames } = parse(...chained(999, 16), LAST_OF_MANY);
    expect(chainTo(frames, 31).map(({ step }) => step)).toEqual(Array.from({ length: 16 }, (_, at) => 16 + at));
  });

  it.each([
    ['{', /^training\.json: is not valid JSON/],
    ['[]', /training\.json: expected an object, got \[\]/],
    ['{"frames":[],"frames":[]}', /the key "frames" stands twice/],
    [textOf(), /frames: expected a list of 1 to 1000 key frames, got \[\]/],
    [textOf(...chained(1000, 1), LAST_OF_MANY), /frames: expected a list of 1 to 1000 key frames, got 1001/],
    [
      textOf(...chained(17, 17), LAST_OF_MANY),
      /frames\[16\]\.base: expected a base that leads to the final weights by way of at most 16 frames, .* got 15/,
    ],
    [textOf('first', LAST), /frames\[0\]: expected an object, got "first"/],
    [textOf(packed(-1, 'final'), LAST), /frames\[0\]\.step: expected a whole number from 0, got -1/],
    [textOf(packed(9, 'final'), LAST), /frames\[1\]\.step: expected a step after that of the frame before, got 9/],
    [textOf(packed(0, 'final', { loss: 'low' }), LAST), /frames\[0\]\.loss: expected a number, got "low"/],
    [
      textOf(packed(0, 'final', { measures: { right: null } }), LAST),
      /frames\[0\]\.measures\.right: expected a number/,
    ],
    [textOf(packed(0, 'final', { bits: 6 }), LAST), /frames\[0\]\.bits: expected 8 or 4, got 6/],
    [textOf(packed(0, 'final', { file: '../secrets' }), LAST), /frames\[0\]\.file: expected the name of a file/],
    [textOf(packed(0, 'first'), LAST), /frames\[0\]\.base: expected "final" or the step of another frame, got "first"/],
    [textOf(packed(0, 3), LAST), /frames\[0\]\.base: expected a frame whose base, .* is listed, got 3/],
    [
      textOf(packed(0, 2), packed(2, 4), packed(4, 0), LAST),
      /frames\[0\]\.base: expected a base that leads to the final/,
    ],
    [textOf(packed(0, 0), LAST), /frames\[0\]\.base: expected a base that leads to the final weights/],
    [textOf(packed(0, 'final'), packed(2, 4), packed(4, 2), LAST), /frames\[1\]\.base: expected a base that leads/],
    [JSON.stringify({ model: {}, frames: [LAST] }), /model\.parameters: expected a number, got nothing/],
    [JSON.stringify({ frames: [LAST] }), /model: expected an object, got nothing/],
  ])('refuses %s', (text, reason) => {
    expect(refusalOf(text)).toMatch(reason);
  });
});
