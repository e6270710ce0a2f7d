import { afterEach, describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../src/checkpoint/byte-source.ts';
import { readSafetensorsHeader } from '../../../src/checkpoint/safetensors.ts';
import { urlSource } from '../../../src/checkpoint/url-source.ts';
import { expectRefusal } from './expect-error.ts';
import { type Answer, byMethod, type LocalServer, parseRange, ranges, serve, status, whole } from './local-server.ts';

const BYTES = Uint8Array.from({ length: 100 }, (_, i) => i);

let server: LocalServer | undefined;
afterEach(() => server?.close());

async function sourceAnswering(answer: Answer): Promise<ByteSource> {
  server = await serve({ '/a.bin': answer });
  return urlSource(new URL('a.bin', server.base), 'a.bin');
}

const headSays = (length: number): Answer =>
  byMethod((_, response) => response.writeHead(200, { 'content-length': length }).end(), ranges(BYTES));

describe('urlSource', () => {
  it('reads by ranges, and asks for the size once', async () => {
    const source = await sourceAnswering(ranges(BYTES));
    expect(await source.size()).toBe(100);
    expect([...(await source.read(3, 7))]).toEqual([3, 4, 5, 6]);
    expect((await source.read(96, 100)).length).toBe(4);
    expect((await source.read(5, 5)).length).toBe(0);
    expect(server?.requests).toEqual(['HEAD /a.bin', 'GET /a.bin bytes=3-6', 'GET /a.bin bytes=96-99']);
  });

  it.each([403, 405, 501])('finds the size by a range where HEAD is answered with %i', async (code) => {
    const source = await sourceAnswering(byMethod(status(code), ranges(BYTES)));
    expect(await source.size()).toBe(100);
    expect(server?.requests).toEqual(['HEAD /a.bin', 'GET /a.bin bytes=0-0']);
  });

  it('does not believe the length of a compressed answer, or a length of 0', async () => {
    const compressed: Answer = (_, response) =>
      response.writeHead(200, { 'content-length': 9, 'content-encoding': 'gzip' }).end();
    expect(await (await sourceAnswering(byMethod(compressed, ranges(BYTES)))).size()).toBe(100);
    await server?.close();
    expect(await (await sourceAnswering(headSays(0))).size()).toBe(100);
  });

  it('knows an empty file', async () => {
    expect(await (await sourceAnswering(ranges(new Uint8Array(0)))).size()).toBe(0);
  });

  it('takes a small file whole, once, from a server without ranges', async () => {
    const source = await sourceAnswering(whole(BYTES));
    expect([...(await source.read(3, 7))]).toEqual([3, 4, 5, 6]);
    expect([...(await source.read(98, 100))]).toEqual([98, 99]);
    expect(server?.requests).toEqual(['HEAD /a.bin', 'GET /a.bin bytes=3-6']);
  });

  it('takes the size from the whole file where there is neither HEAD nor ranges nor a length', async () => {
    const unmeasured: Answer = (_, response) => {
      response.writeHead(200).write(BYTES.subarray(0, 50));
      response.end(BYTES.subarray(50));
    };
    const source = await sourceAnswering(byMethod(status(405), unmeasured));
    expect(await source.size()).toBe(100);
    expect(await source.read(0, 100)).toEqual(BYTES);
  });

  it('refuses a large file from a server without ranges, before it arrives', async () => {
    const large: Answer = (request, response) => {
      response.writeHead(200, { 'content-length': 10 ** 9 });
      if (request.method === 'HEAD') response.end();
      else response.write(BYTES);
    };
    const error = await expectRefusal((await sourceAnswering(large)).read(0, 8), 'RangeNotSupported');
    expect(error.message).toMatch(/a\.bin.*open it from disk/);
  });

  it('refuses it also where no length is told, after the bound', async () => {
    const megabyte = new Uint8Array(2 ** 20);
    let sent = 0;
    const endless: Answer = (_, response) => {
      response.writeHead(200);
      const send = () => {
        sent++;
        if (!response.destroyed) response.write(megabyte, send);
      };
      send();
    };
    await expectRefusal((await sourceAnswering(byMethod(status(405), endless))).size(), 'RangeNotSupported');
    expect(sent).toBeLessThan(150);
  });

  it.each([50, 101])("notices that the size told by HEAD, %i, is not the file's", async (told) => {
    const error = await expectRefusal((await sourceAnswering(headSays(told))).read(0, 8), 'UnexpectedAnswer');
    expect(error.message).toContain(`first ${told} bytes, then 100`);
  });

  it('notices that the file ends before a range begins', async () => {
    await expectRefusal((await sourceAnswering(headSays(1000))).read(500, 600), 'Truncated');
  });

  it('notices an answer that is cut off', async () => {
    const cut: Answer = (_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 0-7/100', 'content-length': 8 }).write(BYTES.subarray(0, 3));
      setTimeout(() => response.destroy(), 20);
    };
    const head: Answer = (_, response) => response.writeHead(200, { 'content-length': 100 }).end();
    await expectRefusal((await sourceAnswering(byMethod(head, cut))).read(0, 8), 'Truncated');
  });

  it.each<[string, number, number, 'Truncated' | 'UnexpectedAnswer']>([
    ['fewer', 0, 5, 'Truncated'],
    ['more', 0, 9, 'UnexpectedAnswer'],
    ['other', 4, 12, 'UnexpectedAnswer'],
  ])('notices %s bytes than asked for', async (_, start, end, code) => {
    const wrong: Answer = (request, response) => {
      if (parseRange(request) === undefined) response.writeHead(200, { 'content-length': 100 }).end();
      else
        response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/100` }).end(BYTES.subarray(start, end));
    };
    await expectRefusal((await sourceAnswering(wrong)).read(0, 8), code);
  });

  it.each([
    [404, 'NotFound'],
    [410, 'NotFound'],
    [401, 'AccessDenied'],
    [403, 'AccessDenied'],
    [500, 'HttpError'],
  ] as const)('says what status %i means', async (code, expected) => {
    const error = await expectRefusal((await sourceAnswering(status(code))).size(), expected);
    expect(error.message).toContain(`status ${code}`);
    expect(error.message).toContain('a.bin');
  });

  it('says so when there is no server, or no size', async () => {
    const source = await sourceAnswering(ranges(BYTES));
    await server?.close();
    await expectRefusal(source.size(), 'Unreachable');
    const mute: Answer = (_, response) => response.writeHead(206, { 'content-range': 'bytes 0-0/*' }).end('x');
    await expectRefusal((await sourceAnswering(byMethod(status(405), mute))).size(), 'SizeUnknown');
  });

  it('stops with the reason of its signal, and can be asked again', async () => {
    let isSlow = true;
    const answer = ranges(BYTES);
    const source = await sourceAnswering((request, response) => {
      if (!isSlow) answer(request, response);
    });
    const controller = new AbortController();
    const reading = source.read(0, 8, controller.signal);
    setTimeout(() => controller.abort(new Error('left the view')), 20);
    await expect(reading).rejects.toThrow('left the view');
    isSlow = false;
    expect((await source.read(0, 8)).length).toBe(8);
  });

  it('lets a web page be told from weights', async () => {
    const page = new TextEncoder().encode('<!doctype html><title>Sign in</title>');
    await expectRefusal(readSafetensorsHeader(await sourceAnswering(whole(page))), 'NotSafetensors');
  });
});
