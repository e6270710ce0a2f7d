import { refusal } from '../words.ts';
import { type ByteSource, checkRange, truncated } from './byte-source.ts';
import { CheckpointError } from './errors.ts';
import { discard, readBody, request } from './http.ts';

/**
 * A server that ignores ranges sends the whole file for any piece of it. Up to this size that is taken and kept, so that small
 * models open from the plainest of servers; beyond it, a tab's memory is no place for what was meant to be read in pieces.
 */
const WHOLE_FILE_BYTES = 64 * 2 ** 20;

/** A file at an address, read by HTTP range requests. `name` is what errors call it. */
export function urlSource(url: URL, name: string): ByteSource {
  return new UrlSource(url, name);
}

class UrlSource implements ByteSource {
  readonly name: string;
  readonly origin: string;
  #size: number | undefined;
  /** Set when the server turned out to ignore ranges. */
  #whole: Uint8Array<ArrayBuffer> | undefined;

  constructor(url: URL, name: string) {
    this.name = name;
    this.origin = url.href;
  }

  async size(signal?: AbortSignal): Promise<number> {
    this.#size ??= (await this.#sizeByHead(signal)) ?? (await this.#sizeByRange(signal));
    return this.#size;
  }

  async read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const size = await this.size(signal);
    signal?.throwIfAborted();
    checkRange(this.name, start, end, size);
    if (start === end) return new Uint8Array(0);
    if (this.#whole !== undefined) return this.#whole.slice(start, end);

    const response = await this.#requestRange(start, end, signal);
    if (response.status === 206) return this.#readPart(response, start, end, size, signal);
    const whole = await this.#readWhole(response, signal);
    if (whole.length !== size)
      throw this.#unexpected(refusal('server.otherSize', { url: this.origin, received: whole.length, expected: size }));
    return whole.slice(start, end);
  }

  /** Undefined where HEAD gives no size to rely on: the range request that follows then also has the better error. */
  async #sizeByHead(signal?: AbortSignal): Promise<number | undefined> {
    try {
      const { headers } = await request(this.origin, this.name, { method: 'HEAD', signal });
      // Of a compressed answer the length is not the file's, and some servers say 0 when they don't know.
      const length = headers.has('content-encoding') ? undefined : contentLength(headers);
      return length === 0 ? undefined : length;
    } catch (error) {
      const isFinal = !(error instanceof CheckpointError) || error.code === 'NotFound';
      if (isFinal) throw error;
      return undefined;
    }
  }

  async #sizeByRange(signal?: AbortSignal): Promise<number> {
    const response = await this.#requestRange(0, 1, signal);
    if (response.status === 200) return (await this.#readWhole(response, signal)).length;
    discard(response);
    const total = contentRange(response.headers)?.total;
    if (total !== undefined) return total;
    throw new CheckpointError('SizeUnknown', { file: this.name }, refusal('server.sizeUnknown', { url: this.origin }));
  }

  /** An answer of 206 (the part, or the empty rest of an empty file) or of 200 (the whole file). */
  #requestRange(start: number, end: number, signal?: AbortSignal): Promise<Response> {
    return request(this.origin, this.name, { headers: { Range: `bytes=${start}-${end - 1}` }, signal });
  }

  async #readPart(
    response: Response,
    start: number,
    end: number,
    size: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    // Not every server lets a page of another site see this header; then the number of bytes is what can be checked.
    const range = contentRange(response.headers);
    if (range?.start !== undefined && range.start !== start) {
      discard(response);
      throw this.#unexpected(
        refusal('server.otherStart', { url: this.origin, received: range.start, expected: start }),
      );
    }
    if (range?.total !== undefined && range.total !== size) {
      discard(response);
      throw this.#unexpected(refusal('server.twoSizes', { url: this.origin, first: size, second: range.total }));
    }
    const bytes = await readBody(response, this.name, end - start, signal);
    if (bytes === undefined)
      throw this.#unexpected(refusal('server.tooMuch', { url: this.origin, expected: end - start }));
    if (bytes.length < end - start) throw truncated(this.name, end - start, bytes.length);
    return bytes;
  }

  async #readWhole(response: Response, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    this.#whole = await readBody(response, this.name, WHOLE_FILE_BYTES, signal);
    if (this.#whole !== undefined) return this.#whole;
    const what = refusal('server.noRanges', { url: this.origin, mebibytes: WHOLE_FILE_BYTES / 2 ** 20 });
    throw new CheckpointError('RangeNotSupported', { file: this.name }, what);
  }

  #unexpected(what: string): CheckpointError {
    return new CheckpointError('UnexpectedAnswer', { file: this.name }, what);
  }
}

function contentLength(headers: Headers): number | undefined {
  return wholeNumber(headers.get('content-length') ?? '');
}

/** `bytes 0-99/1234`, or `bytes * /1234` of an empty file; the total may be a `*` too. */
function contentRange(headers: Headers): { start: number | undefined; total: number | undefined } | undefined {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  return match === null ? undefined : { start: wholeNumber(match[1] ?? ''), total: wholeNumber(match[2] ?? '') };
}

function wholeNumber(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(value) ? value : undefined;
}
