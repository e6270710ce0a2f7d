/** The story teller and its runs, as a tour reads them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileTour } from '../../../scripts/tours/compile.ts';
import { shapeOf, type TensorData, type TensorId } from '../../../src/architecture/graph.ts';
import { blockFromStored } from '../../../src/architecture/view.ts';
import { memorySource } from '../../../src/checkpoint/byte-source.ts';
import { openCheckpoint } from '../../../src/checkpoint/open-checkpoint.ts';
import { loadTokenizer } from '../../../src/inference/tokenizer.ts';
import { logitLens } from '../../../src/lab/logit-lens.ts';
import { neighbours } from '../../../src/lab/neighbours.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import type { CompiledTour } from '../../../src/narrative/tour.ts';
import { filesOfModel, loadModel, readModel } from '../inference/models.ts';
import { trainingOf } from './nano-sort.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'models/tales');
const FILE = 'content/en/tours/a-llama-step-by-step.md';
export const TOUR_FILE = join(ROOT, FILE);

export function readTour(): CompiledTour {
  return compileTour(readFileSync(TOUR_FILE, 'utf8'), FILE, 'a-llama-step-by-step');
}

/** Runs a text, and goes on with the likeliest tokens: what the page hands to the tour. */
export type Teller = (text: string, answers?: number) => Promise<StageSource>;

export async function loadTeller(): Promise<Teller> {
  const names = filesOfModel(FOLDER);
  const bytes = (name: string) => new Uint8Array(readFileSync(join(FOLDER, name)));
  const checkpoint = await openCheckpoint(names.map((name) => memorySource(bytes(name), name)));
  const tokenizer = await loadTokenizer(JSON.parse(readFileSync(join(FOLDER, 'tokenizer.json'), 'utf8')));
  const stored = await readModel(FOLDER);
  const { graph } = stored;
  const weights = new Map<TensorId, TensorData>();
  const activations: TensorId[] = [];
  for (const tensor of graph.tensors()) {
    if (tensor.kind === 'activation') activations.push(tensor.id);
    if (tensor.kind !== 'weight') continue;
    const name = tensor.stored.names.find((candidate) => checkpoint.tensors.has(candidate));
    if (name === undefined) throw new Error(`no tensor for ${tensor.id}`);
    const shape = shapeOf(tensor, 0);
    const data = blockFromStored(tensor.stored, shape, await checkpoint.read(name));
    weights.set(tensor.id, { axes: tensor.axes.map((axis) => axis.name), shape, data });
  }
  const model = await loadModel(stored, activations);
  return async (text, answers = 0) => {
    const ids = [...tokenizer.encode(text).ids];
    const given = ids.length;
    for (let answer = 0; answer < answers; answer += 1) {
      const { shape = [], data } = (await model.run(ids, ['logits'])).get('logits') ?? {};
      const last = [...(data ?? [])].slice(-(shape[1] ?? 0));
      ids.push(last.indexOf(Math.max(...last)));
    }
    const trace = await model.run(ids, activations);
    const read = (id: TensorId) => (graph.tensor(id).kind === 'weight' ? weights.get(id) : trace.get(id));
    return {
      graph,
      ids,
      words: ids.map((id) => tokenizer.word(id)),
      given,
      answers: ids.slice(given),
      // The model’s own “…” is not to be taken for a gap in the text.
      word: (id) => tokenizer.word(id).replace('…', '...'),
      read,
      lens: (stream, token) => logitLens(graph, read, stream, token),
      training: trainingOf(FOLDER),
      neighbours: (table, id, count) => {
        const vectors = read(table);
        return vectors && neighbours(vectors, id, count);
      },
    };
  };
}
