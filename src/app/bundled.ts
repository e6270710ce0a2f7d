/** The models that come with the page: the folders of `models/` that hold weights. */
import { memorySource } from '../checkpoint/byte-source.ts';
import type { Folder } from '../checkpoint/folder.ts';
import { fetchWhole } from '../checkpoint/http.ts';
import { type BundledTask, readTask } from './task.ts';

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

/** The folder of a bundled model. */
export function bundledFolder(id: string): Folder {
  const path = `../../models/${id}/`;
  const own = Object.entries(files).filter(([file]) => file.startsWith(path));
  return servedFolder(id, Object.fromEntries(own.map(([file, url]) => [file.slice(path.length), url])));
}

/**
 * Files that come with the page, by their names their addresses. They are small, and a static host may send them compressed, where
 * ranges are of no use: each is fetched whole.
 */
export function servedFolder(name: string, urls: Readonly<Record<string, string>>): Folder {
  const fetched = async (file: string, limit: number, signal?: AbortSignal) => {
    const url = urls[file];
    return url === undefined ? undefined : fetchWhole(new URL(url, import.meta.url).href, file, limit, signal);
  };
  return {
    name,
    names: Object.keys(urls),
    async find(file, signal) {
      const bytes = await fetched(file, MAX_FILE_BYTES, signal);
      return bytes && memorySource(bytes, file);
    },
    readWhole: fetched,
  };
}

/** @throws {TypeError} where its `cutaway.json` makes no sense */
export function bundledTask(id: string): BundledTask {
  return readTask(tasks[`../../models/${id}/cutaway.json`], id);
}

/** The parsed `config.json` of a bundled model. @throws Error where it cannot be fetched */
export async function bundledConfig(id: string): Promise<unknown> {
  return configs[`../../models/${id}/config.json`]?.();
}

function folderOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}
