import type { Graph, Module, Op, Tensor, TensorId } from './graph.ts';
import { once } from './once.ts';
import { operandsOf } from './operands.ts';

/** One top-level part (embedding, a layer, the head) and what is found in it by id. */
interface Part {
  readonly module: Module;
  readonly index: () => PartIndex;
}

interface PartIndex {
  readonly tensors: ReadonlyMap<TensorId, Tensor>;
  readonly ops: readonly Op[];
  readonly producers: ReadonlyMap<TensorId, Op>;
}

const LAYER_ID = /^layers\.(0|[1-9]\d*)\./;

/**
 * A graph by its top-level parts, in the order of computation: the embedding, the layers, the head. Ops read tensors of their own
 * part, or of the part before it.
 */
export class ModuleGraph implements Graph {
  readonly family: string;
  readonly dimensions: Graph['dimensions'];
  readonly root: Module;
  private readonly parts: () => readonly Part[];

  /** @param parts Asked for on first use. */
  constructor({ family, dimensions }: Pick<Graph, 'family' | 'dimensions'>, parts: () => readonly Module[]) {
    this.family = family;
    this.dimensions = dimensions;
    this.parts = once(() => parts().map(part));
    const modules = once(() => this.parts().map(({ module }) => module));
    this.root = {
      id: '',
      kind: 'model',
      tensors: [],
      ops: [],
      get modules() {
        return modules();
      },
    };
  }

  tensor(id: TensorId): Tensor {
    const tensor = this.find(id)?.tensor;
    if (tensor === undefined) throw new Error(`this ${this.family} model has no tensor "${id}"`);
    return tensor;
  }

  has(id: TensorId): boolean {
    return this.find(id) !== undefined;
  }

  producer(id: TensorId): Op | undefined {
    return this.find(id)?.part.index().producers.get(id);
  }

  consumers(id: TensorId): readonly Op[] {
    const found = this.find(id);
    if (found === undefined) return [];
    return this.parts()
      .slice(found.at, found.at + 2)
      .flatMap(({ index }) => index().ops)
      .filter((op) => operandsOf(op).some((operand) => operand.id === id));
  }

  *tensors(): Iterable<Tensor> {
    for (const { index } of this.parts()) yield* index().tensors.values();
  }

  *ops(): Iterable<Op> {
    for (const { index } of this.parts()) yield* index().ops;
  }

  /** Where a tensor stands, found without building any layer but its own. */
  private find(id: TensorId): { tensor: Tensor; part: Part; at: number } | undefined {
    const parts = this.parts();
    const layer = LAYER_ID.exec(id)?.[1];
    const candidates = layer === undefined ? [0, parts.length - 1] : [1 + Number(layer)];
    for (const at of candidates) {
      const candidate = parts[at];
      const tensor = candidate?.index().tensors.get(id);
      if (candidate !== undefined && tensor !== undefined) return { tensor, part: candidate, at };
    }
    return undefined;
  }
}

function part(module: Module): Part {
  const index = once(() => {
    const tensors = new Map<TensorId, Tensor>();
    const ops: Op[] = [];
    const collect = (from: Module): void => {
      for (const tensor of from.tensors) tensors.set(tensor.id, tensor);
      ops.push(...from.ops);
      from.modules.forEach(collect);
    };
    collect(module);
    return { tensors, ops, producers: new Map(ops.map((op) => [op.output, op])) };
  });
  return { module, index };
}
