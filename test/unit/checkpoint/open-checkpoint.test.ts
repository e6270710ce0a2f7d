import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/checkpoint/byte-source.ts';
import { openCheckpoint } from '../../../src/checkpoint/open-checkpoint.ts';
import { expectRefusal } from './expect-error.ts';
import { type LocalServer, ranges, serve, whole } from './local-server.ts';
import { f32, safetensors, textBytes } from './make-safetensors.ts';

type Files = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

const open = (files: Files) => openCheckpoint(Object.entries(files).map(([name, bytes]) => memorySource(bytes, name)));
const json = (value: unknown) => textBytes(JSON.stringify(value));
const indexOf = (map: Readonly<Record<string, unknown>>) => json({ metadata: { total_size: 1.5 }, weight_map: map });

const A = safetensors({ a: f32([2, 2], [1, 2, 3, 4]) }, { format: 'pt' });
const B = safetensors({ b: f32([1], [5]) });
const SHARDS: Files = {
  'config.json': json({ model_type: 'llama' }),
  'one.safetensors': A,
  'parts/two.safetensors': B,
  'model.safetensors.index.json': indexOf({ a: 'one.safetensors', b: 'parts/two.safetensors' }),
};

let server: LocalServer | undefined;
afterEach(() => server?.close());

async function serveFiles(files: Files): Promise<URL> {
  server = await serve(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`/m/${name}`, ranges(bytes)])));
  return new URL('m', server.base);
}

describe('openCheckpoint, of files', () => {
  it('opens a folder with everything in it', async () => {
    const folder = {
      'llama/config.json': json({ a: 1 }),
      'llama/tokenizer.json': json({ b: 2 }),
      'llama/model.safetensors': A,
    };
    const checkpoint = await open({
      ...folder,
      'llama/original/model.safetensors': B,
      'llama/README.md': textBytes('#'),
    });
    expect(checkpoint).toMatchObject({ name: 'llama', config: { a: 1 }, tokenizerJson: { b: 2 } });
    expect([...checkpoint.tensors.keys()]).toEqual(['a']);
    expect(checkpoint.files.map(({ name, metadata }) => [name, metadata.get('format')])).toEqual([
      ['model.safetensors', 'pt'],
    ]);
  });

  it('opens a single file of any name', async () => {
    const checkpoint = await openCheckpoint([new File([A], 'mine.safetensors')]);
    expect(checkpoint.name).toBe('mine.safetensors');
    expect(checkpoint.config).toBeUndefined();
    expect([...(await checkpoint.read('a'))]).toEqual([1, 2, 3, 4]);
    expect(checkpoint.files[0]?.source.origin).toBeInstanceOf(File);
  });

  it.each(['config.json', 'gpt3.json'])('opens %s alone, without weights', async (name) => {
    const checkpoint = await open({ [name]: json({ n_layer: 96 }) });
    expect(checkpoint.config).toEqual({ n_layer: 96 });
    expect(checkpoint.tensors.size).toBe(0);
  });

  it('opens shards by their index, and by their names alone', async () => {
    const byIndex = await open(SHARDS);
    expect([...byIndex.tensors.values()].map(({ name, file }) => [name, file.name])).toEqual([
      ['a', 'one.safetensors'],
      ['b', 'parts/two.safetensors'],
    ]);
    const byName = await open({ 'model-00002-of-00002.safetensors': B, 'model-00001-of-00002.safetensors': A });
    expect([...byName.tensors.keys()]).toEqual(['a', 'b']);
  });

  it('says where each tensor stands in its file', async () => {
    const { tensors } = await open(SHARDS);
    const b = tensors.get('b');
    expect(b).toMatchObject({ dtype: 'F32', shape: [1], begin: B.length - 4, end: B.length });
    expect(b?.file.source.origin).toBe(B);
  });

  it.each([
    '../secret.safetensors',
    'a/../../b.safetensors',
    '/etc/passwd',
    'https://example.org/a.safetensors',
    '..\\a.safetensors',
    'C:/a.safetensors',
    './a.safetensors',
    'a//b.safetensors',
    '',
    'a/..',
    'a\0.safetensors',
  ])('refuses an index that names the file %j', async (name) => {
    const error = await expectRefusal(
      open({ ...SHARDS, 'model.safetensors.index.json': indexOf({ a: name }) }),
      'UnsafeShardName',
    );
    expect(error.details).toEqual({ file: 'model.safetensors.index.json', tensor: 'a' });
  });

  it.each([
    ['no JSON', textBytes('{')],
    ['no weight_map', json({})],
    ['a list for a weight_map', json({ weight_map: ['a'] })],
    ['a number for a name', indexOf({ a: 7 })],
    ['a tensor twice', textBytes('{"weight_map":{"a":"one.safetensors","a":"parts/two.safetensors"}}')],
  ])('refuses an index with %s', async (_, index) => {
    await expectRefusal(open({ ...SHARDS, 'model.safetensors.index.json': index }), 'InvalidIndex');
  });

  it('refuses shards that do not belong together', async () => {
    const { 'parts/two.safetensors': _, ...incomplete } = SHARDS;
    const missing = await expectRefusal(open(incomplete), 'ShardMissing');
    expect(missing.message).toContain('parts/two.safetensors');

    const unindexed = await expectRefusal(open({ 'model-00001-of-00003.safetensors': A }), 'ShardMissing');
    expect(unindexed.message).toMatch(/model-00002-of-00003\.safetensors.*1 more/);

    const swapped = indexOf({ a: 'parts/two.safetensors', b: 'parts/two.safetensors' });
    const elsewhere = await expectRefusal(
      open({
        ...SHARDS,
        'one.safetensors': A,
        'model.safetensors.index.json': indexOf({ a: 'parts/two.safetensors', b: 'one.safetensors' }),
      }),
      'TensorNotInShard',
    );
    expect(elsewhere.message).toContain('it is in one.safetensors');
    const nowhere = await expectRefusal(
      open({ ...SHARDS, 'model.safetensors.index.json': swapped }),
      'TensorNotInShard',
    );
    expect(nowhere.details).toEqual({ file: 'parts/two.safetensors', tensor: 'a' });

    const twice = await expectRefusal(open({ 'one.safetensors': A, 'two.safetensors': A }), 'TensorTwice');
    expect(twice.message).toMatch(/two\.safetensors, tensor "a".*one\.safetensors/);
  });

  it('refuses what is no checkpoint, naming the file', async () => {
    await expectRefusal(open({}), 'NothingToOpen');
    await expectRefusal(open({ 'notes.txt': textBytes('') }), 'NothingToOpen');
    await expectRefusal(open({ 'tokenizer.json': json({}) }), 'NothingToOpen');
    expect((await expectRefusal(open({ 'config.json': textBytes('{,}') }), 'InvalidJson')).details.file).toBe(
      'config.json',
    );
    expect(
      (await expectRefusal(open({ ...SHARDS, 'one.safetensors': A.slice(0, 20) }), 'InvalidHeaderLength')).details.file,
    ).toBe('one.safetensors');
    await expectRefusal(openCheckpoint([new File([A], 'a.safetensors'), new File([A], 'a.safetensors')]), 'FileTwice');
  });

  it('opens the fixture in shards, and finds the numbers of each file', async () => {
    const names = [
      'config.json',
      'model.safetensors.index.json',
      'model-00001-of-00002.safetensors',
      'model-00002-of-00002.safetensors',
    ];
    const folder = new URL('../../fixtures/llama-shards/', import.meta.url);
    const files = await Promise.all(names.map(async (name) => new File([await readFile(new URL(name, folder))], name)));
    const checkpoint = await openCheckpoint(files);
    expect(checkpoint.files).toHaveLength(2);
    for (const { name, shape } of checkpoint.tensors.values()) {
      const values = await checkpoint.read(name);
      expect(values.length, name).toBe(shape.reduce((product, size) => product * size, 1));
      expect(values.every(Number.isFinite) && values.some((value) => value !== 0), name).toBe(true);
    }
  });
});

