import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/checkpoint/byte-source.ts';
import { decodeFrame, type PackedFrame } from '../../../src/checkpoint/frame-packing.ts';
import { type DecodeFrame, KeyFrames } from '../../../src/checkpoint/key-frames.ts';
import { openCheckpoint } from '../../../src/checkpoint/open-checkpoint.ts';
import { expectRefusal } from './expect-error.ts';
import { f32, safetensors, type TensorSpec, textBytes } from './make-safetensors.ts';

const ABOUT = { tokens: 0, loss: 2, heldOutLoss: 2, learningRate: 0, error: 0, measures: {} };
const FINAL = { w: f32([2, 3], [1, 2, 3, -1, -2, -3]), norm: f32([3], [1, 1, 1]) };

const u8 = (shape: number[], bytes: number[]): TensorSpec => ({ dtype: 'U8', shape, data: Uint8Array.from(bytes) });
/** Of some halves the bits are known by heart. */
const F16: Readonly<Record<number, number>> = { 0: 0, 0.5: 0x3800, 1: 0x3c00, 2: 0x4000, [-1]: 0xbc00 };
const f16 = (values: number[]): TensorSpec => ({
  dtype: 'F16',
  shape: [values.length],
  data: new Uint8Array(Uint16Array.from(values, (value) => F16[value] ?? Number.NaN).buffer),
});

/** At step 0 a difference of 8 bits from the final weights; at 1 and 2 differences of 4 bits from the frame before. */
const CONTAINER: Readonly<Record<string, TensorSpec>> = {
  '0/w': u8([2, 3], [1, 2, 255, 128, 127, 0]),
  '0/w.scale': f16([0.5, 2]),
  '0/norm': f16([2, 1, 0.5]),
  // A row of three integers takes two bytes: 1, −1 | 7 and −8, 0 | 2.
  '1/w': u8([2, 2], [0xf1, 0x07, 0x08, 0x02]),
  '1/w.scale': f16([1, 0.5]),
  '1/norm': f16([1, 1, 1]),
  '2/w': u8([2, 2], [0, 0, 0, 0]),
  '2/w.scale': f16([0, 0]),
  '2/norm': f16([-1, 0, 1]),
};
const AT_0 = { w: [1.5, 3, 2.5, -257, 252, -3], norm: [2, 1, 0.5] };
const AT_1 = { w: [2.5, 2, 9.5, -261, 252, -2], norm: [1, 1, 1] };
const AT_2 = { w: AT_1.w, norm: [-1, 0, 1] };

const FRAMES = [
  { step: 0, file: 'frames/00.safetensors', base: 'final', bits: 8, ...ABOUT },
  { step: 1, file: 'frames/00.safetensors', base: 0, bits: 4, ...ABOUT },
  { step: 2, file: 'frames/00.safetensors', base: 1, bits: 4, ...ABOUT },
  { step: 5, ...ABOUT },
];

interface Changes {
  readonly container?: Uint8Array<ArrayBuffer> | undefined;
  readonly parameters?: number;
}

/** What is opened, and of each frame that was decoded how many bytes were read for it. */
async function open({ container = safetensors(CONTAINER), parameters = 9 }: Changes = {}) {
  const bytesDecoded: number[] = [];
  const decode: DecodeFrame = async (base, frame) => {
    bytesDecoded.push(frame.bytes.length);
    return decodeFrame(base, frame);
  };
  const training = textBytes(JSON.stringify({ model: { parameters }, frames: FRAMES }));
  const checkpoint = await openCheckpoint([
    memorySource(safetensors(FINAL), 'model.safetensors'),
    memorySource(training, 'training.json'),
    ...(container.length === 0 ? [] : [memorySource(container, 'frames/00.safetensors')]),
  ]);
  const frames = await KeyFrames.open(checkpoint, decode);
  if (frames === undefined) throw new Error('there is a training.json');
  const at = async (step: number, signal?: AbortSignal) =>
    Object.fromEntries(Array.from(await frames.weights(step, signal), ([name, data]) => [name, [...data]]));
  return { frames, at, bytesDecoded };
}

