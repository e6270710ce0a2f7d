import { refusal } from '../words.ts';
import { CheckpointError, reasonOf } from './errors.ts';

/** Where bytes come from, in the form that takes a whole file at once: the address, the local file or the bytes. */
export type ByteOrigin = string | Blob | Uint8Array<ArrayBuffer>;

/** A file that is read piece by piece, wherever it lies. Every failure is a {@link CheckpointError}, or the signal's reason. */
export interface ByteSource {
  /** The file's name, with its folders where it has any: `model-00001-of-00002.safetensors`. */
  readonly name: string;
  /** For readers that load by themselves, such as the inference runtime. */
  readonly origin: ByteOrigin;
  /** Size in bytes. */
  size(signal?: AbortSignal): Promise<number>;
  /**
   * The bytes from `start` up to, not including, `end`: always exactly as many. The caller may keep and change them.
   * @throws {RangeError} if the range does not lie within the file
   */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** Bytes that are in memory already. */
export function memorySource(bytes: Uint8Array<ArrayBuffer>, name: string): ByteSource {
  return {
    name,
    origin: bytes,
    size: async () => bytes.length,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      checkRange(name, start, end, bytes.length);
      return bytes.slice(start, end);
    },
  };
}

/** A local file, chosen or dropped by the user. Only the pieces asked for are read from disk. */
export function fileSource(file: Blob, name: string): ByteSource {
  return {
    name,
    origin: file,
    size: async () => file.size,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      checkRange(name, start, end, file.size);
      const bytes = await readSlice(file.slice(start, end), name);
      signal?.throwIfAborted();
      if (bytes.length !== end - start) throw truncated(name, end - start, bytes.length);
      return bytes;
    },
  };
}

async function readSlice(slice: Blob, name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await slice.arrayBuffer());
  } catch (error) {
    const what = refusal('file.notReadable', { reason: reasonOf(error) });
    throw new CheckpointError('NotReadable', { file: name }, what, { cause: error });
  }
}

/** @throws {RangeError} if [start, end) does not lie within a file of `size` bytes */
export function checkRange(name: string, start: number, end: number, size: number): void {
  const isWithin =
    Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end && end <= size;
  if (!isWithin) throw new RangeError(`${name}: bytes ${start} to ${end} don't lie within its ${size} bytes`);
}

/** The error for a file that gave fewer bytes than it promised. */
export function truncated(name: string, expected: number, received: number, cause?: unknown): CheckpointError {
  return new CheckpointError('Truncated', { file: name }, refusal('file.truncated', { received, expected }), { cause });
}
