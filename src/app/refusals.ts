/** Errors that kept something from being opened, told so that a person knows what to do. */
import { ConfigError } from '../architecture/config.ts';
import { CheckpointError } from '../checkpoint/errors.ts';
import type { Refusal } from './app.ts';
import { OpenError } from './open-model.ts';

/** The stable name of the rule that an error tells of. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return 'Unexpected';
}

/** What stopped the user, and nothing wrong: a newer request, or a cancel. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function refusalOf(error: unknown): Refusal {
  return { title: titleOf(error), explanation: messageOf(error), facts: factsOf(error), rule: codeOf(error) };
}

function titleOf(error: unknown): string {
  if (error instanceof ConfigError) return 'This config is not understood, so it was not opened.';
  if (error instanceof OpenError) return 'This could not be opened.';
  if (!(error instanceof CheckpointError)) return 'Something unforeseen went wrong while opening.';
  switch (error.code) {
    case 'NotSafetensors':
    case 'InvalidJson':
    case 'InvalidIndex':
    case 'NothingToOpen':
      return 'This is not a model’s file, so it was not opened.';
    case 'ShardMissing':
    case 'TensorNotInShard':
    case 'FileTwice':
    case 'TensorTwice':
    case 'UnsafeShardName':
      return 'These files don’t make up one model.';
    case 'NotFound':
    case 'AccessDenied':
    case 'HttpError':
    case 'Unreachable':
    case 'NotReadable':
    case 'RangeNotSupported':
    case 'SizeUnknown':
    case 'UnexpectedAnswer':
    case 'Truncated':
      return 'The file could not be read.';
    default:
      return 'This file does not add up, so it was not opened.';
  }
}

function factsOf(error: unknown): Refusal['facts'] {
  if (error instanceof CheckpointError) {
    const { file, tensor } = error.details;
    return [
      { name: 'File', value: file },
      ...(tensor === undefined ? [] : [{ name: 'Tensor', value: tensor, atFault: true }]),
    ];
  }
  if (error instanceof ConfigError) {
    return [
      { name: 'Field', value: error.field },
      { name: 'Value', value: JSON.stringify(error.value)?.slice(0, 200) ?? 'nothing', atFault: true },
    ];
  }
  return [];
}
