/** The sorter and its runs, as a tour reads them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileTour } from '../../../scripts/tours/compile.ts';
import { figureInWords } from '../../../src/app/figure-in-words.ts';
import type { TensorData, TensorId } from '../../../src/architecture/graph.ts';
import { type KeyFrame, parseTraining } from '../../../src/checkpoint/training.ts';
import { logitLens } from '../../../src/lab/logit-lens.ts';
import { neighbours } from '../../../src/lab/neighbours.ts';
import type { ReadFigure } from '../../../src/narrative/figure.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import type { CompiledTour } from '../../../src/narrative/tour.ts';
import { loadFixture, MODELS } from '../architecture/fixtures.ts';
import { loadModel, NANO_SORT, readModel } from '../inference/models.ts';

const LETTERS = ['A', 'B', 'C'];
const FILE = 'content/en/tours/how-a-transformer-sorts.md';

export function readTour(): CompiledTour {
  const markdown = readFileSync(join(import.meta.dirname, '../../..', FILE), 'utf8');
  return compileTour(markdown, FILE, 'how-a-transformer-sorts');
}

export interface Sorter {
  /** What the page hands to the tour for six letters: one pass over them and the first five answers, all traced. */
  run(letters: string): Promise<StageSource>;
  /** One pass over these letters alone. */
  trace(letters: string): Promise<ReadonlyMap<TensorId, TensorData>>;
  /** A run before anything has run. */
  readonly idle: StageSource;
}

export async function loadSorter(): Promise<Sorter> {
  const { graph, prompts } = await loadFixture(MODELS.get('nano-sort') ?? NANO_SORT);
  const weights = prompts[0] ?? new Map<TensorId, TensorData>();
  const activations = [...graph.tensors()].filter(({ kind }) => kind === 'activation').map(({ id }) => id);
  const model = await loadModel(await readModel(NANO_SORT), activations);
  const training = trainingOf(NANO_SORT);
  const source = (ids: readonly number[], given: number, trace: ReadonlyMap<TensorId, TensorData>): StageSource => {
    const read = (id: TensorId) => (graph.tensor(id).kind === 'weight' ? weights.get(id) : trace.get(id));
    return {
      graph,
      ids,
      words: ids.map((id) => LETTERS[id] ?? '?'),
      given,
      answers: ids.slice(given),
      word: (id) => LETTERS[id] ?? '?',
      read,
      lens: (stream, token) => logitLens(graph, read, stream, token),
      training,
      neighbours: (table, id, count) => {
        const vectors = read(table);
        return vectors && neighbours(vectors, id, count);
      },
    };
  };
  return {
    async run(letters) {
      const ids = idsOf(letters);
      const given = ids.length;
      while (ids.length < 2 * given - 1)
        ids.push(mostProbable((await model.run(ids, ['probabilities'])).get('probabilities')));
      return source(ids, given, await model.run(ids, activations));
    },
    trace: (letters) => model.run(idsOf(letters), activations),
    idle: source([], 0, new Map()),
  };
}

/** The key frames of a model in a folder. */
export function trainingOf(folder: string): readonly KeyFrame[] {
  const file = join(folder, 'training.json');
  return existsSync(file) ? parseTraining(readFileSync(file, 'utf8'), file).frames : [];
}

function idsOf(letters: string): number[] {
  return [...letters].map((letter) => LETTERS.indexOf(letter));
}

/** As the page says a figure, with the addresses of blocks for their names. */
export function saidFigure(figure: ReadFigure): string {
  return figureInWords(figure, (id) => ({ name: id, purpose: '' }));
}

/** The id after the last token. @param probabilities [token, vocab] */
export function mostProbable(probabilities: TensorData | undefined): number {
  const last = [...(probabilities?.data ?? [])].slice(-LETTERS.length);
  return last.indexOf(Math.max(...last));
}

/** Every row of six letters that the sorter can be given. */
export function allInputs(): string[] {
  return Array.from({ length: LETTERS.length ** 6 }, (_, input) =>
    [...input.toString(LETTERS.length).padStart(6, '0')].map((digit) => LETTERS[Number(digit)]).join(''),
  );
}
