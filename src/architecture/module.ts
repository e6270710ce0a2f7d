import type { Axis, Module, Op, Role, Stored, Tensor, TensorId } from './graph.ts';

/** Collects the tensors and ops of one module, in the order of computation. */
export class ModuleBuilder {
  private readonly tensors: Tensor[] = [];
  private readonly ops: Op[] = [];

  tokens(id: TensorId): TensorId {
    this.tensors.push({ kind: 'tokens', id, role: 'embedding', axes: [{ name: 'token', extent: 'tokens' }] });
    return id;
  }

  weight(id: TensorId, axes: readonly Axis[], stored: Stored, role: Role = 'weight'): TensorId {
    this.tensors.push({ kind: 'weight', id, role, axes, stored });
    return id;
  }

  /** A weight that shows the numbers of another one again. */
  tiedWeight(id: TensorId, axes: readonly Axis[], stored: Stored, role: Role, sameNumbersAs: TensorId): TensorId {
    this.tensors.push({ kind: 'weight', id, role, axes, stored, sameNumbersAs });
    return id;
  }

  /** An op together with the activation that it makes. */
  compute(op: Op, role: Role, axes: readonly Axis[]): TensorId {
    this.tensors.push({ kind: 'activation', id: op.output, role, axes });
    this.ops.push(op);
    return op.output;
  }

  /** @param kind Equal for modules that have the same tensors and ops up to the prefix of their ids. */
  module(id: string, kind: string): Module {
    return { id, kind, tensors: this.tensors, ops: this.ops, modules: [] };
  }
}

/** A stored tensor seen as it is: the block's axes are the stored ones. */
export function storedAsIs(names: readonly string[], shape: readonly number[]): Stored {
  return { names, shape, offset: 0, strides: rowMajorStrides(shape) };
}

/** A stored matrix [rows, columns] seen as the block [columns, rows]. */
export function storedTransposed(names: readonly string[], rows: number, columns: number): Stored {
  return { names, shape: [rows, columns], offset: 0, strides: [1, columns] };
}

/** Distance between neighbours along each axis of a row-major tensor, in elements. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let distance = 1;
  for (const extent of [...shape].reverse()) {
    strides.unshift(distance);
    distance *= extent;
  }
  return strides;
}
