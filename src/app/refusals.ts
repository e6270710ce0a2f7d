/** Errors that kept something from being opened, told so that a person knows what to do. */
import { ConfigError } from '../architecture/config.ts';
import { CheckpointError } from '../checkpoint/errors.ts';
import type { Refusal } from './app.ts';
import { OpenError } from './open-model.ts';
import { word } from './words.ts';

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
  if (error instanceof ConfigError) return word('refusal.config');
  if (error instanceof OpenError) return word('refusal.open');
  if (!(error instanceof CheckpointError)) return word('refusal.unforeseen');
  switch (error.code) {
    case 'NotSafetensors':
    case 'InvalidJson':
    case 'InvalidIndex':
    case 'NothingToOpen':
      return word('refusal.otherFile');
    case 'ShardMissing':
    case 'TensorNotInShard':
    case 'FileTwice':
    case 'TensorTwice':
    case 'UnsafeShardName':
      return word('refusal.notOneModel');
    case 'NotFound':
    case 'AccessDenied':
    case 'HttpError':
    case 'Unreachable':
    case 'NotReadable':
    case 'RangeNotSupported':
    case 'SizeUnknown':
    case 'UnexpectedAnswer':
    case 'Truncated':
      return word('refusal.unread');
    default:
      return word('refusal.inconsistent');
  }
}

function factsOf(error: unknown): Refusal['facts'] {
  if (error instanceof CheckpointError) {
    const { file, tensor } = error.details;
    return [
      { name: word('refusal.file'), value: file },
      ...(tensor === undefined ? [] : [{ name: word('refusal.tensor'), value: tensor, atFault: true }]),
    ];
  }
  if (error instanceof ConfigError) {
    return [
      { name: word('refusal.field'), value: error.field },
      {
        name: word('refusal.value'),
        value: JSON.stringify(error.value)?.slice(0, 200) ?? word('refusal.nothing'),
        atFault: true,
      },
    ];
  }
  return [];
}
