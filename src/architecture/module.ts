import { isInside } from './address.ts';
import type { Axis, Graph, Module, Op, Role, Stored, Tensor, TensorId } from './graph.ts';

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

/** A module that holds others and nothing of its own. */
export function moduleOf(id: string, kind: string, modules: readonly Module[]): Module {
  return { id, kind, tensors: [], ops: [], modules };
}

/** Modules of one kind of which a token goes through `awake`; each is made when somebody looks into it, and kept. */
export function alternatives(
  { id, kind, awake }: Pick<Module, 'id' | 'kind'> & { readonly awake: number },
  count: number,
  make: (index: number, id: string) => ModuleBuilder,
): Module {
  const modules = Array.from({ length: count }, (_, index) => new Alternative(id, `${kind}.one`, index, make));
  return { id, kind, tensors: [], ops: [], modules, awake };
}

/** A module by its id, found without looking into others than those around it; undefined where there is none. */
export function findModule({ root }: Pick<Graph, 'root'>, id: string): Module | undefined {
  if (root.id === id) return root;
  for (const module of root.modules) {
    const found = module.id === id ? module : isInside(id, module.id) && findModule({ root: module }, id);
    if (found) return found;
  }
  return undefined;
}

/** One of many: kept small, for a layer can have thousands. */
class Alternative implements Module {
  readonly modules: readonly Module[] = NONE;
  private made: Module | undefined;

  constructor(
    private readonly around: string,
    readonly kind: string,
    private readonly index: number,
    private readonly make: (index: number, id: string) => ModuleBuilder,
  ) {}

  get id(): string {
    return `${this.around}.${this.index}`;
  }

  get tensors(): readonly Tensor[] {
    return this.own.tensors;
  }

  get ops(): readonly Op[] {
    return this.own.ops;
  }

  private get own(): Module {
    this.made ??= this.make(this.index, this.id).module(this.id, this.kind);
    return this.made;
  }
}

const NONE: readonly Module[] = [];

/** Every tensor of a module and of those in it, in the order of computation. */
export function* tensorsIn(module: Module): Generator<Tensor> {
  yield* module.tensors;
  for (const child of module.modules) yield* tensorsIn(child);
}

/** Every op of a module and of those in it, in the order of computation. */
export function* opsIn(module: Module): Generator<Op> {
  yield* module.ops;
  for (const child of module.modules) yield* opsIn(child);
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
