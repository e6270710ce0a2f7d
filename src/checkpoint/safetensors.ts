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
    const message = `has ${fileBytes} bytes, and a safetensors file has at least ${LENGTH_BYTES}. ${INCOMPLETE}`;
    throw new CheckpointError('HeaderTooSmall', { file }, message);
  }
  const length = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    // Only here, for eight characters of text never make a length within the limit.
    const otherKind = recogniseOtherKind(first);
    if (otherKind !== undefined) throw new CheckpointError('NotSafetensors', { file }, otherKind);
    const message = `announces a header of ${length} bytes; the limit is ${MAX_HEADER_BYTES}. It is damaged, or not a safetensors file.`;
    throw new CheckpointError('HeaderTooLarge', { file }, message);
  }
  if (LENGTH_BYTES + Number(length) > fileBytes) {
    const message = `announces a header of ${length} bytes, and only ${fileBytes - LENGTH_BYTES} follow. ${INCOMPLETE}`;
    throw new CheckpointError('InvalidHeaderLength', { file }, message);
  }
  return Number(length);
}

const INCOMPLETE = 'The file is incomplete: download it again.';

/** What is commonly found under the name of a safetensors file, by its first characters. */
const OTHER_KINDS: readonly (readonly [RegExp, string])[] = [
  [
    /^version https:\/\/git-lfs/,
    'is a Git LFS pointer, not the weights. Fetch them with "git lfs pull", or download the file itself.',
  ],
  [
    /^\s*<(!doctype|html|\?xml|head|!--)/i,
    'is a web page, not a safetensors file. Download it again, from the link to the raw file.',
  ],
  [/^\s*[{[]/, 'is JSON text, not a safetensors file, which would begin with the length of its header.'],
  [/^PK/, 'is a zip archive, as PyTorch writes its .bin and .pt files. Convert it to safetensors first.'],
  [/^GGUF/, 'is a GGUF file. Open the safetensors files that it was made from.'],
];

function recogniseOtherKind(first: Uint8Array): string | undefined {
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
    const message = 'its header is not UTF-8 text. It is damaged, or not a safetensors file.';
    throw new CheckpointError('InvalidHeader', { file }, message, { cause: error });
  }
}

function parseObject(text: string, file: string): object {
  let value: unknown;
  try {
    value = parseStrictJson(text, WHOLE_NUMBER_LISTS);
  } catch (error) {
    throw invalidJson(file, undefined, `its header is not valid JSON: ${reasonOf(error)}`);
  }
  if (!isPlainObject(value))
    throw invalidJson(file, undefined, `its header must be a JSON object, not ${quote(value)}`);
  return value;
}

function readMetadata(value: unknown, metadata: Map<string, string>, file: string): void {
  if (value === null) return; // as the official reader has it
  if (!isPlainObject(value))
    throw invalidJson(file, undefined, `"__metadata__" must be an object of texts, not ${quote(value)}`);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw invalidJson(file, undefined, `"__metadata__" must hold texts alone, and ${quote(key)} is ${quote(text)}`);
    }
    metadata.set(key, text);
  }
}

function readTensor(name: string, value: unknown, dataStart: number, file: string): TensorInfo {
  const refuse = (what: string) => invalidJson(file, name, what);
  if (!isPlainObject(value)) throw refuse(`must be an object with dtype, shape and data_offsets, not ${quote(value)}`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDtype(dtype)) throw refuse(`has the unknown dtype ${quote(dtype)}; known are ${DTYPES.join(', ')}`);
  if (!isListOfWholeNumbers(shape))
    throw refuse(`its shape must be a list of whole numbers from 0, not ${quote(shape)}`);
  if (!isListOfWholeNumbers(offsets) || offsets.length !== 2) {
    throw refuse(`its data_offsets must be two whole numbers from 0, not ${quote(offsets)}`);
  }
  const tooLarge = [...shape, ...offsets].find((number) => !Number.isSafeInteger(number));
  if (tooLarge !== undefined) throw overflow(file, name, `${tooLarge} stands in its shape or data_offsets`);
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
  const message =
    filledTo > fileBytes
      ? `has ${fileBytes} bytes, and its header speaks of ${filledTo}. ${INCOMPLETE}`
      : `has ${fileBytes - filledTo} bytes after the last tensor, which belong to none. It is damaged, or was written wrongly.`;
  throw new CheckpointError('MetadataIncompleteBuffer', { file }, message);
}

function checkOffsets(tensor: TensorInfo, filledTo: number, dataStart: number, file: string): void {
  const begin = tensor.begin - dataStart;
  const end = tensor.end - dataStart;
  const expected = filledTo - dataStart;
  const refuse = (what: string) =>
    new CheckpointError('InvalidOffset', { file, tensor: tensor.name }, `${what}. ${DAMAGED}`);
  if (begin < expected) throw refuse(`begins at byte ${begin}, within the tensor before it, which ends at ${expected}`);
  if (begin > expected) throw refuse(`begins at byte ${begin} and leaves a hole after byte ${expected}`);
  if (end < begin) throw refuse(`ends at byte ${end}, before it begins at ${begin}`);
}

function checkSpan({ name, dtype, shape, begin, end }: TensorInfo, file: string): void {
  const described = `shape ${quote(shape)} of ${dtype}`;
  // Taken from the left as the official reader does, so that a zero further right does not hide an overflow.
  const bits = [...shape, bitsPerElement(dtype)].reduce((product, factor) => {
    if (!Number.isSafeInteger(product * factor)) throw overflow(file, name, described);
    return product * factor;
  }, 1);
  if (bits % 8 !== 0) {
    const message = `${described} takes ${bits} bits, which do not end on a whole byte. ${DAMAGED}`;
    throw new CheckpointError('MisalignedSlice', { file, tensor: name }, message);
  }
  if (bits / 8 !== end - begin) {
    const message = `${described} takes ${bits / 8} bytes, and its data_offsets span ${end - begin}. ${DAMAGED}`;
    throw new CheckpointError('TensorInvalidInfo', { file, tensor: name }, message);
  }
}

const DAMAGED = 'The file is damaged, or was written wrongly.';

function overflow(file: string, tensor: string, what: string): CheckpointError {
  return new CheckpointError(
    'ValidationOverflow',
    { file, tensor },
    `${what}: too large to be counted exactly. ${DAMAGED}`,
  );
}

function invalidJson(file: string, tensor: string | undefined, what: string): CheckpointError {
  return new CheckpointError('InvalidHeaderDeserialization', { file, tensor }, `${what}. ${DAMAGED}`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isInteger(item) && item >= 0);
}
