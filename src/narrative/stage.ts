/**
 * What a tour says about the scene at one instant, and the interface through which it is shown. The narrative declares what it
 * needs; the app hands it a scene that can do it.
 */
import type { Graph, TensorData, TensorId } from '../architecture/graph.ts';
import type { KeyFrame } from '../checkpoint/training.ts';

/** Two opposite corners of a rectangle of cells in one slab of a block, both included. */
export interface Cells {
  readonly block: TensorId;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A camera pose without coordinates: what is looked at, from which side (degrees), how closely (1: it just fits). */
export interface Pose {
  /** Also modules. */
  readonly blocks: readonly TensorId[];
  /** What is looked at of a block, where that is not all of it. */
  readonly cells?: readonly Cells[];
  readonly yaw: number;
  readonly pitch: number;
  readonly zoom: number;
}

/** The camera on its way: at `to` when `progress` is 1. Progress is eased already. */
export interface Flight {
  readonly from: Pose;
  readonly to: Pose;
  readonly progress: number;
}

export interface Stage {
  readonly flight: Flight;
  /** Blocks, a slab of one, or all blocks of a module. */
  readonly lit?: readonly { readonly block: TensorId; readonly slab?: number; readonly isModule?: boolean }[];
  /** Not computed yet at this instant. */
  readonly pending: ReadonlySet<TensorId>;
  /** Values in place of the trace's (row-major, full shape; NaN: not computed yet). Same array object: same numbers. */
  readonly values: ReadonlyMap<TensorId, Float32Array>;
  readonly outlines: readonly { readonly range: Cells; readonly style: 'accent' | 'source' | 'dotted' }[];
  readonly links: readonly { readonly from: Cells; readonly to: Cells; readonly progress: number }[];
  readonly movers: readonly {
    readonly from: Cells;
    readonly to: Cells;
    readonly progress: number;
    readonly values: Float32Array;
    readonly scaleOf: TensorId;
  }[];
  readonly named: readonly TensorId[];
  /** How many of the run's tokens are there at this instant: the given ones, then one more with each answer that is appended. */
  readonly tokens: number;
  /** How many answers have been chosen at this instant. */
  readonly answered: number;
}

/** What a tour reads: the model and the numbers of the last run. */
export interface StageSource {
  readonly graph: Graph;
  /** The token ids of the run, and how each is written. */
  readonly ids: readonly number[];
  readonly words: readonly string[];
  /** How many of the tokens were given by the reader; the rest are the model's answers. */
  readonly given: number;
  /** Ids of what the model has answered, however it was drawn; the last of them need not have gone through the model. */
  readonly answers: readonly number[];
  /** How a token id is written: “A”. */
  word(id: number): string;
  /** An activation of the last run or a weight block; undefined while it is not there. */
  read(id: TensorId): TensorData | undefined;
  /**
   * The logit lens: the probabilities [vocab] after a token, read out of a tensor of the residual stream as if nothing came after
   * it. Undefined while numbers are missing. @throws Error when the tensor is not of the stream.
   */
  lens(stream: TensorId, token: number): readonly number[] | undefined;
  /** The key frames of the model's training, by step; none where it is not told. */
  readonly training: readonly KeyFrame[];
  /**
   * The entries of a vocabulary whose vectors in a table point most nearly as that of `id`, nearest first, with the cosine of the
   * angle between. Undefined while the table is not there. @throws RangeError for an entry that the table does not have.
   */
  neighbours(
    table: TensorId,
    id: number,
    count: number,
  ): readonly { readonly id: number; readonly cosine: number }[] | undefined;
}
