/** A plain static host: a folder at a sub-path, with ranges, and with or without the headers that isolate a page. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export interface Host {
  readonly url: string;
  close(): void;
}

export interface HostOptions {
  readonly folder: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly isolated: boolean;
  /** Lets pages of other hosts read the files, also isolated ones. */
  readonly shared?: boolean;
}

export async function serveStatic({ folder, path, isolated, shared = false }: HostOptions): Promise<Host> {
  const server = createServer(async (request, response) => {
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    if (shared) {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Expose-Headers', 'Content-Range, Content-Length');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    }
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    const name = asked.startsWith(path) ? normalize(asked.slice(path.length)) || 'index.html' : undefined;
    const file =
      name === undefined || name.startsWith('..') ? undefined : join(folder, name === '.' ? 'index.html' : name);
    const facts = file === undefined ? undefined : await stat(file).catch(() => undefined);
    if (file === undefined || !facts?.isFile()) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
      return;
    }
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('Accept-Ranges', 'bytes');
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (range === null) {
      response.setHeader('Content-Length', facts.size);
      response.writeHead(200);
      if (request.method === 'HEAD') response.end();
      else createReadStream(file).pipe(response);
      return;
    }
    const start = Number(range[1]);
    const end = Math.min(facts.size - 1, range[2] === '' ? facts.size - 1 : Number(range[2]));
    response.writeHead(206, {
      'Content-Range': `bytes ${start}-${end}/${facts.size}`,
      'Content-Length': end - start + 1,
    });
    createReadStream(file, { start, end }).pipe(response);
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}${path}`, close: () => server.close() };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
