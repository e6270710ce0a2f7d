/** The weights of a model at steps of its training, from the containers beside it. */
import { refusal } from '../words.ts';
import type { ByteSource } from './byte-source.ts';
import type { Checkpoint } from './checkpoint.ts';
import { CheckpointError } from './errors.ts';
import { bytesPerRow, type PackedFrame, type PackedWeight, type WeightList } from './frame-packing.ts';
import { readSafetensorsHeader, type TensorInfo } from './safetensors.ts';
import { chainTo, type KeyFrame, type PackedAs, parseTraining, type Training } from './training.ts';

const TRAINING = 'training.json';
const MAX_TRAINING_BYTES = 10_000_000;

/** Containers that are kept open: of the frames around the one that was asked for last. */
const MOST_CONTAINERS = 2;

/** Of decoded weights that are kept, so that neighbouring frames need not be decoded from the first of their chain. */
const MAX_DECODED_BYTES = 64 * 2 ** 20;

/** All weights by checkpoint name, each row-major as it is stored. They may be views of one buffer. */
export type WeightNumbers = ReadonlyMap<string, Float32Array<ArrayBuffer>>;

/** `decodeFrame`, wherever that is best done. */
export type DecodeFrame = (base: WeightList, frame: PackedFrame) => Promise<WeightList>;

/** Where a weight stands in the list of all. */
interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly count: number;
}

type Tensors = ReadonlyMap<string, TensorInfo>;

interface Container {
  readonly source: ByteSource;
  readonly tensors: Tensors;
}

export class KeyFrames {
  readonly training: Training;
  readonly #checkpoint: Checkpoint;
  readonly #decode: DecodeFrame;
  readonly #places: readonly Place[];
  #final: Promise<WeightList> | undefined;
  /** Both least recently used first. */
  readonly #containers = new Map<string, Promise<Container>>();
  readonly #decoded = new Map<number, WeightList>();
  readonly #named = new WeakMap<WeightList, WeightNumbers>();

  private constructor(checkpoint: Checkpoint, training: Training, decode: DecodeFrame) {
    this.#checkpoint = checkpoint;
    this.training = training;
    this.#decode = decode;
    this.#places = placesOf(checkpoint);
  }

  /**
   * Those that lie beside a checkpoint; undefined where none do.
   * @throws {CheckpointError} InvalidTraining, OtherTraining
   */
  static async open(checkpoint: Checkpoint, decode: DecodeFrame, signal?: AbortSignal): Promise<KeyFrames | undefined> {
    const bytes = await checkpoint.folder.readWhole(TRAINING, MAX_TRAINING_BYTES, signal);
    if (bytes === undefined) return undefined;
    const training = parseTraining(new TextDecoder().decode(bytes), TRAINING);
    const found = placesOf(checkpoint).reduce((sum, { count }) => sum + count, 0);
    if (training.parameters !== found) {
      const what = refusal('training.other', { told: training.parameters, found });
      throw new CheckpointError('OtherTraining', { file: TRAINING }, what);
    }
    return new KeyFrames(checkpoint, training, decode);
  }

  /** The step of the model itself. */
  get last(): number {
    return this.training.frames.at(-1)?.step ?? Number.NaN;
  }

  /**
   * The weights at a step: the same object while they are kept, so that what is made of them can be kept with them.
   * @throws {CheckpointError} NoSuchFrame, FrameMissing, FrameTensor, FrameApart, and those of reading files
   */
  async weights(step: number, signal?: AbortSignal): Promise<WeightNumbers> {
    const { frames } = this.training;
    if (!frames.some((frame) => frame.step === step)) {
      throw new CheckpointError('NoSuchFrame', { file: TRAINING }, noSuchFrame(frames, step));
    }
    const numbers = this.#byName(await this.#decodedTo(chainTo(frames, step)));
    signal?.throwIfAborted();
    return numbers;
  }

  /** What is read and decoded is of use later too, so that nothing of it is broken off. */
  async #decodedTo(chain: readonly KeyFrame[]): Promise<WeightList> {
    const known = chain.findLastIndex(({ step }) => this.#decoded.has(step));
    const missing = chain.slice(known + 1);
    let weights = this.#decoded.get(chain[known]?.step ?? Number.NaN) ?? (await this.#readFinal());
    this.#keep(chain[known], weights);
    // Read all at once: packed they are a few times the weights at most, as chains are short. Decoded, each is as large as they are.
    const packed = await Promise.all(missing.map(async (frame) => ({ frame, bytes: await this.#packed(frame) })));
    for (const { frame, bytes } of packed) {
      weights = await this.#decode(weights, bytes);
      this.#keep(frame, weights);
    }
    return weights;
  }

  #keep(frame: KeyFrame | undefined, weights: WeightList): void {
    if (frame === undefined) return;
    this.#decoded.delete(frame.step);
    this.#decoded.set(frame.step, weights);
    const most = Math.max(1, Math.floor(MAX_DECODED_BYTES / weights.byteLength));
    dropOldest(this.#decoded, most);
  }

  /** All weights as they ship, one after another in the checkpoint's order. */
  #readFinal(): Promise<WeightList> {
    this.#final ??= this.#concatenate().catch((error: unknown) => {
      this.#final = undefined;
      throw error;
    });
    return this.#final;
  }

  async #concatenate(): Promise<WeightList> {
    const list = new Float32Array(this.training.parameters);
    for (const { name, start, count } of this.#places) {
      await this.#checkpoint.readInto(list.subarray(start, start + count), name, 0);
    }
    return list;
  }