describe('key frames', () => {
  it('are differences of 8 bits from the final weights, and of 4 bits from the frame before', async () => {
    const { at } = await open();
    expect(await at(2)).toEqual(AT_2);
    expect(await at(0)).toEqual(AT_0);
    expect(await at(1)).toEqual(AT_1);
    expect(await at(5)).toEqual({ w: [1, 2, 3, -1, -2, -3], norm: [1, 1, 1] });
  });

  it('are decoded once', async () => {
    const { at, bytesDecoded } = await open();
    await at(1);
    expect(bytesDecoded).toHaveLength(2);
    await at(2);
    await at(0);
    expect(bytesDecoded).toHaveLength(3);
  });

  it('are the same objects as long as they are kept', async () => {
    const { frames } = await open();
    const first = await frames.weights(1);
    expect(await frames.weights(2)).not.toBe(first);
    expect(await frames.weights(1)).toBe(first);
  });

  it('round their sums as single precision does', () => {
    // Above 2²⁴ every second whole number is one of single precision, and halfway the even one of them is taken. Around 1 they are
    // 2⁻²³ apart upwards: by a 24th bit the sum is halfway, a little above it, a little below.
    const half = 2 ** -24;
    const numbers = [2 ** 24, 2 ** 24, 2 ** 24, half, half + 2 ** -47, half - 2 ** -48];
    const base = Float32Array.from(numbers);
    const frame: PackedFrame = {
      file: '',
      bits: 8,
      // A scale of 1, and the integers 1, 3, −1, 1, 1 and 1.
      bytes: Uint8Array.of(0x00, 0x3c, 1, 3, 255, 1, 1, 1),
      weights: [{ name: 'w', start: 0, rows: 1, columns: 6, begin: 2, scales: 0 }],
    };
    expect([...decodeFrame(base, frame)]).toEqual([16777216, 16777220, 16777215, 1, 1 + 2 ** -23, 1]);
    expect([...base]).toEqual(numbers);
  });

  it('are none where no training is told of', async () => {
    const checkpoint = await openCheckpoint([memorySource(safetensors(FINAL), 'model.safetensors')]);
    expect(await KeyFrames.open(checkpoint, async (base) => base)).toBeUndefined();
  });

  it('belong to one model', async () => {
    const error = await expectRefusal(open({ parameters: 10 }), 'OtherTraining');
    expect(error.message).toMatch(/of a model of 10 numbers, and this one has 9/);
  });

  it('are listed', async () => {
    const { at } = await open();
    const between = await expectRefusal(at(3), 'NoSuchFrame');
    expect(between.message).toMatch(/no key frame of step 3; the nearest are 2 and 5\./);
    const beyond = await expectRefusal(at(9), 'NoSuchFrame');
    expect(beyond.message).toMatch(/no key frame of step 9; the nearest is 5\./);
  });

  it('refuse a container that is missing, cut, or of another model, and go on with the model itself', async () => {
    const missing = await open({ container: new Uint8Array() });
    expect((await expectRefusal(missing.at(1), 'FrameMissing')).message).toMatch(
      /^frames\/00\.safetensors: is missing/,
    );
    expect((await missing.at(5)).norm).toEqual([1, 1, 1]);

    const cut = await open({ container: safetensors(CONTAINER).slice(0, -1) });
    await expectRefusal(cut.at(1), 'MetadataIncompleteBuffer');

    const wider = await open({ container: safetensors({ ...CONTAINER, '1/w': u8([2, 3], [0, 0, 0, 0, 0, 0]) }) });
    const error = await expectRefusal(wider.at(1), 'FrameTensor');
    expect(error.message).toMatch(/tensor "1\/w": expected U8 \[2, 2\], got U8 \[2, 3\]/);
    expect(await wider.at(0)).toEqual(AT_0);

    const { '1/norm': _, ...less } = CONTAINER;
    const lacking = await open({ container: safetensors(less) });
    expect((await expectRefusal(lacking.at(2), 'FrameTensor')).message).toMatch(/expected F16 \[3\], got nothing/);
  });

  it('are read without what else stands in their file under their step', async () => {
    const { at, bytesDecoded } = await open({
      container: safetensors({ '0/other': u8([1000], new Array(1000).fill(0)), ...CONTAINER, '0/more': f32([1], [0]) }),
    });
    expect(await at(0)).toEqual(AT_0);
    // 6 integers, 2 scales and 3 numbers.
    expect(bytesDecoded).toEqual([6 + 2 * 2 + 3 * 2]);
  });

  it('are refused where other numbers stand between theirs', async () => {
    const { '0/w': first = f16([]), ...rest } = CONTAINER;
    const { at } = await open({ container: safetensors({ '0/w': first, other: f32([1], [0]), ...rest }) });
    const error = await expectRefusal(at(0), 'FrameApart');
    expect(error.message).toMatch(/the tensors of step 0 take 16 bytes and lie over 20\. They must stand side by side/);
  });

  it('are not given to who has gone', async () => {
    const { at } = await open();
    const gone = new AbortController();
    const asked = at(1, gone.signal);
    gone.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect(await at(1)).toEqual(AT_1);
  });
});
