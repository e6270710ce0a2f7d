/** `training.json`: which key frames of a model's training there are, and what was measured of each. models/README.md tells of it. */
import { type RefusalKey, refusal } from '../words.ts';
import { CheckpointError, quote, reasonOf } from './errors.ts';
import { isSafeName } from './shards.ts';
import { parseStrictJson } from './strict-json.ts';

/** No more than a timeline can show apart. */
const MAX_FRAMES = 1000;
/** Each frame of a chain is read and decoded before the one that is asked for. */
const MAX_CHAIN = 16;

/** Where the weights of a key frame stand, as the difference from those of another. */
export interface PackedAs {
  /** A safetensors file in the model's folder. */
  readonly file: string;
  /** The step of another frame, or the weights that the model ships with. */
  readonly base: number | 'final';
  /** Of each integer. */
  readonly bits: 8 | 4;
}

/** The model after some steps of its training. */
export interface KeyFrame {
  readonly step: number;
  /** Seen so far. */
  readonly tokens: number;
  /** Nats per token. */
  readonly loss: number;
  readonly heldOutLoss: number;
  readonly learningRate: number;
  /** Root mean square by which the decoded weights differ from those of the training, relative to theirs. */
  readonly error: number;
  /** Named by the script that took them. */
  readonly measures: Readonly<Record<string, number>>;
  /** Undefined of the last frame, which is the model itself. */
  readonly packed: PackedAs | undefined;
}

export interface Training {
  /** How many numbers the model has that was trained. */
  readonly parameters: number;
  /** By step, from the first to the model itself. */
  readonly frames: readonly KeyFrame[];
}

/**
 * Parses a `training.json`, which may come from anywhere.
 * @param file its name, for errors
 * @throws {CheckpointError} InvalidTraining
 */
export function parseTraining(text: string, file: string): Training {
  const training = new Fields(parse(text, file), '', file);
  const list = training.list('frames', MAX_FRAMES);
  const frames = list.map((frame, at) => readFrame(new Fields(frame, `frames[${at}]`, file), at === list.length - 1));
  checkSteps(frames, training);
  return { parameters: training.object('model').whole('parameters'), frames };
}

function parse(text: string, file: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    throw new CheckpointError('InvalidTraining', { file }, refusal('json.invalid', { reason: reasonOf(error) }));
  }
}

function readFrame(fields: Fields, isLast: boolean): KeyFrame {
  return {
    step: fields.whole('step'),
    tokens: fields.whole('tokens'),
    loss: fields.number('loss'),
    heldOutLoss: fields.number('heldOutLoss'),
    learningRate: fields.number('learningRate'),
    error: fields.number('error'),
    measures: fields.object('measures').numbers(),
    packed: isLast ? undefined : readPacked(fields),
  };
}

function readPacked(fields: Fields): PackedAs {
  const [file, base, bits] = [fields.value('file'), fields.value('base'), fields.value('bits')];
  if (typeof file !== 'string' || !isSafeName(file)) return fields.refuse('file', 'training.file');
  if (base !== 'final' && typeof base !== 'number') return fields.refuse('base', 'training.base');
  if (bits !== 8 && bits !== 4) return fields.refuse('bits', 'training.bits');
  return { file, base, bits };
}

/**
 * The frames that the weights at a listed step are decoded from, one after another: the first is a difference from the final
 * weights, the last is the frame itself. Empty for the final weights.
 */
export function chainTo(frames: readonly KeyFrame[], step: number): KeyFrame[] {
  const chain: KeyFrame[] = [];
  for (let at: number | 'final' = step; at !== 'final'; ) {
    const frame = frames.find((candidate) => candidate.step === at);
    if (frame?.packed === undefined) break;
    chain.unshift(frame);
    at = frame.packed.base;
  }
  return chain;
}

/** Steps must rise, and from each frame the bases must lead to the final weights, by a chain that is not too long. */
function checkSteps(frames: readonly KeyFrame[], training: Fields): void {
  const known = new Map(frames.map((frame) => [frame.step, frame]));
  for (const [at, { step, packed }] of frames.entries()) {
    if (step <= (frames[at - 1]?.step ?? -1)) training.refuse(`frames[${at}].step`, 'training.rising', step);
    const passed = new Set([step]);
    for (let base = packed?.base; typeof base === 'number'; base = known.get(base)?.packed?.base) {
      if (!known.has(base)) training.refuse(`frames[${at}].base`, 'training.listed', base);
      if (passed.has(base)) training.refuse(`frames[${at}].base`, 'training.circle', packed?.base);
      passed.add(base);
      if (passed.size > MAX_CHAIN)
        training.refuse(`frames[${at}].base`, 'training.chain', packed?.base, { most: MAX_CHAIN });
    }
  }
}

type Limits = Readonly<Record<string, number>>;

/** The fields of one JSON object: each is asked for by name and kind, and refused with its place in the file. */
class Fields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #path: string;
  readonly #file: string;

  constructor(json: unknown, path: string, file: string) {
    this.#path = path;
    this.#file = file;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) this.#fail(path, 'config.object', json);
    this.#values = new Map(Object.entries(json));
  }

  value(name: string): unknown {
    return this.#values.get(name);
  }

  object(name: string): Fields {
    return new Fields(this.value(name), this.#pathOf(name), this.#file);
  }

  number(name: string): number {
    const value = this.value(name);
    return typeof value === 'number' ? value : this.refuse(name, 'training.number');
  }

  /** Not empty, and no longer than `most`. */
  list(name: string, most: number): readonly unknown[] {
    const value = this.value(name);
    if (!Array.isArray(value) || value.length === 0) return this.refuse(name, 'training.frames', value, { most });
    return value.length <= most ? value : this.refuse(name, 'training.frames', value.length, { most });
  }

  /** From 0. */
  whole(name: string): number {
    const value = this.number(name);
    return Number.isSafeInteger(value) && value >= 0 ? value : this.refuse(name, 'training.whole');
  }

  /** All fields, which must be numbers. */
  numbers(): Record<string, number> {
    return Object.fromEntries(Array.from(this.#values.keys(), (name) => [name, this.number(name)]));
  }

  /** @param limits The numbers that `expected` names, where it names some. */
  refuse(name: string, expected: RefusalKey, value = this.value(name), limits: Limits = {}): never {
    return this.#fail(this.#pathOf(name), expected, value, limits);
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  #fail(path: string, expected: RefusalKey, value: unknown, limits: Limits = {}): never {
    const got = value === undefined ? refusal('config.nothing') : quote(value);
    const field = path === '' ? this.#file : path;
    const what = refusal('config.expected', { field, expected: refusal(expected, limits), got });
    throw new CheckpointError('InvalidTraining', { file: this.#file }, what);
  }
}
