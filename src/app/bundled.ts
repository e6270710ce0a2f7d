/** The models that come with the page: the folders of `models/` that hold weights. */
import { type ByteSource, memorySource } from '../checkpoint/byte-source.ts';
import { fetchWhole } from '../checkpoint/http.ts';
import type { Task } from './model.ts';

const files = import.meta.glob<string>('../../models/*/{config.json,model.safetensors,tokenizer.json}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const tasks = import.meta.glob<Task>('../../models/*/cutaway.json', { import: 'default', eager: true });

export const DEFAULT_MODEL = 'nano-sort';

/** Ids of the bundled models. */
export const bundledModels: readonly string[] = Object.keys(tasks).map(folderOf);

/** More than any model that comes with the page. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/**
 * The files of a bundled model. They are small, and a static host may send them compressed, where ranges are of no use: each is
 * fetched whole.
 * @throws {CheckpointError} where the host does not give one of them
 */
export async function bundledFiles(id: string, signal: AbortSignal): Promise<ByteSource[]> {
  const wanted = Object.entries(files).filter(([path]) => folderOf(path) === id);
  return Promise.all(
    wanted.map(async ([path, url]) => {
      const name = path.split('/').at(-1) ?? path;
      return memorySource(await fetchWhole(new URL(url, import.meta.url).href, name, MAX_FILE_BYTES, signal), name);
    }),
  );
}

export function bundledTask(id: string): Task | undefined {
  return Object.entries(tasks).find(([path]) => folderOf(path) === id)?.[1];
}

function folderOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}
