/** From files or an address to a model: config → graph, and the graph's weights found in the checkpoint. */
import { buildGraph } from '../architecture/build.ts';
import type { Graph, WeightTensor } from '../architecture/graph.ts';
import { parameterCount } from '../architecture/tally.ts';
import { type Checkpoint, isScaled, type StoredTensor } from '../checkpoint/checkpoint.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import { readEndTokens } from '../inference/end-tokens.ts';
import { isRunnable, RUNNABLE_DTYPES } from '../inference/runnable-dtypes.ts';
import { loadTokenizer } from '../inference/tokenizer.ts';
import { bundledFolder, bundledModels, bundledTask } from './bundled.ts';
import type { Absence, ModelProblem, OpenModel } from './model.ts';
import type { Task } from './task.ts';
import { word } from './words.ts';

/** What `open` takes: the id of a bundled or a famous model, the address of a folder or file, or files of the user's. */
export type Openable = string | File | readonly File[] | FileList;

/** A model that was not opened, for a reason that is neither in the bytes nor in the config alone. */
export class OpenError extends Error {
  override readonly name = 'OpenError';

  constructor(
    readonly code: 'NoConfig' | 'UnknownModel' | 'WeightShape' | 'NothingToOpen',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Opens a model. Weights stay where they are; only headers are read.
 * @throws {OpenError | CheckpointError | ConfigError}
 */
export async function openModel(what: Openable, signal: AbortSignal): Promise<OpenModel> {
  const { from, id, name, year, task, absence } = await sourceOf(what);
  const checkpoint = await openCheckpoint(from, signal);
  if (checkpoint.config === undefined) {
    throw new OpenError('NoConfig', word('open.noConfig', { name: checkpoint.name }));
  }
  const graph = buildGraph(checkpoint.config);
  const isGeometry = checkpoint.files.length === 0;
  const problems = isGeometry ? [ABSENT[absence]] : problemsOfWeights(graph, checkpoint);
  const tokenizer = checkpoint.tokenizerJson === undefined ? undefined : await loadTokenizer(checkpoint.tokenizerJson);
  return {
    id: id ?? checkpoint.name,
    name: name ?? id ?? checkpoint.name,
    year,
    isAddressable: typeof what === 'string',
    graph,
    parameterCount: parameterCount(graph),
    checkpoint,
    tokenizer,
    endTokens: readEndTokens(checkpoint.config),
    runnable: problems.length === 0,
    absence: isGeometry ? absence : undefined,
    problems,
    task,
  };
}

/** Where a model is read from, and what is known of it beforehand. */
interface Source {
  readonly from: Parameters<typeof openCheckpoint>[0];
  /** The id that opens it. */
  readonly id?: string;
  readonly name?: string;
  readonly year?: number;
  readonly task?: Task;
  /** Why there are no weights, should there be none. */
  readonly absence: Absence;
}

async function sourceOf(what: Openable): Promise<Source> {
  if (typeof what !== 'string') {
    const files = what instanceof File ? [what] : [...what];
    if (files.length === 0) throw new OpenError('NothingToOpen', word('open.nothing'));
    return { from: files, absence: 'notOpened' };
  }
  if (bundledModels.includes(what)) {
    return { from: bundledFolder(what), id: what, task: bundledTask(what), absence: 'notOpened' };
  }
  if (URL.canParse(what) && /^https?:$/.test(new URL(what).protocol))
    return { from: new URL(what), absence: 'notOpened' };
  const { famousFolder, famousModels, knownModels } = await import('./catalogue.ts');
  const famous = famousModels.find(({ id }) => id === what);
  if (famous === undefined) {
    throw new OpenError('UnknownModel', word('open.unknown', { model: what, known: knownModels.join(', ') }));
  }
  const { id, name, year, weightsArePublished } = famous;
  return { from: famousFolder(id), id, name, year, absence: weightsArePublished ? 'notLoaded' : 'notPublished' };
}

/** What is told of a model without weights. */
export const ABSENT: Readonly<Record<Absence, ModelProblem>> = {
  notOpened: { code: 'NoWeights', message: word('open.noWeights') },
  notLoaded: { code: 'NotLoaded', message: word('open.notLoaded') },
  notPublished: { code: 'NotPublished', message: word('open.notPublished') },
  otherSizes: { code: 'OtherSizes', message: word('open.otherSizes') },
};

/** The stored tensor that a weight of the graph is a view of, under whichever of its names the checkpoint uses. */
export function storedTensor(weight: WeightTensor, checkpoint: Pick<Checkpoint, 'tensors'>): StoredTensor | undefined {
  const name = weight.stored.names.find((candidate) => checkpoint.tensors.has(candidate));
  return name === undefined ? undefined : checkpoint.tensors.get(name);
}

/**
 * One problem for each stored tensor that is not there, and for each way of storing weights that cannot be run. A tensor of another
 * shape means that config and weights don't belong together.
 */
function problemsOfWeights(graph: Graph, checkpoint: Checkpoint): ModelProblem[] {
  const missing = new Set<string>();
  const [scaled, unrunnable] = [new Set<string>(), new Set<string>()];
  for (const tensor of graph.tensors()) {
    if (tensor.kind !== 'weight') continue;
    const stored = storedTensor(tensor, checkpoint);
    if (stored === undefined) {
      missing.add(tensor.stored.names[0] ?? tensor.id);
    } else if (stored.shape.join() !== tensor.stored.shape.join()) {
      throw new OpenError(
        'WeightShape',
        word('open.shape', {
          file: stored.file.name,
          tensor: stored.name,
          found: stored.shape.join(', '),
          expected: tensor.stored.shape.join(', '),
        }),
      );
    } else if (isScaled(stored.name, checkpoint.tensors)) {
      scaled.add(stored.dtype);
    } else if (!isRunnable(stored.dtype)) {
      unrunnable.add(stored.dtype);
    }
  }
  const runnable = RUNNABLE_DTYPES.join(', ');
  return [
    ...Array.from(missing, (name) => ({ code: 'WeightMissing', message: word('open.missing', { name }) })),
    ...Array.from(scaled, (dtype) => ({ code: 'WeightScaled', message: word('open.scaled', { dtype, runnable }) })),
    ...Array.from(unrunnable, (dtype) => ({ code: 'WeightDtype', message: word('open.dtype', { dtype, runnable }) })),
  ];
}
