/**
 * What is asked of onnxruntime, for a runtime module that the caller brings: the worker's in the page, Node's in tests. Runs
 * where it is called, and blocks for as long as the pass takes.
 */

import type * as Ort from 'onnxruntime-web/wasm';
import type { TensorId } from '../architecture/graph.ts';
import { InferenceError } from './errors.ts';
import { TOKENS_INPUT } from './onnx.ts';

export type OrtModule = Pick<typeof Ort, 'InferenceSession' | 'Tensor'>;

/** A file of weights beside the model: its name in the model, and its bytes or where to fetch them. */
export interface ModelFile {
  readonly path: string;
  /** A Blob is read only when the session is made; a string is an absolute address. */
  readonly data: Blob | Uint8Array | string;
}

/** An activation of a run, without the names of its axes, which the graph has. Row-major. */
export interface RunTensor {
  readonly id: TensorId;
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Two ways to run the same model, timed in turn. */
export interface Measurement {
  /** Median milliseconds of a run that fetches every output. */
  readonly all: number;
  /** Median milliseconds of a run that fetches the logits alone. */
  readonly logits: number;
  /** Median of the ratios all : logits, each taken within one round. */
  readonly ratio: number;
}

/** A model in the runtime, ready to be run. */
export class LoadedModel {
  readonly #ort: OrtModule;
  readonly #session: Ort.InferenceSession;

  private constructor(ort: OrtModule, session: Ort.InferenceSession) {
    this.#ort = ort;
    this.#session = session;
  }

  /**
   * @param model The bytes that `lowerToOnnx` gives.
   * @throws {InferenceError} LoadFailed
   */
  static async load(ort: OrtModule, model: Uint8Array, files: readonly ModelFile[]): Promise<LoadedModel> {
    try {
      const session = await ort.InferenceSession.create(model, {
        executionProviders: ['wasm'],
        externalData: files.map(({ path, data }) => ({ path, data })),
      });
      return new LoadedModel(ort, session);
    } catch (error) {
      throw new InferenceError(
        'LoadFailed',
        `The model could not be loaded from ${describe(files)}: ${reason(error)}`,
        {
          cause: error,
        },
      );
    }
  }

  /** The activations that this model was lowered to give. */
  get ids(): readonly TensorId[] {
    return this.#session.outputNames;
  }

  /**
   * One forward pass over token ids, which the caller has checked against vocabulary and context.
   * @throws {InferenceError} RunFailed
   */
  async run(tokens: readonly number[], ids: readonly TensorId[]): Promise<RunTensor[]> {
    const input = new this.#ort.Tensor('int64', BigInt64Array.from(tokens, BigInt), [tokens.length]);
    let values: Ort.InferenceSession.ReturnType;
    try {
      values = await this.#session.run({ [TOKENS_INPUT]: input }, ids);
    } catch (error) {
      throw new InferenceError('RunFailed', `A pass over ${tokens.length} tokens failed: ${reason(error)}`, {
        cause: error,
      });
    }
    return ids.map((id) => {
      const value = values[id];
      if (!(value?.data instanceof Float32Array && value.data.buffer instanceof ArrayBuffer)) {
        throw new InferenceError('RunFailed', `The runtime gave ${id} as ${value?.type}, where float32 was expected.`);
      }
      return {
        id,
        shape: value.dims,
        data: new Float32Array(value.data.buffer, value.data.byteOffset, value.data.length),
      };
    });
  }

  /** Times a pass with every output fetched against one with the logits alone, in turn, after one round to warm up. */
  async measure(tokens: readonly number[], rounds: number): Promise<Measurement> {
    const time = async (ids: readonly TensorId[]): Promise<number> => {
      const start = performance.now();
      await this.run(tokens, ids);
      return performance.now() - start;
    };
    const all: number[] = [];
    const logits: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const pair = [await time(this.ids), await time(['logits'])] as const;
      if (round === 0) continue;
      all.push(pair[0]);
      logits.push(pair[1]);
    }
    const ratios = all.map((milliseconds, round) => milliseconds / (logits[round] ?? Number.NaN));
    return { all: median(all), logits: median(logits), ratio: median(ratios) };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

function describe(files: readonly ModelFile[]): string {
  return files.map(({ path, data }) => `${path} (${typeof data === 'string' ? data : megabytes(data)})`).join(', ');
}

function megabytes(data: Blob | Uint8Array): string {
  const bytes = data instanceof Blob ? data.size : data.byteLength;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The runtime throws some of its errors as bare numbers: addresses of an exception inside its own memory. */
function reason(error: unknown): string {
  if (typeof error === 'number')
    return 'the runtime gave no reason, which most often means that it ran out of memory (4 GB at most).';
  return error instanceof Error ? error.message : String(error);
}
