/** The models that come with the page: the folders of `models/` that hold weights. */
import type { ByteSource } from '../checkpoint/byte-source.ts';
import { urlSource } from '../checkpoint/url-source.ts';
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

/** The files of a bundled model, read from beside the page. */
export function bundledFiles(id: string): ByteSource[] {
  return Object.entries(files)
    .filter(([path]) => folderOf(path) === id)
    .map(([path, url]) => urlSource(new URL(url, import.meta.url), path.split('/').at(-1) ?? path));
}

export function bundledTask(id: string): Task | undefined {
  return Object.entries(tasks).find(([path]) => folderOf(path) === id)?.[1];
}

function folderOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}
