import { refusal } from '../words.ts';
import type { ByteSource } from './byte-source.ts';
import { bitsPerElement, type Dtype, decode, decoderOf } from './dtypes.ts';
import { CheckpointError, quote } from './errors.ts';
import type { Folder } from './folder.ts';
import type { TensorInfo } from './safetensors.ts';

/** One `.safetensors` file of a checkpoint. */
export interface ShardFile {
  readonly name: string;
  /** Where its bytes are; `source.origin` is the whole file for a reader that loads by itself. */
  readonly source: ByteSource;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** The free texts of its header. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** A tensor and the file that it stands in. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly file: ShardFile;
  /** Its bytes within the file: [begin, end), counted from the file's start. */
  readonly begin: number;
  readonly end: number;
}

/** Read at a time when decoding: large enough for full speed from disk, small enough to hold beside the result. */
const PIECE_BYTES = 16 * 2 ** 20;

/** 2 GiB as float32: more than a page can hope to hold of one tensor. */
const MAX_ELEMENTS = 2 ** 29;

/**
 * Whether a tensor's weights are its numbers times scales that stand beside it, which are not applied yet: then its numbers alone are
 * not the weights. FP8 files call them `NAME_scale_inv` (DeepSeek's) or `NAME_scale`.
 */
export function isScaled(name: string, tensors: ReadonlyMap<string, unknown>): boolean {
  return tensors.has(`${name}_scale_inv`) || tensors.has(`${name}_scale`);
}

/** An opened checkpoint: what its files hold, and the numbers on demand. See `openCheckpoint`. */
export class Checkpoint {
  /** What the user opened: a folder's or file's name, or an address. */
  readonly name: string;
  /** Where it was found, and what may lie beside it. */
  readonly folder: Folder;
  /** `config.json` as it was parsed, and nothing more; undefined if there is none. */
  readonly config: unknown;
  /** `tokenizer.json` likewise. */
  readonly tokenizerJson: unknown;
  /** Empty if only a config was opened. */
  readonly files: readonly ShardFile[];
  /** The tensors of all files, by name. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;

  constructor(folder: Folder, config: unknown, tokenizerJson: unknown, files: readonly ShardFile[]) {
    this.name = folder.name;
    this.folder = folder;
    this.config = config;
    this.tokenizerJson = tokenizerJson;
    this.files = files;
    this.tensors = new Map(
      files.flatMap((file) => [...file.tensors].map(([tensor, info]) => [tensor, { ...info, file }])),
    );
  }

  /**
   * All numbers of a tensor as float32, in the order of its shape, last axis fastest.
   * @throws {CheckpointError} NoSuchTensor, UnsupportedDtype, TensorTooLarge, and those of the file's source
   */
  async read(name: string, signal?: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
    return this.readRange(name, 0, elementCount(this.#tensor(name)), signal);
  }

  /**
   * `count` numbers of a tensor from `firstElement` on, in the same order.
   * @throws {CheckpointError} as {@link read}
   * @throws {RangeError} if the range does not lie within the tensor
   */
  async readRange(
    name: string,
    firstElement: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<Float32Array<ArrayBuffer>> {
    const where = { file: this.#tensor(name).file.name, tensor: name };
    if (count > MAX_ELEMENTS) {
      throw new CheckpointError('TensorTooLarge', where, refusal('tensor.tooLarge', { count, most: MAX_ELEMENTS }));
    }
    const target = new Float32Array(count);
    await this.readInto(target, name, firstElement, signal);
    return target;
  }

  /**
   * Fills `target` with the numbers from `firstElement` on. For reading many ranges: a buffer used again is several times as
   * fast as fresh ones.
   * @throws as {@link readRange}
   */
  async readInto(target: Float32Array, name: string, firstElement: number, signal?: AbortSignal): Promise<void> {
    const tensor = this.#tensor(name);
    const where = { file: tensor.file.name, tensor: name };
    decoderOf(tensor.dtype, where); // refuses before bytes are read in vain
    if (isScaled(name, this.tensors)) {
      throw new CheckpointError('UnsupportedDtype', where, refusal('tensor.scaled', { dtype: tensor.dtype }));
    }
    checkElements(tensor, firstElement, target.length);
    const bytesPerElement = bitsPerElement(tensor.dtype) / 8;
    const elementsPerPiece = PIECE_BYTES / bytesPerElement;
    for (let done = 0; done < target.length; done += elementsPerPiece) {
      const piece = target.subarray(done, done + elementsPerPiece);
      const begin = tensor.begin + (firstElement + done) * bytesPerElement;
      const bytes = await tensor.file.source.read(begin, begin + piece.length * bytesPerElement, signal);
      decode(tensor.dtype, bytes, piece, where);
    }
  }

  #tensor(name: string): StoredTensor {
    const tensor = this.tensors.get(name);
    if (tensor !== undefined) return tensor;
    throw new CheckpointError('NoSuchTensor', { file: this.name }, refusal('tensor.none', { tensor: quote(name) }));
  }
}

function elementCount({ shape }: StoredTensor): number {
  return shape.reduce((product, size) => product * size, 1);
}

function checkElements(tensor: StoredTensor, first: number, count: number): void {
  const total = elementCount(tensor);
  if (Number.isSafeInteger(first) && first >= 0 && first + count <= total) return;
  throw new RangeError(`elements ${first} to ${first + count} don't lie within the ${total} of ${quote(tensor.name)}`);
}
