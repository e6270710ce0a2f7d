/** The models that come with the page: the folders of `models/` that hold weights. */
import { memorySource } from '../checkpoint/byte-source.ts';
import type { Folder } from '../checkpoint/folder.ts';
import { fetchWhole } from '../checkpoint/http.ts';
import { readTask, type Task } from './task.ts';

const files = import.meta.glob<string>(
  '../../models/*/{config.json,model.safetensors,tokenizer.json,training.json,frames/[0-9]*.safetensors}',
  { query: '?url', import: 'default', eager: true },
);
const tasks = import.meta.glob<unknown>('../../models/*/cutaway.json', { import: 'default', eager: true });

const configs = import.meta.glob<unknown>('../../models/*/config.json', { import: 'default' });

export const DEFAULT_MODEL = 'nano-sort';

/** Ids of the bundled models. */
export const bundledModels: readonly string[] = Object.keys(tasks).map(folderOf);

/** More than any model that comes with the page. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/**
 * The folder of a bundled model. Its files are small, and a static host may send them compressed, where ranges are of no use: each
 * is fetched whole.
 */
export function bundledFolder(id: string): Folder {
  const path = `../../models/${id}/`;
  const names = Object.keys(files)
    .filter((file) => file.startsWith(path))
    .map((file) => file.slice(path.length));
  const fetched = async (name: string, limit: number, signal?: AbortSignal) => {
    const url = files[path + name];
    return url === undefined ? undefined : fetchWhole(new URL(url, import.meta.url).href, name, limit, signal);
  };
  return {
    name: id,
    names,
    async find(name, signal) {
      const bytes = await fetched(name, MAX_FILE_BYTES, signal);
      return bytes && memorySource(bytes, name);
    },
    readWhole: fetched,
  };
}

/** @throws {TypeError} where its `cutaway.json` makes no sense */
export function bundledTask(id: string): Task {
  return readTask(tasks[`../../models/${id}/cutaway.json`], id);
}

/** The parsed `config.json` of a bundled model. @throws Error where it cannot be fetched */
export async function bundledConfig(id: string): Promise<unknown> {
  return configs[`../../models/${id}/config.json`]?.();
}

function folderOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}
