/** The hall: every model that the page has, and those of the reader's own, beside one another as one model. */
import { addressOf } from '../architecture/address.ts';
import { hallGraph } from '../architecture/hall.ts';
import { parameterCount } from '../architecture/tally.ts';
import { Checkpoint, type ShardFile } from '../checkpoint/checkpoint.ts';
import type { Folder } from '../checkpoint/folder.ts';
import { knownModels } from './catalogue.ts';
import { HALL, isOwnName, type OpenModel, ownName } from './model.ts';
import { openModel } from './open-model.ts';
import { word } from './words.ts';

type Members = NonNullable<OpenModel['members']>;

/**
 * Opens the models that the page has.
 * @param open what is open before: a model of the reader's own, or of other sizes, joins
 * @throws {CheckpointError} where one cannot be fetched
 */
export async function openHall(open: OpenModel | undefined, signal: AbortSignal): Promise<OpenModel> {
  const known = await Promise.all(knownModels.map(async (id) => ({ name: id, model: await openModel(id, signal) })));
  if (open?.members !== undefined) return hallOf([...known, ...open.members.filter(({ name }) => isOwnName(name))]);
  return hallOf(open === undefined || isKnown(open) ? known : [...known, { name: ownName(1), model: open }]);
}

/** The hall with another model of the reader's own in it. */
export function joined({ members = [] }: OpenModel, guest: OpenModel): OpenModel {
  const own = members.filter(({ name }) => isOwnName(name));
  return hallOf([...members, { name: ownName(own.length + 1), model: guest }]);
}

/** Files may go by any name. */
const isKnown = ({ id, isAddressable, resized }: OpenModel): boolean =>
  isAddressable && resized === undefined && knownModels.includes(id);

/** From the smallest to the largest. */
function hallOf(models: Members): OpenModel {
  const members = models.toSorted((one, other) => one.model.parameterCount - other.model.parameterCount);
  const graph = hallGraph(members.map(({ name, model }) => ({ name, graph: model.graph })));
  const files = members.flatMap(({ name, model }) => model.checkpoint.files.map((file) => fileIn(name, file)));
  return {
    id: HALL,
    name: word('hall.name'),
    year: undefined,
    isAddressable: true,
    graph,
    parameterCount: parameterCount(graph),
    checkpoint: new Checkpoint(NO_FOLDER, undefined, undefined, files),
    tokenizer: undefined,
    endTokens: [],
    runnable: false,
    absence: undefined,
    problems: [],
    task: { kind: 'look', tour: 'how-big-is-big' },
    members,
  };
}

/** A file with its tensors by their names in the hall. */
function fileIn(model: string, file: ShardFile): ShardFile {
  const renamed = Array.from(file.tensors.values(), (tensor) => {
    const name = addressOf({ model, id: tensor.name });
    return [name, { ...tensor, name }] as const;
  });
  return { ...file, tensors: new Map(renamed) };
}

/** The files of a hall lie in the folders of its models. */
const NO_FOLDER: Folder = {
  name: HALL,
  names: [],
  find: async () => undefined,
  readWhole: async () => undefined,
};
