/** Models on disk with the numbers of every tensor: weights as their blocks, activations as PyTorch computed them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildGraph } from '../../../src/architecture/build.ts';
import { type Graph, shapeOf, type TensorData, type TensorId } from '../../../src/architecture/graph.ts';
import { blockFromStored } from '../../../src/architecture/view.ts';
import { memorySource } from '../../../src/checkpoint/byte-source.ts';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import { openCheckpoint } from '../../../src/checkpoint/open-checkpoint.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FIXTURES = join(ROOT, 'test/fixtures');

/** By name: the bundled model, and random ones of every family and variant. */
export const MODELS = new Map(
  [join(ROOT, 'models/nano-sort'), ...readdirSync(FIXTURES).map((name) => join(FIXTURES, name))]
    .filter((folder) => existsSync(join(folder, 'reference.safetensors')))
    .map((folder) => [basename(folder), folder]),
);

export interface Fixture {
  readonly graph: Graph;
  readonly checkpoint: Checkpoint;
  /** One for each prompt: every tensor of the graph by its id. */
  readonly prompts: readonly ReadonlyMap<TensorId, TensorData>[];
}

export async function loadFixture(folder: string): Promise<Fixture> {
  const names = readdirSync(folder).filter((name) => /^(config\.json|model.*)$/.test(name));
  const checkpoint = await open(folder, names);
  const reference = await open(folder, ['reference.safetensors']);
  const graph = buildGraph(checkpoint.config);
  const weights = await readWeights(graph, checkpoint);
  const count = new Set([...reference.tensors.keys()].map((name) => name.split('/')[0])).size;
  const prompts = await Promise.all(
    Array.from({ length: count }, async (_, prompt) => {
      const activations = await readActivations(graph, reference, `${prompt}/`);
      return new Map([...weights, ...activations]);
    }),
  );
  return { graph, checkpoint, prompts };
}

function open(folder: string, names: readonly string[]): Promise<Checkpoint> {
  return openCheckpoint(names.map((name) => memorySource(new Uint8Array(readFileSync(join(folder, name))), name)));
}

async function readWeights(graph: Graph, checkpoint: Checkpoint): Promise<[TensorId, TensorData][]> {
  const weights: [TensorId, TensorData][] = [];
  for (const tensor of graph.tensors()) {
    if (tensor.kind !== 'weight') continue;
    const name = tensor.stored.names.find((candidate) => checkpoint.tensors.has(candidate));
    if (name === undefined) throw new Error(`no tensor for ${tensor.id}`);
    const shape = shapeOf(tensor, 0);
    const data = blockFromStored(tensor.stored, shape, await checkpoint.read(name));
    weights.push([tensor.id, { axes: tensor.axes.map((axis) => axis.name), shape, data }]);
  }
  return weights;
}

async function readActivations(graph: Graph, reference: Checkpoint, prefix: string): Promise<[TensorId, TensorData][]> {
  const activations: [TensorId, TensorData][] = [];
  for (const tensor of graph.tensors()) {
    if (tensor.kind === 'weight') continue;
    const { shape } = reference.tensors.get(prefix + tensor.id) ?? {};
    if (shape === undefined) throw new Error(`no reference for ${tensor.id}`);
    const axes = tensor.axes.map((axis) => axis.name);
    activations.push([tensor.id, { axes, shape, data: await reference.read(prefix + tensor.id) }]);
  }
  return activations;
}
