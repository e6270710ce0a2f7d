/**
 * What the page and the inference worker say to each other. The page asks one thing at a time, so a reply always belongs to the
 * request before it.
 */

import type { TensorId } from '../architecture/graph.ts';
import type { PackedFrame, WeightList } from '../checkpoint/frame-packing.ts';
import type { WeightNumbers } from '../checkpoint/key-frames.ts';
import type { InferenceErrorCode } from './errors.ts';
import type { Compared, Measurement } from './measurement.ts';
import type { LoweredModel } from './onnx.ts';
import type { ModelFile, NewRows } from './runtime.ts';

export type Request =
  /** Loads a model in place of the one that is loaded. */
  | { readonly kind: 'load'; readonly lowered: LoweredModel; readonly files: readonly ModelFile[] }
  /** Gives the loaded model its weights, in place of those that it was given before. */
  | { readonly kind: 'give'; readonly weights: WeightNumbers }
  /** `decodeFrame`, for which no model need be loaded. */
  | { readonly kind: 'decode'; readonly base: WeightList; readonly frame: PackedFrame }
  /** A pass over tokens, of which at most so many, from the first, need not be computed anew. */
  | {
      readonly kind: 'trace';
      readonly tokens: readonly number[];
      readonly ids: readonly TensorId[];
      readonly reusable: number;
    }
  | {
      readonly kind: 'measure';
      readonly what: Compared;
      readonly tokens: readonly number[];
      readonly rounds: number;
    };

export type Reply =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'given' }
  | { readonly kind: 'decoded'; readonly weights: WeightList }
  | ({ readonly kind: 'traced' } & NewRows)
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | Failure;

export interface Failure {
  readonly kind: 'failed';
  readonly code: InferenceErrorCode;
  readonly message: string;
  /** The runtime is broken: another worker is needed. */
  readonly fatal: boolean;
}

/** What a worker tells unasked. */
export type Notice =
  /** The worker holds the Web Lock of this name for as long as it lives. */
  | { readonly kind: 'alive'; readonly lock: string }
  /** How many bytes of the runtime have arrived; `total` is undefined where the server does not say. */
  | { readonly kind: 'download'; readonly loaded: number; readonly total: number | undefined };

export type WorkerMessage = Reply | Notice;
