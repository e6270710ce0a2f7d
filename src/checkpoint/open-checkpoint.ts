import { refusal } from '../words.ts';
import type { ByteSource } from './byte-source.ts';
import { Checkpoint, type ShardFile } from './checkpoint.ts';
import { CheckpointError, reasonOf } from './errors.ts';
import { type Folder, isWeights, localFolder, urlFolder } from './folder.ts';
import { readSafetensorsHeader } from './safetensors.ts';
import { checkShards, missingSiblings, parseShardIndex, type ShardIndex } from './shards.ts';

const CONFIG = 'config.json';
const TOKENIZER = 'tokenizer.json';
const SINGLE_WEIGHTS = 'model.safetensors';
const INDEX_SUFFIX = '.safetensors.index.json';

/** The largest tokenizers have some 30 MB; beyond this a JSON file is something else. */
const MAX_JSON_BYTES = 100_000_000;

/** Headers asked for at a time, of a checkpoint with up to hundreds of files. Browsers open about as many connections. */
const HEADERS_AT_ONCE = 6;

/**
 * Opens a checkpoint: `config.json`, `tokenizer.json`, and the weights as `model.safetensors`, as shards with their index, or as
 * other `.safetensors` files, in this order; each may be absent. Only headers are read of the weights, and all are checked.
 *
 * @param from files that the user gave (one, several, or a folder's), the address of a folder or file, or a folder of any kind
 * @throws {CheckpointError}
 */
export async function openCheckpoint(
  from: URL | Folder | readonly (File | ByteSource)[],
  signal?: AbortSignal,
): Promise<Checkpoint> {
  const folder = folderOf(from);
  const [config, tokenizerJson, files] = await Promise.all([
    readJson(folder, configName(folder), signal),
    readJson(folder, TOKENIZER, signal),
    openWeights(folder, signal),
  ]);
  if (config === undefined && files.length === 0) {
    throw new CheckpointError('NothingToOpen', { file: folder.name }, refusal('file.nothingToOpen'));
  }
  return new Checkpoint(folder, config, tokenizerJson, files);
}

function folderOf(from: Parameters<typeof openCheckpoint>[0]): Folder {
  if (from instanceof URL) return urlFolder(from);
  return 'readWhole' in from ? from : localFolder(from);
}

/** A config opened alone may have any name, such as `gpt3.json`. */
function configName({ names }: Folder): string {
  const [only] = names;
  if (only === undefined || names.length > 1 || only === TOKENIZER || only.endsWith(INDEX_SUFFIX)) return CONFIG;
  return only.endsWith('.json') ? only : CONFIG;
}

async function readText(folder: Folder, name: string, signal?: AbortSignal): Promise<string | undefined> {
  if (!folder.names.includes(name)) return undefined;
  const bytes = await folder.readWhole(name, MAX_JSON_BYTES, signal);
  return bytes && new TextDecoder().decode(bytes);
}

async function readJson(folder: Folder, name: string, signal?: AbortSignal): Promise<unknown> {
  const text = await readText(folder, name, signal);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = /^\s*</.test(text) ? refusal('json.page') : refusal('json.invalid', { reason: reasonOf(error) });
    throw new CheckpointError('InvalidJson', { file: name }, what);
  }
}

async function openWeights(folder: Folder, signal?: AbortSignal): Promise<ShardFile[]> {
  const single = folder.names.includes(SINGLE_WEIGHTS) ? await folder.find(SINGLE_WEIGHTS, signal) : undefined;
  if (single !== undefined) return [await openShard(SINGLE_WEIGHTS, single, signal)];

  const index = await readIndex(folder, signal);
  const names = index === undefined ? unindexedWeights(folder) : [...new Set(index.values())];
  const sources = await findAll(folder, names, signal);
  const shards = await mapAtOnce(sources, HEADERS_AT_ONCE, ([name, source]) => openShard(name, source, signal));
  checkShards(shards, index);
  return shards;
}

async function readIndex(folder: Folder, signal?: AbortSignal): Promise<ShardIndex | undefined> {
  const name = folder.names.find((candidate) => candidate.endsWith(INDEX_SUFFIX));
  const text = name && (await readText(folder, name, signal));
  return text ? parseShardIndex(text, name) : undefined;
}

/** The weights in the folder itself: subfolders hold other formats, or parts of other models. */
function unindexedWeights({ names }: Folder): string[] {
  const weights = names.filter((name) => isWeights(name) && !name.includes('/') && name !== SINGLE_WEIGHTS).sort();
  const missing = missingSiblings(weights);
  if (missing.length > 0) throw shardsMissing(missing);
  return weights;
}

async function findAll(
  folder: Folder,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<[string, ByteSource][]> {
  const found = await mapAtOnce(names, HEADERS_AT_ONCE, (name) => folder.find(name, signal));
  const missing = names.filter((_, i) => found[i] === undefined);
  if (missing.length > 0) throw shardsMissing(missing);
  return found.flatMap((source, i) => (source === undefined ? [] : [[names[i] ?? source.name, source]]));
}

async function openShard(name: string, source: ByteSource, signal?: AbortSignal): Promise<ShardFile> {
  const { tensors, metadata } = await readSafetensorsHeader(source, signal);
  return { name, source, tensors, metadata };
}

function shardsMissing(names: readonly string[]): CheckpointError {
  const [first = '', ...others] = names;
  const what = others.length === 0 ? refusal('shard.missing') : refusal('shard.missingMore', { count: others.length });
  return new CheckpointError('ShardMissing', { file: first }, what);
}

/** `map` over `items`, at most `limit` of them at a time. The first failure keeps the rest from being started. */
async function mapAtOnce<T, R>(items: readonly T[], limit: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += limit) {
    results.push(...(await Promise.all(items.slice(at, at + limit).map(map))));
  }
  return results;
}