describe('openCheckpoint, of an address', () => {
  it('opens a folder, with one file or with shards', async () => {
    const checkpoint = await openCheckpoint(await serveFiles(SHARDS));
    expect(checkpoint.config).toEqual({ model_type: 'llama' });
    expect([...(await checkpoint.read('b'))]).toEqual([5]);
    await server?.close();
    const single = await openCheckpoint(await serveFiles({ 'config.json': json({}), 'model.safetensors': A }));
    expect([...single.tensors.keys()]).toEqual(['a']);
    expect(single.files[0]?.source.origin).toBe(`${server?.base}m/model.safetensors`);
  });

  it('opens a file with what lies beside it, and a config alone', async () => {
    const base = await serveFiles({ 'config.json': json({ a: 1 }), 'mine.safetensors': A, 'model.safetensors': B });
    const mine = await openCheckpoint(new URL('m/mine.safetensors', base));
    expect([...mine.tensors.keys()]).toEqual(['a']);
    expect(mine.config).toEqual({ a: 1 });
    expect((await openCheckpoint(new URL('m/config.json', base))).tensors.size).toBe(0);
  });

  it('sends the query of the address with each request', async () => {
    server = await serve({ '/m/model.safetensors?key=1': ranges(A), '/m/config.json?key=1': whole(json({})) });
    const checkpoint = await openCheckpoint(new URL('m/?key=1', server.base));
    expect([...(await checkpoint.read('a'))]).toEqual([1, 2, 3, 4]);
  });

  it('asks for no file outside of the folder, however its name is written', async () => {
    server = await serve({
      '/m/model.safetensors.index.json': whole(indexOf({ a: '%2e%2e/secret.safetensors' })),
      '/secret.safetensors': ranges(A),
    });
    await expectRefusal(openCheckpoint(new URL('m/', server.base)), 'ShardMissing');
    expect(server.requests.filter((request) => request.includes(' /secret'))).toEqual([]);
  });

  it('says that there is nothing, that a shard is missing, or that a page came', async () => {
    const base = await serveFiles({});
    await expectRefusal(openCheckpoint(base), 'NothingToOpen');
    await server?.close();
    const { 'one.safetensors': _, ...incomplete } = SHARDS;
    await expectRefusal(openCheckpoint(await serveFiles(incomplete)), 'ShardMissing');
    await server?.close();
    const page = await expectRefusal(
      openCheckpoint(await serveFiles({ 'config.json': textBytes('<html>') })),
      'InvalidJson',
    );
    expect(page.message).toContain('web page');
  });

  it('stops with the reason of its signal', async () => {
    server = await serve({ '/m/model.safetensors': () => undefined });
    const controller = new AbortController();
    const opening = openCheckpoint(new URL('m/', server.base), controller.signal);
    setTimeout(() => controller.abort(new Error('another was opened')), 20);
    await expect(opening).rejects.toThrow('another was opened');
  });
});