  #byName(list: WeightList): WeightNumbers {
    const known = this.#named.get(list);
    if (known !== undefined) return known;
    const named = new Map(this.#places.map(({ name, start, count }) => [name, list.subarray(start, start + count)]));
    this.#named.set(list, named);
    return named;
  }

  async #packed({ step, packed }: KeyFrame): Promise<PackedFrame> {
    if (packed === undefined) throw new Error(`step ${step} is the model itself`);
    const { source, tensors } = await this.#container(packed.file);
    const found = this.#places.map((place) => tensorsOf(place, step, packed, tensors));
    const { first, last } = sideBySide(found, step, packed.file);
    const weights = found.map(({ name, start, rows, columns, numbers, scales }): PackedWeight => {
      const begin = numbers.begin - first;
      return { name, start, rows, columns, begin, scales: scales && scales.begin - first };
    });
    return { file: packed.file, bits: packed.bits, bytes: await source.read(first, last), weights };
  }

  #container(file: PackedAs['file']): Promise<Container> {
    const container = this.#containers.get(file) ?? this.#openContainer(file);
    this.#containers.delete(file);
    this.#containers.set(file, container);
    dropOldest(this.#containers, MOST_CONTAINERS);
    container.catch(() => {
      if (this.#containers.get(file) === container) this.#containers.delete(file);
    });
    return container;
  }

  async #openContainer(file: string): Promise<Container> {
    const source = await this.#checkpoint.folder.find(file);
    if (source === undefined) throw new CheckpointError('FrameMissing', { file }, refusal('frame.missing'));
    const { tensors } = await readSafetensorsHeader(source);
    return { source, tensors };
  }
}

/** A weight of a frame, and the tensors that it is packed in. */
interface Found extends Omit<PackedWeight, 'begin' | 'scales'> {
  readonly numbers: TensorInfo;
  readonly scales: TensorInfo | undefined;
}

/** @throws {CheckpointError} FrameTensor */
function tensorsOf(
  { name, shape, start, count }: Place,
  step: number,
  { file, bits }: PackedAs,
  tensors: Tensors,
): Found {
  const path = `${step}/${name}`;
  const find = (...wanted: [name: string, dtype: string, shape: readonly number[]]) =>
    tensorOf(file, tensors, ...wanted);
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2) {
    return { name, start, rows: 1, columns: count, numbers: find(path, 'F16', shape), scales: undefined };
  }
  const numbers = find(path, 'U8', [rows, bytesPerRow(columns, bits)]);
  return { name, start, rows, columns, numbers, scales: find(`${path}.scale`, 'F16', [rows]) };
}

/** @throws {CheckpointError} FrameTensor, where it is not as it must be */
function tensorOf(file: string, tensors: Tensors, name: string, dtype: string, shape: readonly number[]): TensorInfo {
  const tensor = tensors.get(name);
  if (tensor?.dtype === dtype && tensor.shape.join() === shape.join()) return tensor;
  const expected = `${dtype} [${shape.join(', ')}]`;
  const found = tensor === undefined ? refusal('config.nothing') : `${tensor.dtype} [${tensor.shape.join(', ')}]`;
  throw new CheckpointError('FrameTensor', { file, tensor: name }, refusal('frame.tensor', { expected, found }));
}

/** The bytes that a frame takes, and nothing else: what is read is no more than its weights need. @throws {CheckpointError} FrameApart */
function sideBySide(found: readonly Found[], step: number, file: string): { first: number; last: number } {
  let [first, last, bytes] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const { begin, end } of found.flatMap(({ numbers, scales }) => (scales ? [numbers, scales] : [numbers]))) {
    first = Math.min(first, begin);
    last = Math.max(last, end);
    bytes += end - begin;
  }
  if (last - first === bytes) return { first, last };
  throw new CheckpointError('FrameApart', { file }, refusal('frame.apart', { step, bytes, span: last - first }));
}

/** All weights one after another, in the checkpoint's order. */
function placesOf({ tensors }: Checkpoint): Place[] {
  let start = 0;
  return Array.from(tensors.values(), ({ name, shape }) => {
    const count = shape.reduce((product, size) => product * size, 1);
    start += count;
    return { name, shape, start: start - count, count };
  });
}

function dropOldest<Key>(map: Map<Key, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

function noSuchFrame(frames: readonly KeyFrame[], step: number): string {
  const below = frames.findLast((frame) => frame.step < step)?.step;
  const above = frames.find((frame) => frame.step > step)?.step;
  if (below !== undefined && above !== undefined) return refusal('frame.none', { step, below, above });
  return refusal('frame.beyond', { step, nearest: below ?? above ?? '' });
}
