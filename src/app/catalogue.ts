/** Famous models, of which the page has the config: they open as geometry. Not needed before somebody asks for one. */
import catalogue from '../../models/configs/catalogue.json';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import { bundledConfig, bundledModels, servedFolder } from './bundled.ts';

export interface FamousModel {
  /** The name of its config's file: it opens by this. */
  readonly id: string;
  readonly name: string;
  /** In which it was published. */
  readonly year: number;
  /** Where its sizes are from: a repository of the Hugging Face hub, or a paper. */
  readonly source: string;
  /** The total of the published weights; of GPT-3, whose paper says 175.0B and no more, counted from the paper's sizes. */
  readonly parameters: number;
  readonly weightsArePublished: boolean;
}

const urls = import.meta.glob<string>(['../../models/configs/*.json', '!**/catalogue.json'], {
  query: '?url',
  import: 'default',
  eager: true,
});

/** From the smallest to the largest. */
export const famousModels: readonly FamousModel[] = readCatalogue(catalogue);

/** Ids of every model that the page has. */
export const knownModels: readonly string[] = [...bundledModels, ...famousModels.map(({ id }) => id)];

/** @throws {RangeError} for an id that is not in the catalogue */
export function famousFolder(id: string) {
  const url = urls[`../../models/configs/${id}.json`];
  if (url === undefined) throw new RangeError(`models/configs has no ${id}.json`);
  return servedFolder(id, { 'config.json': url });
}

/**
 * The parsed `config.json` of a model that the page has, bundled or famous.
 * @throws {CheckpointError} where it cannot be fetched, RangeError where there is none
 */
export async function configOf(id: string): Promise<unknown> {
  return bundledModels.includes(id) ? bundledConfig(id) : (await openCheckpoint(famousFolder(id))).config;
}

/**
 * Reads a parsed `catalogue.json`.
 * @throws {TypeError} naming the entry, the field, what stands there and what was expected
 */
export function readCatalogue(json: unknown): readonly FamousModel[] {
  if (!Array.isArray(json)) throw new TypeError('models/configs/catalogue.json should be a list.');
  return json.map(readEntry).sort((one, other) => one.parameters - other.parameters);
}

function readEntry(entry: unknown, at: number): FamousModel {
  const fields = new Map<string, unknown>(typeof entry === 'object' && entry !== null ? Object.entries(entry) : []);
  const refuse = (field: string, expected: string): never => {
    const found = JSON.stringify(fields.get(field)) ?? 'nothing';
    throw new TypeError(
      `models/configs/catalogue.json: “${field}” of entry ${at} should be ${expected}, and is ${found}.`,
    );
  };
  const text = (field: string): string => {
    const value = fields.get(field);
    return typeof value === 'string' && value !== '' ? value : refuse(field, 'a text');
  };
  const count = (field: string): number => {
    const value = fields.get(field);
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : refuse(field, 'a count');
  };
  const published = fields.get('weightsArePublished');
  return {
    id: text('id'),
    name: text('name'),
    year: count('year'),
    source: text('source'),
    parameters: count('parameters'),
    weightsArePublished: typeof published === 'boolean' ? published : refuse('weightsArePublished', 'true or false'),
  };
}
