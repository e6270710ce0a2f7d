import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchRuntime } from '../../../src/inference/download.ts';

const BINARY = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251);
let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    // On a busy machine a kept connection may have timed out when the next request takes it.
    response.setHeader('connection', 'close');
    if (url === '/plain') response.writeHead(200, { 'content-length': BINARY.length }).end(BINARY);
    else if (url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(BINARY));
    else if (url === '/cut') {
      response.writeHead(200, { 'content-length': BINARY.length }).write(BINARY.subarray(0, 1000));
      setTimeout(() => response.destroy(), 50);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const where = server.address();
  address = `http://127.0.0.1:${typeof where === 'object' ? where?.port : where}`;
});
afterAll(() => {
  server.close();
});

test.each([
  ['/plain', BINARY.length],
  ['/gzip', undefined],
])('%s arrives whole, and its progress is told', async (path, total) => {
  const told: [number, number | undefined][] = [];
  const binary = await fetchRuntime(address + path, (...progress) => told.push(progress));
  expect(new Uint8Array(binary)).toEqual(BINARY);
  expect(told.at(-1)).toEqual([BINARY.length, total]);
  expect(told.map(([loaded]) => loaded)).toEqual(told.map(([loaded]) => loaded).sort((a, b) => a - b));
});

test.each([
  ['/missing', /answered 404/],
  ['/cut', /could not be fetched/],
])('%s is refused', async (path, message) => {
  const refused = fetchRuntime(address + path, () => {});
  await expect(refused).rejects.toMatchObject({ code: 'RuntimeUnreachable', message: expect.stringMatching(message) });
});
