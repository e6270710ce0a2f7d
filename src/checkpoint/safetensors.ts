import { type RefusalKey, refusal } from '../words.ts';
import type { ByteSource } from './byte-source.ts';
import { bitsPerElement, DTYPES, type Dtype, isDtype } from './dtypes.ts';
import { CheckpointError, quote, reasonOf } from './errors.ts';
import { parseStrictJson } from './strict-json.ts';

/** A tensor as the header of a safetensors file describes it. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: Dtype;
  /** Empty for a single number; dimensions may be 0. */
  readonly shape: readonly number[];
  /** Where its bytes stand in the file, counted from the file's start: [begin, end). */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of the header's text. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** The free texts under `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** The header's length stands before it, as an unsigned 64-bit little-endian integer. */
const LENGTH_BYTES = 8;

/** The official reader's limit, which keeps a forged length from asking for all of memory. */
const MAX_HEADER_BYTES = 100_000_000;

/** Read at once with the length: most headers fit, and then a remote file costs one request in place of two. */
const FIRST_READ_BYTES = 64 * 1024;

const WHOLE_NUMBER_LISTS = new Set(['shape', 'data_offsets']);

/**
 * Reads and checks the header of a safetensors file, by the rules of the official reader (safetensors 0.8, `tensor.rs`), and
 * refuses equal keys as well, of which that reader takes the last. The tensors' bytes are not read.
 * @throws {CheckpointError} whose code is the rule's name
 */
export async function readSafetensorsHeader(source: ByteSource, signal?: AbortSignal): Promise<SafetensorsHeader> {
  const fileBytes = await source.size(signal);
  const first = await source.read(0, Math.min(fileBytes, FIRST_READ_BYTES), signal);
  const headerEnd = LENGTH_BYTES + readHeaderLength(first, fileBytes, source.name);
  const upToData = headerEnd <= first.length ? first : await source.read(0, headerEnd, signal);
  return parseHeader(upToData.subarray(LENGTH_BYTES, headerEnd), fileBytes, source.name);
}

/** The length of the header's text, from the first bytes of a file of `fileBytes`. */
function readHeaderLength(first: Uint8Array<ArrayBuffer>, fileBytes: number, file: string): number {
  if (first.length < LENGTH_BYTES) {
    const what = refusal('header.tooSmall', { size: fileBytes, least: LENGTH_BYTES });
    throw new CheckpointError('HeaderTooSmall', { file }, what);
  }
  const length = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    // Only here, for eight characters of text never make a length within the limit.
    const otherKind = recogniseOtherKind(first);
    if (otherKind !== undefined) throw new CheckpointError('NotSafetensors', { file }, refusal(otherKind));
    const what = refusal('header.tooLarge', { length: `${length}`, limit: MAX_HEADER_BYTES });
    throw new CheckpointError('HeaderTooLarge', { file }, what);
  }
  if (LENGTH_BYTES + Number(length) > fileBytes) {
    const what = refusal('header.cut', { length: `${length}`, rest: fileBytes - LENGTH_BYTES });
    throw new CheckpointError('InvalidHeaderLength', { file }, what);
  }
  return Number(length);
}

/** What is commonly found under the name of a safetensors file, by its first characters. */
const OTHER_KINDS: readonly (readonly [RegExp, RefusalKey])[] = [
  [/^version https:\/\/git-lfs/, 'kind.lfs'],
  [/^\s*<(!doctype|html|\?xml|head|!--)/i, 'kind.page'],
  [/^\s*[{[]/, 'kind.json'],
  [/^PK/, 'kind.zip'],
  [/^GGUF/, 'kind.gguf'],
];

function recogniseOtherKind(first: Uint8Array): RefusalKey | undefined {
  const start = String.fromCharCode(...first.subarray(0, 64));
  return OTHER_KINDS.find(([pattern]) => pattern.test(start))?.[1];
}

function parseHeader(text: Uint8Array, fileBytes: number, file: string): SafetensorsHeader {
  const entries = Object.entries(parseObject(decodeUtf8(text, file), file));
  const dataStart = LENGTH_BYTES + text.length;
  const metadata = new Map<string, string>();
  const tensors = new Map<string, TensorInfo>();
  for (const [name, value] of entries) {
    if (name === '__metadata__') readMetadata(value, metadata, file);
    else tensors.set(name, readTensor(name, value, dataStart, file));
  }
  checkLayout([...tensors.values()], dataStart, fileBytes, file);
  return { tensors, metadata };
}

function decodeUtf8(text: Uint8Array, file: string): string {
  try {
    // A byte order mark stays, for JSON does not allow one.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch (error) {
    throw new CheckpointError('InvalidHeader', { file }, refusal('header.notText'), { cause: error });
  }
}

function parseObject(text: string, file: string): object {
  let value: unknown;
  try {
    value = parseStrictJson(text, WHOLE_NUMBER_LISTS);
  } catch (error) {
    throw invalidJson(file, undefined, refusal('header.notJson', { reason: reasonOf(error) }));
  }
  if (!isPlainObject(value)) throw invalidJson(file, undefined, refusal('header.notObject', { value: quote(value) }));
  return value;
}

function readMetadata(value: unknown, metadata: Map<string, string>, file: string): void {
  if (value === null) return; // as the official reader has it
  if (!isPlainObject(value)) throw invalidJson(file, undefined, refusal('header.metadata', { value: quote(value) }));
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw invalidJson(file, undefined, refusal('header.metadataText', { key: quote(key), value: quote(text) }));
    }
    metadata.set(key, text);
  }
}

