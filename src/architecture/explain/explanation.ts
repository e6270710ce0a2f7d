/** The shape of an answer to "where does this number come from?", and how its parts fold back into the number. */
import type { ActivationFunction, Op, TensorId } from '../graph.ts';
import { ACTIVATION_FUNCTIONS } from './functions.ts';

/** Indices along the axes of a tensor, in the order of its axes. */
export type Cell = readonly number[];

/** A box of cells of one tensor, both ends included. */
export interface CellRange {
  readonly id: TensorId;
  readonly from: Cell;
  readonly to: Cell;
}

/** A number that stands in a cell. */
export interface CellFactor {
  readonly id: TensorId;
  readonly cell: Cell;
  readonly value: number;
  /** TeX. */
  readonly symbol: string;
}

/** A number that stands in no cell: the cosine of an angle, a mean, a constant. */
export interface ConstantFactor {
  readonly id?: undefined;
  readonly cell?: undefined;
  readonly value: number;
  /** TeX. */
  readonly symbol: string;
}

export type Factor = CellFactor | ConstantFactor;

/** One piece of a sum. Its value is the product of its factors, in a softmax e to the power of its one factor less the maximum. */
export interface Term {
  readonly value: number;
  readonly factors: readonly Factor[];
  /** A bias is added as a term of its own, after the products. */
  readonly role: 'product' | 'bias' | 'power';
}

/** How the terms become one number: their sum, or the share that the term numbered `of` has in their sum. */
export type Fold = { readonly kind: 'sum' } | { readonly kind: 'share'; readonly of: number };

/** What happens to that number next, in order. `mask` puts −Infinity in its place. */
export type Step =
  | { readonly operation: 'add' | 'subtract' | 'multiply' | 'divide'; readonly factor: Factor }
  | { readonly operation: 'apply'; readonly function: ActivationFunction }
  | { readonly operation: 'mask' };

/** A computation with its numbers. */
export interface Calculation {
  readonly terms: readonly Term[];
  readonly fold: Fold;
  readonly steps: readonly Step[];
}

export interface Explanation extends Calculation {
  readonly id: TensorId;
  readonly cell: Cell;
  /** The op that made the cell, or what the tensor is where no op did. */
  readonly kind: Op['kind'] | 'weight' | 'tokens';
  /** The number that stands in the cell; undefined while it is not at hand. */
  readonly value?: number;
  /** TeX with symbols and the indices of this cell. */
  readonly formula: string;
  /** TeX with the numbers in place of the symbols, long sums shortened; empty while they are not at hand. */
  readonly substituted: string;
  /**
   * The terms folded and the steps taken; undefined while an operand is not at hand (`terms` is empty then). Weights and
   * tokens have no terms: their result is the value itself.
   */
  readonly result?: number;
  /** The rows, columns and cells that the cell was made from. */
  readonly sources: readonly CellRange[];
  /** Of a weight: the names that its tensor may have in a checkpoint, and the place of this number in it. */
  readonly stored?: { readonly names: readonly string[]; readonly index: readonly number[] };
}

/** The number that a calculation comes to. */
export function foldTerms({ terms, fold, steps }: Calculation): number {
  return steps.reduce(take, folded(terms, fold));
}

function folded(terms: readonly Term[], fold: Fold): number {
  const sum = terms.reduce((total, term) => total + term.value, 0);
  return fold.kind === 'sum' ? sum : (terms[fold.of]?.value ?? Number.NaN) / sum;
}

function take(value: number, step: Step): number {
  switch (step.operation) {
    case 'add':
      return value + step.factor.value;
    case 'subtract':
      return value - step.factor.value;
    case 'multiply':
      return value * step.factor.value;
    case 'divide':
      return value / step.factor.value;
    case 'apply':
      return ACTIVATION_FUNCTIONS[step.function](value);
    case 'mask':
      return Number.NEGATIVE_INFINITY;
  }
}
