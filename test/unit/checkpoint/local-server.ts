import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface LocalServer {
  readonly base: URL;
  /** What was asked for, in order: `HEAD /a`, `GET /a bytes=0-7`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** A real HTTP server on this machine that answers each path as the test says, and 404 elsewhere. */
export async function serve(answers: Readonly<Record<string, Answer>>): Promise<LocalServer> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const range = request.headers.range === undefined ? '' : ` ${request.headers.range}`;
    requests.push(`${request.method} ${request.url}${range}`);
    const answer = answers[request.url ?? ''] ?? status(404);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    base: new URL(`http://127.0.0.1:${address.port}/`),
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function status(code: number): Answer {
  return (_, response) => response.writeHead(code).end('<html>an error page</html>');
}

/** The file as a good static server gives it: HEAD, and ranges. */
export function ranges(bytes: Uint8Array): Answer {
  return (request, response) => {
    const range = parseRange(request);
    if (request.method === 'HEAD' || range === undefined) {
      response.writeHead(200, { 'content-length': bytes.length }).end(request.method === 'HEAD' ? undefined : bytes);
    } else if (range.start >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    } else {
      const part = bytes.subarray(range.start, range.end);
      const contentRange = `bytes ${range.start}-${range.start + part.length - 1}/${bytes.length}`;
      response.writeHead(206, { 'content-range': contentRange, 'content-length': part.length }).end(part);
    }
  };
}

/** The file as the plainest server gives it: always whole. */
export function whole(bytes: Uint8Array): Answer {
  return (request, response) =>
    response.writeHead(200, { 'content-length': bytes.length }).end(request.method === 'HEAD' ? undefined : bytes);
}

/** HEAD answered in one way, all else in another. */
export function byMethod(head: Answer, other: Answer): Answer {
  return (request, response) => (request.method === 'HEAD' ? head : other)(request, response);
}

/** The range asked for, [start, end). */
export function parseRange(request: IncomingMessage): { start: number; end: number } | undefined {
  const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  return match === null ? undefined : { start: Number(match[1]), end: Number(match[2]) + 1 };
}
