/** The hall: every model that the page has, and one of the reader's own, beside one another as one model. */
import { addressOf } from '../architecture/address.ts';
import { hallGraph } from '../architecture/hall.ts';
import { parameterCount } from '../architecture/tally.ts';
import { Checkpoint, type ShardFile } from '../checkpoint/checkpoint.ts';
import type { Folder } from '../checkpoint/folder.ts';
import { bundledModels } from './bundled.ts';
import { famousModels } from './catalogue.ts';
import { HALL, type OpenModel } from './model.ts';
import { openModel } from './open-model.ts';
import { word } from './words.ts';

/** What the reader's own model goes by in the hall, however it is called. */
const OWN = 'own';

const KNOWN: readonly string[] = [...bundledModels, ...famousModels.map(({ id }) => id)];

/**
 * Opens the models that the page has, without what runs them.
 * @param open what is open before: a model of the reader's own, or of other sizes, joins
 * @throws {CheckpointError} where one cannot be fetched
 */
export async function openHall(open: OpenModel | undefined, signal: AbortSignal): Promise<OpenModel> {
  const known = await Promise.all(KNOWN.map((id) => openModel(id, signal)));
  const guest = open?.members === undefined ? open : open.members.find(({ id }) => id === OWN);
  const isKnown = guest === undefined || (guest.resized === undefined && KNOWN.includes(guest.id));
  return hallOfModels(isKnown ? known : [...known, asGuest(guest)]);
}

/** The hall with a model of the reader's own in it, in the place of the one that was. */
export function joined(hall: OpenModel, guest: OpenModel): OpenModel {
  const others = hall.members?.filter(({ id }) => id !== OWN) ?? [];
  return hallOfModels([...others, asGuest(guest)]);
}

const asGuest = (model: OpenModel): OpenModel => ({ ...model, id: OWN, isAddressable: false });

/** From the smallest to the largest. */
function hallOfModels(models: readonly OpenModel[]): OpenModel {
  const members = models.toSorted((one, other) => one.parameterCount - other.parameterCount);
  const graph = hallGraph(members.map((model) => ({ name: model.id, graph: model.graph })));
  const files = members.flatMap(({ id, checkpoint }) => checkpoint.files.map((file) => fileIn(id, file)));
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
