import type { Graph, Module, Op, Tensor, TensorId } from './graph.ts';
import { opsIn, tensorsIn } from './module.ts';
import { once } from './once.ts';
import { operandsOf } from './operands.ts';

/** A part of the model (the embedding, a layer, the head; an expert) and what is found in it by id. */
interface Part {
  readonly module: Module;
  readonly index: () => PartIndex;
}

interface PartIndex {
  readonly tensors: ReadonlyMap<TensorId, Tensor>;
  readonly ops: readonly Op[];
  readonly producers: ReadonlyMap<TensorId, Op>;
  /** Modules that hold many of one kind. */
  readonly alternatives: readonly Alternatives[];
}

/** Modules of one kind, numbered through: parts of their own, each made when something in it is looked for. */
interface Alternatives {
  readonly around: Module;
  readonly parts: Map<Module, Part>;
}

const LAYER_ID = /^layers\.(?:0|[1-9]\d*)(?=\.)/;

/**
 * A graph by its top-level parts, in the order of computation: the embedding, the layers, the head, and perhaps a layer behind it.
 * Ops read tensors of their own part, or of the part before it; what stands behind the head may read any.
 */
export class ModuleGraph implements Graph {
  readonly family: string;
  readonly dimensions: Graph['dimensions'];
  readonly root: Module;
  private readonly parts: () => readonly Part[];
  /** Of the parts in their order, by id. */
  private readonly places: () => ReadonlyMap<string, number>;

  /** @param parts Asked for on first use. */
  constructor({ family, dimensions }: Pick<Graph, 'family' | 'dimensions'>, parts: () => readonly Module[]) {
    this.family = family;
    this.dimensions = dimensions;
    this.parts = once(() => parts().map(part));
    this.places = once(() => new Map(this.parts().map(({ module }, at) => [module.id, at])));
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
    const { part, at } = found;
    const parts = this.parts();
    const [own, next] = parts.slice(at, at + 2);
    const near = part === own ? opsIn(part.module) : [...part.index().ops, ...(own?.index().ops ?? [])];
    const later = new Set([next, ...parts.slice(Math.max(at + 1, this.behindHead))]);
    const ops = [...near, ...[...later].flatMap((one) => one?.index().ops ?? [])];
    return ops.filter((op) => operandsOf(op).some((operand) => operand.id === id));
  }

  *tensors(): Iterable<Tensor> {
    for (const { module } of this.parts()) yield* tensorsIn(module);
  }

  *ops(): Iterable<Op> {
    for (const { module } of this.parts()) yield* opsIn(module);
  }

  /** Where in the order what follows the head begins. */
  private get behindHead(): number {
    return this.dimensions.layers + 2;
  }

  /** Where a tensor stands, found without building any layer but its own. */
  private find(id: TensorId): { tensor: Tensor; part: Part; at: number } | undefined {
    const parts = this.parts();
    const layer = LAYER_ID.exec(id)?.[0];
    const candidates = layer === undefined ? [0, this.behindHead - 1] : [this.places().get(layer) ?? -1];
    for (const at of candidates) {
      const candidate = parts[at];
      const found = candidate && findIn(candidate, id);
      if (found !== undefined) return { ...found, at };
    }
    return undefined;
  }
}

function findIn(within: Part, id: TensorId): { tensor: Tensor; part: Part } | undefined {
  const { tensors, alternatives } = within.index();
  const tensor = tensors.get(id);
  if (tensor !== undefined) return { tensor, part: within };
  for (const { around, parts } of alternatives) {
    const number = /^\.(\d+)\./.exec(id.startsWith(around.id) ? id.slice(around.id.length) : '')?.[1];
    const module = around.modules[Number(number)];
    if (module === undefined) continue;
    const alternative = parts.get(module) ?? part(module);
    parts.set(module, alternative);
    return findIn(alternative, id);
  }
  return undefined;
}

function part(module: Module): Part {
  const index = once(() => {
    const tensors = new Map<TensorId, Tensor>();
    const ops: Op[] = [];
    const alternatives: Alternatives[] = [];
    const collect = (from: Module): void => {
      for (const tensor of from.tensors) tensors.set(tensor.id, tensor);
      ops.push(...from.ops);
      if (from.awake === undefined) from.modules.forEach(collect);
      else alternatives.push({ around: from, parts: new Map() });
    };
    collect(module);
    return { tensors, ops, producers: new Map(ops.map((op) => [op.output, op])), alternatives };
  });
  return { module, index };
}
