import { refusal } from '../words.ts';
import { CheckpointError, quote, reasonOf } from './errors.ts';
import type { TensorInfo } from './safetensors.ts';
import { parseStrictJson } from './strict-json.ts';

/** Of every tensor the name of the file that holds it, from `model.safetensors.index.json`. */
export type ShardIndex = ReadonlyMap<string, string>;

/**
 * Parses the index of a checkpoint in several files. It comes from anywhere, so its file names are checked before any is opened.
 * @param file name of the index, for errors
 * @throws {CheckpointError} InvalidIndex, UnsafeShardName
 */
export function parseShardIndex(text: string, file: string): ShardIndex {
  const map = weightMap(text, file);
  const index = new Map<string, string>();
  for (const [tensor, shard] of Object.entries(map)) {
    if (typeof shard !== 'string') {
      throw new CheckpointError('InvalidIndex', { file, tensor }, refusal('index.notName', { value: quote(shard) }));
    }
    if (!isSafeName(shard)) {
      throw new CheckpointError('UnsafeShardName', { file, tensor }, refusal('index.unsafe', { name: quote(shard) }));
    }
    index.set(tensor, shard);
  }
  return index;
}

function weightMap(text: string, file: string): object {
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    throw new CheckpointError('InvalidIndex', { file }, refusal('index.invalid', { reason: reasonOf(error) }));
  }
  const map = typeof value === 'object' && value !== null && 'weight_map' in value ? value.weight_map : undefined;
  if (typeof map === 'object' && map !== null && !Array.isArray(map)) return map;
  throw new CheckpointError('InvalidIndex', { file }, refusal('index.noMap', { value: quote(map) }));
}

/** Neither `..`, an absolute path, a Windows path, nor an address: in a name that stays in its folder, none of these occurs. */
export function isSafeName(name: string): boolean {
  return !/[\\:\0]/.test(name) && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/**
 * Names of the files that are missing from a checkpoint without an index, as far as the others' names tell:
 * `model-00001-of-00003.safetensors` says that there are three.
 */
export function missingSiblings(names: readonly string[]): string[] {
  const expected = names.flatMap((name) => {
    const [, stem = '', total = ''] = /^(.*)-\d{5}-of-(\d{5})\.safetensors$/.exec(name) ?? [];
    return Array.from(
      { length: Number(total) },
      (_, i) => `${stem}-${`${i + 1}`.padStart(5, '0')}-of-${total}.safetensors`,
    );
  });
  return [...new Set(expected)].filter((name) => !names.includes(name));
}

/** What {@link checkShards} needs of an opened file. */
interface OpenedShard {
  readonly name: string;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
}

/**
 * Checks the files of one checkpoint against each other and against their index, where there is one.
 * @throws {CheckpointError} TensorTwice, TensorNotInShard
 */
export function checkShards(shards: readonly OpenedShard[], index: ShardIndex | undefined): void {
  const shardOf = new Map<string, string>();
  for (const { name: file, tensors } of shards) {
    for (const tensor of tensors.keys()) {
      const other = shardOf.get(tensor);
      if (other !== undefined) {
        throw new CheckpointError('TensorTwice', { file, tensor }, refusal('shard.tensorTwice', { other }));
      }
      shardOf.set(tensor, file);
    }
  }
  for (const [tensor, file] of index ?? []) {
    const actual = shardOf.get(tensor);
    if (actual === file) continue;
    const what = actual === undefined ? refusal('shard.tensorNowhere') : refusal('shard.tensorElsewhere', { actual });
    throw new CheckpointError('TensorNotInShard', { file, tensor }, what);
  }
}
