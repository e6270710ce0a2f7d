import { refusal } from '../words.ts';
import { type ByteSource, fileSource } from './byte-source.ts';
import { CheckpointError } from './errors.ts';
import { fetchWhole, tooLarge } from './http.ts';
import { urlSource } from './url-source.ts';

/** The files among which a checkpoint is looked for. Names are relative to the folder, with `/` between folders. */
export interface Folder {
  /** For the user: the folder's name or address. */
  readonly name: string;
  /** The names that there are; at an address, which can't be listed, those that there may be. */
  readonly names: readonly string[];
  /** The file of this name, or undefined if there is none. */
  find(name: string, signal?: AbortSignal): Promise<ByteSource | undefined>;
  /**
   * All bytes of a small file, or undefined if there is none of this name.
   * @throws {CheckpointError} FileTooLarge, if it is larger than `limit` bytes
   */
  readWhole(name: string, limit: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What a checkpoint's files are called on the Hugging Face hub, most of them optional. */
const CONVENTIONAL_NAMES = ['config.json', 'tokenizer.json', 'model.safetensors', 'model.safetensors.index.json'];

/**
 * Files that the user chose or dropped, alone or with their folder, or sources of any kind. Of files in several folders the ones
 * count that lie in the topmost folder with weights or a config.
 * @throws {CheckpointError} FileTwice, if two have the same name
 */
export function localFolder(files: readonly (File | ByteSource)[]): Folder {
  const sources = files.map((file) =>
    file instanceof Blob ? fileSource(file, file.webkitRelativePath || file.name) : file,
  );
  const path = topmostPath(sources.map((source) => source.name));
  const byName = new Map<string, ByteSource>();
  for (const source of sources.filter(({ name }) => name.startsWith(path))) {
    const name = source.name.slice(path.length);
    if (byName.has(name)) {
      throw new CheckpointError('FileTwice', { file: source.name }, refusal('file.twice'));
    }
    byName.set(name, source);
  }
  return {
    name:
      path.split('/').at(-2) ??
      sources.map(({ name }) => name).find(isWeights) ??
      sources[0]?.name ??
      refusal('file.none'),
    names: [...byName.keys()],
    find: async (name) => byName.get(name),
    async readWhole(name, limit, signal) {
      const source = byName.get(name);
      const size = await source?.size(signal);
      if (size !== undefined && size > limit) throw tooLarge(name, limit);
      return source?.read(0, size ?? 0, signal);
    },
  };
}

/** The shortest folder path, empty or ending in `/`, in which a config or weights lie. */
function topmostPath(names: readonly string[]): string {
  const paths = names
    .filter((name) => isWeights(name) || name.split('/').at(-1) === 'config.json')
    .map((name) => name.slice(0, name.lastIndexOf('/') + 1));
  const depth = (path: string) => path.split('/').length;
  return paths.sort((a, b) => depth(a) - depth(b))[0] ?? '';
}

/**
 * The folder at an address; or, if the address is that of a `.safetensors` file or of its index, that file with the JSON files
 * beside it; or, if it is that of another `.json` file, this file alone. A query, such as a signature, goes with each request.
 */
export function urlFolder(url: URL): Folder {
  const [, path = '/', last = ''] = /^(.*\/)([^/]*)$/.exec(url.pathname) ?? [];
  const isFile = isWeights(last) || last.endsWith('.json');
  const base = new URL(url);
  base.pathname = isFile ? path : `${path}${last}`.replace(/\/*$/, '/');
  // Encoding each part keeps a name from an index from being read as anything but a name: "%2e%2e" would be "..".
  const addressOf = (name: string) => {
    if (isFile && name === last) return url;
    const address = new URL(base);
    address.pathname += name.split('/').map(encodeURIComponent).join('/');
    return address;
  };
  return {
    name: url.href,
    names: namesAt(isFile ? last : undefined),
    find: (name, signal) =>
      unlessNotFound(async () => {
        const source = urlSource(addressOf(name), name);
        await source.size(signal);
        return source;
      }),
    readWhole: (name, limit, signal) => unlessNotFound(() => fetchWhole(addressOf(name).href, name, limit, signal)),
  };
}

function namesAt(file: string | undefined): readonly string[] {
  if (file === undefined) return CONVENTIONAL_NAMES;
  const isModel = isWeights(file) || file.endsWith('.safetensors.index.json');
  return isModel ? ['config.json', 'tokenizer.json', file] : [file];
}

async function unlessNotFound<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof CheckpointError && error.code === 'NotFound') return undefined;
    throw error;
  }
}

export function isWeights(name: string): boolean {
  return name.endsWith('.safetensors');
}
