/**
 * Several models as one: a graph of graphs, for every reader of a graph. A tensor's id in it is an address, the name of its model
 * before its own id: `gpt2/layers.3.ffn.up.weight`. No op reads across models.
 */
import { type Address, addressOf, moduleAddress, readAddress } from './address.ts';
import type { Graph, Module, Op, Stored, Tensor, TensorId } from './graph.ts';
import { once } from './once.ts';
import { withIds } from './operands.ts';

/** A model in a hall. */
export interface Member {
  /** No other one in the hall has it. Without a `/`. */
  readonly name: string;
  readonly graph: Graph;
}

/**
 * The graph of a hall, its modules the models as they come. Its dimensions are those of the last one, but for the layers, which are
 * those of all, and the context, the least: all are laid out for one number of tokens.
 * @throws RangeError where there is no model, two have one name, or a name cannot stand in an address
 */
export function hallGraph(members: readonly Member[]): Graph {
  const names = new Set<string>();
  for (const { name } of members) {
    if (names.has(name)) throw new RangeError(`${name}: there is a model of this name in the hall`);
    if (readAddress(name)) throw new RangeError(`${name}: the name of a model in a hall is no address`);
    names.add(name);
  }
  return new HallGraph(members);
}

class HallGraph implements Graph {
  readonly family = 'hall';
  readonly dimensions: Graph['dimensions'];
  readonly root: Module;
  private readonly byName: ReadonlyMap<string, Graph>;
  /** Those that were asked for: some are in every frame. */
  private readonly known = new Map<TensorId, Tensor>();

  constructor(readonly members: readonly Member[]) {
    const last = members.at(-1);
    if (last === undefined) throw new RangeError('a hall has at least one model');
    const context = Math.min(...members.map(({ graph }) => graph.dimensions.context));
    const layers = members.reduce((sum, { graph }) => sum + graph.dimensions.layers, 0);
    this.dimensions = { ...last.graph.dimensions, layers, context };
    this.byName = new Map(members.map(({ name, graph }) => [name, graph]));
    const modules = members.map(({ name, graph }) => moduleIn(name, graph.root));
    this.root = { id: '', kind: 'hall', tensors: [], ops: [], modules };
  }

  tensor(address: TensorId): Tensor {
    const known = this.known.get(address);
    if (known !== undefined) return known;
    const found = this.find(address);
    if (found === undefined) throw new Error(`no model in the hall has a tensor "${address}"`);
    const tensor = tensorIn(found.model, found.graph.tensor(found.id));
    this.known.set(address, tensor);
    return tensor;
  }

  has(address: TensorId): boolean {
    return this.find(address) !== undefined;
  }

  producer(address: TensorId): Op | undefined {
    const found = this.find(address);
    const op = found?.graph.producer(found.id);
    return found && op && opIn(found.model, op);
  }

  consumers(address: TensorId): readonly Op[] {
    const found = this.find(address);
    return found === undefined ? [] : found.graph.consumers(found.id).map((op) => opIn(found.model, op));
  }

  *tensors(): Iterable<Tensor> {
    for (const { name, graph } of this.members) for (const tensor of graph.tensors()) yield tensorIn(name, tensor);
  }

  *ops(): Iterable<Op> {
    for (const { name, graph } of this.members) for (const op of graph.ops()) yield opIn(name, op);
  }

  private find(address: TensorId): (Address & { readonly graph: Graph }) | undefined {
    const place = readAddress(address);
    const graph = place && this.byName.get(place.model);
    return place && graph?.has(place.id) ? { ...place, graph } : undefined;
  }
}

/** A module made when somebody looks into it, as its own is. */
function moduleIn(model: string, own: Module): Module {
  const tensors = once(() => own.tensors.map((tensor) => tensorIn(model, tensor)));
  const ops = once(() => own.ops.map((op) => opIn(model, op)));
  const modules = once(() => own.modules.map((module) => moduleIn(model, module)));
  return {
    id: moduleAddress({ model, id: own.id }),
    kind: addressOf({ model, id: own.kind }),
    ...(own.awake !== undefined && { awake: own.awake }),
    ...(own.remembered && { remembered: own.remembered.map((id) => addressOf({ model, id })) }),
    get tensors() {
      return tensors();
    },
    get ops() {
      return ops();
    },
    get modules() {
      return modules();
    },
  };
}

function tensorIn(model: string, own: Tensor): Tensor {
  const id = addressOf({ model, id: own.id });
  if (own.kind !== 'weight') return { ...own, id };
  const { sameNumbersAs } = own;
  return {
    ...own,
    id,
    stored: storedIn(model, own.stored),
    ...(sameNumbersAs !== undefined && { sameNumbersAs: addressOf({ model, id: sameNumbersAs }) }),
  };
}

/** The numbers of a hall's weights are stored under their names behind the name of their model. */
function storedIn(model: string, stored: Stored): Stored {
  return { ...stored, names: stored.names.map((id) => addressOf({ model, id })) };
}

const opIn = (model: string, op: Op): Op => withIds(op, (id) => addressOf({ model, id }));
