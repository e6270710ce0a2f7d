/** From files or an address to a model: config → graph, and the graph's weights found in the checkpoint. */
import { buildGraph } from '../architecture/build.ts';
import type { Graph, WeightTensor } from '../architecture/graph.ts';
import { parameterCount, tally } from '../architecture/tally.ts';
import type { Checkpoint, StoredTensor } from '../checkpoint/checkpoint.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import { readEndTokens } from '../inference/end-tokens.ts';
import { loadTokenizer } from '../inference/tokenizer.ts';
import { bundledFolder, bundledModels, bundledTask } from './bundled.ts';
import type { ModelProblem, OpenModel } from './model.ts';
import { word } from './words.ts';

/** What `open` takes: the id of a bundled model, the address of a folder or file, or files of the user's. */
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
  const isBundled = typeof what === 'string' && bundledModels.includes(what);
  const checkpoint = await openCheckpoint(sourceOf(what), signal);
  if (checkpoint.config === undefined) {
    throw new OpenError('NoConfig', word('open.noConfig', { name: checkpoint.name }));
  }
  const graph = buildGraph(checkpoint.config);
  const problems = checkpoint.files.length === 0 ? [NO_WEIGHTS] : missingWeights(graph, checkpoint);
  const tokenizer = checkpoint.tokenizerJson === undefined ? undefined : await loadTokenizer(checkpoint.tokenizerJson);
  return {
    id: isBundled ? what : checkpoint.name,
    isAddressable: typeof what === 'string',
    graph,
    tally: tally(graph),
    parameterCount: parameterCount(graph),
    checkpoint,
    tokenizer,
    endTokens: readEndTokens(checkpoint.config),
    runnable: problems.length === 0,
    problems,
    task: isBundled ? bundledTask(what) : undefined,
  };
}

function sourceOf(what: Openable): Parameters<typeof openCheckpoint>[0] {
  if (typeof what !== 'string') {
    const files = what instanceof File ? [what] : [...what];
    if (files.length === 0) throw new OpenError('NothingToOpen', word('open.nothing'));
    return files;
  }
  if (bundledModels.includes(what)) return bundledFolder(what);
  if (URL.canParse(what) && /^https?:$/.test(new URL(what).protocol)) return new URL(what);
  throw new OpenError('UnknownModel', word('open.unknown', { model: what, bundled: bundledModels.join(', ') }));
}

const NO_WEIGHTS: ModelProblem = { code: 'NoWeights', message: word('open.noWeights') };

/** The stored tensor that a weight of the graph is a view of, under whichever of its names the checkpoint uses. */
export function storedTensor(weight: WeightTensor, checkpoint: Pick<Checkpoint, 'tensors'>): StoredTensor | undefined {
  const name = weight.stored.names.find((candidate) => checkpoint.tensors.has(candidate));
  return name === undefined ? undefined : checkpoint.tensors.get(name);
}

/** One problem for each stored tensor that is not there. A tensor of another shape means that config and weights don't belong together. */
function missingWeights(graph: Graph, checkpoint: Checkpoint): ModelProblem[] {
  const missing = new Set<string>();
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
    }
  }
  return [...missing].map((name) => ({ code: 'WeightMissing', message: word('open.missing', { name }) }));
}
