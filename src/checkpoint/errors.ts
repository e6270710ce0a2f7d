import { refusal } from '../words.ts';

/** Why a checkpoint was refused. The first group are the rules of the official safetensors reader, by its own names. */
export type CheckpointErrorCode =
  | 'HeaderTooSmall'
  | 'HeaderTooLarge'
  | 'InvalidHeaderLength'
  | 'InvalidHeader'
  | 'InvalidHeaderDeserialization'
  | 'InvalidOffset'
  | 'ValidationOverflow'
  | 'TensorInvalidInfo'
  | 'MisalignedSlice'
  | 'MetadataIncompleteBuffer'
  // What stands in the file is not safetensors at all: a web page, a Git LFS pointer, another format.
  | 'NotSafetensors'
  // The set of files.
  | 'NothingToOpen'
  | 'FileTwice'
  | 'FileTooLarge'
  | 'InvalidJson'
  | 'InvalidIndex'
  | 'UnsafeShardName'
  | 'ShardMissing'
  | 'TensorNotInShard'
  | 'TensorTwice'
  // The key frames of its training.
  | 'InvalidTraining'
  | 'OtherTraining'
  | 'NoSuchFrame'
  | 'FrameMissing'
  | 'FrameTensor'
  | 'FrameApart'
  // Getting at the bytes.
  | 'NotFound'
  | 'AccessDenied'
  | 'HttpError'
  | 'Unreachable'
  | 'NotReadable'
  | 'RangeNotSupported'
  | 'SizeUnknown'
  | 'UnexpectedAnswer'
  | 'Truncated'
  // Asking for numbers.
  | 'NoSuchTensor'
  | 'TensorTooLarge'
  | 'UnsupportedDtype';

export interface CheckpointErrorDetails {
  /** Name of the file, as the user knows it. */
  readonly file: string;
  readonly tensor?: string;
}

/**
 * A checkpoint that can't be read, in words for the person who opened it: what was expected, what was found, what to do.
 * Reading the same bytes again gives the same error, except for the codes about getting at the bytes.
 */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  readonly code: CheckpointErrorCode;
  readonly details: CheckpointErrorDetails;

  /** @param what What is wrong, as `refusal` says it: it goes on from the name of the file, or of the tensor. */
  constructor(code: CheckpointErrorCode, details: CheckpointErrorDetails, what: string, options?: ErrorOptions) {
    const { file, tensor } = details;
    const message =
      tensor === undefined
        ? refusal('file.where', { file, what })
        : refusal('file.whereTensor', { file, tensor: quote(tensor), what });
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** Names and values come from untrusted files and may be megabytes long; a message shows this much of them. */
const QUOTED_CHARACTERS = 120;

/** A value from a file, as it is shown in a message: JSON, and cut where it is very long. */
export function quote(value: unknown): string {
  const text = asJson(value);
  return text.length <= QUOTED_CHARACTERS ? text : `${text.slice(0, QUOTED_CHARACTERS)}…`;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // JSON.parse reads lists nested a million deep, which JSON.stringify then has no stack for.
    return refusal('file.tooDeep');
  }
}

/** A message of whatever was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