function readTensor(name: string, value: unknown, dataStart: number, file: string): TensorInfo {
  const refuse = (what: string) => invalidJson(file, name, what);
  if (!isPlainObject(value)) throw refuse(refusal('tensor.notObject', { value: quote(value) }));
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDtype(dtype)) throw refuse(refusal('tensor.dtype', { dtype: quote(dtype), known: DTYPES.join(', ') }));
  if (!isListOfWholeNumbers(shape)) throw refuse(refusal('tensor.shape', { value: quote(shape) }));
  if (!isListOfWholeNumbers(offsets) || offsets.length !== 2) {
    throw refuse(refusal('tensor.offsets', { value: quote(offsets) }));
  }
  const tooLarge = [...shape, ...offsets].find((number) => !Number.isSafeInteger(number));
  if (tooLarge !== undefined) throw overflow(file, name, refusal('tensor.numberTooLarge', { number: tooLarge }));
  const [begin = 0, end = 0] = offsets;
  return { name, dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

/** The tensors must fill the file from the end of the header to its last byte, without a hole and without an overlap. */
function checkLayout(tensors: TensorInfo[], dataStart: number, fileBytes: number, file: string): void {
  let filledTo = dataStart;
  for (const tensor of tensors.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    checkOffsets(tensor, filledTo, dataStart, file);
    checkSpan(tensor, file);
    filledTo = tensor.end;
  }
  if (filledTo === fileBytes) return;
  const what =
    filledTo > fileBytes
      ? refusal('header.incomplete', { size: fileBytes, expected: filledTo })
      : refusal('header.rest', { rest: fileBytes - filledTo });
  throw new CheckpointError('MetadataIncompleteBuffer', { file }, what);
}

function checkOffsets(tensor: TensorInfo, filledTo: number, dataStart: number, file: string): void {
  const begin = tensor.begin - dataStart;
  const end = tensor.end - dataStart;
  const expected = filledTo - dataStart;
  const refuse = (what: string) => new CheckpointError('InvalidOffset', { file, tensor: tensor.name }, what);
  if (begin < expected) throw refuse(refusal('tensor.overlap', { begin, expected }));
  if (begin > expected) throw refuse(refusal('tensor.hole', { begin, expected }));
  if (end < begin) throw refuse(refusal('tensor.backwards', { begin, end }));
}

function checkSpan({ name, dtype, shape, begin, end }: TensorInfo, file: string): void {
  const described = { shape: quote(shape), dtype };
  // Taken from the left as the official reader does, so that a zero further right does not hide an overflow.
  const bits = [...shape, bitsPerElement(dtype)].reduce((product, factor) => {
    if (!Number.isSafeInteger(product * factor)) throw overflow(file, name, refusal('tensor.shapeTooLarge', described));
    return product * factor;
  }, 1);
  if (bits % 8 !== 0) {
    const what = refusal('tensor.misaligned', { ...described, bits });
    throw new CheckpointError('MisalignedSlice', { file, tensor: name }, what);
  }
  if (bits / 8 !== end - begin) {
    const what = refusal('tensor.span', { ...described, expected: bits / 8, span: end - begin });
    throw new CheckpointError('TensorInvalidInfo', { file, tensor: name }, what);
  }
}

function overflow(file: string, tensor: string, what: string): CheckpointError {
  return new CheckpointError('ValidationOverflow', { file, tensor }, what);
}

function invalidJson(file: string, tensor: string | undefined, what: string): CheckpointError {
  return new CheckpointError('InvalidHeaderDeserialization', { file, tensor }, what);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isInteger(item) && item >= 0);
}
