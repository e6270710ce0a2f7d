import { ConfigFields } from './config.ts';
import type { Blueprint } from './families/family.ts';
import { familyOf } from './families.ts';
import type { Graph, Module, Op, Tensor, TensorId } from './graph.ts';
import { operandsOf } from './graph.ts';

/**
 * The graph of the model that a Hugging Face `config.json` describes. Costs microseconds whatever the model: a layer is built
 * when somebody asks for it, and kept.
 * @throws ConfigError naming field, expectation and value, for a config that is broken or not understood.
 */
export function buildGraph(config: unknown): Graph {
  const fields = ConfigFields.of(config);
  return new BlueprintGraph(familyOf(fields).read(fields));
}

/** The first use of the returned function makes the value, later ones get the same again. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

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

class BlueprintGraph implements Graph {
  readonly family: string;
  readonly dimensions: Graph['dimensions'];
  readonly root: Module;
  /** In the order of computation: the embedding, the layers, the head. */
  private readonly parts: () => readonly Part[];

  constructor(blueprint: Blueprint) {
    this.family = blueprint.family;
    this.dimensions = blueprint.dimensions;
    this.parts = once(() => [
      part(blueprint.embedding()),
      ...Array.from({ length: blueprint.dimensions.layers }, (_, layer) => part(layerModule(blueprint, layer))),
      part(blueprint.head()),
    ]);
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
    // Ops read their own part or the part before it (see Blueprint).
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

function layerModule(blueprint: Blueprint, layer: number): Module {
  const modules = once(() => blueprint.layer(layer));
  return {
    id: `layers.${layer}`,
    kind: blueprint.layerKind(layer),
    tensors: [],
    ops: [],
    get modules() {
      return modules();
    },
  };
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
