import { type RefusalKey, refusal } from '../words.ts';
import { truncated } from './byte-source.ts';
import { CheckpointError, type CheckpointErrorCode, reasonOf } from './errors.ts';

/** Statuses that a person can do something about. */
const REFUSALS: ReadonlyMap<number, readonly [CheckpointErrorCode, RefusalKey]> = new Map([
  [401, ['AccessDenied', 'server.private']],
  [403, ['AccessDenied', 'server.private']],
  [404, ['NotFound', 'server.notFound']],
  [410, ['NotFound', 'server.removed']],
  [416, ['Truncated', 'server.shorter']],
]);

/**
 * The answer to a request, once it is one that can be read: 200, 206, or 416 that tells the size (of an empty file, of which no
 * range can be asked). The body is still to be read.
 * @throws {CheckpointError} NotFound, AccessDenied, HttpError, Unreachable
 */
export async function request(url: string, name: string, init: RequestInit): Promise<Response> {
  const response = await tryFetch(url, name, init);
  const isEmptyFile = response.status === 416 && response.headers.get('content-range') === 'bytes */0';
  if (response.status === 200 || response.status === 206 || isEmptyFile) return response;

  discard(response);
  const [code, key] = REFUSALS.get(response.status) ?? ['HttpError', 'server.error'];
  throw new CheckpointError(code, { file: name }, refusal(key, { url, status: response.status }));
}

async function tryFetch(url: string, name: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    init.signal?.throwIfAborted();
    const what = refusal('server.unreachable', { url, reason: reasonOf(error) });
    throw new CheckpointError('Unreachable', { file: name }, what, { cause: error });
  }
}

/**
 * Reads a body of at most `limit` bytes; undefined if it is longer, and then the rest is not fetched.
 * @throws {CheckpointError} Truncated, if the connection ends early
 */
export async function readBody(
  response: Response,
  name: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const promised = Number(response.headers.get('content-length') ?? 0);
  if (promised > limit) {
    discard(response);
    return undefined;
  }
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let received = 0;
  try {
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      received += part.value.length;
      chunks.push(part.value);
      if (received > limit) {
        await reader?.cancel();
        return undefined;
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw truncated(name, promised || limit, received, error);
  }
  return concatenate(chunks, received);
}

/**
 * All bytes of a small file.
 * @throws {CheckpointError} FileTooLarge, if it is larger than `limit` bytes; NotFound and the like
 */
export async function fetchWhole(
  url: string,
  name: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBody(await request(url, name, { signal }), name, limit, signal);
  if (bytes === undefined) throw tooLarge(name, limit);
  return bytes;
}

export function tooLarge(file: string, limit: number): CheckpointError {
  return new CheckpointError('FileTooLarge', { file }, refusal('file.tooLarge', { limit }));
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Lets go of a body that nobody will read, so that its connection is free. */
export function discard(response: Response): void {
  // Cancelling a body that broke off already is an error of no interest.
  response.body?.cancel().catch(() => undefined);
}
