import { expect } from 'vitest';
import { CheckpointError, type CheckpointErrorCode } from '../../../src/checkpoint/errors.ts';

/** Expects a refusal with this code, and returns it for a closer look. */
export async function expectRefusal(attempt: Promise<unknown>, code: CheckpointErrorCode): Promise<CheckpointError> {
  const outcome = await attempt.then(
    () => 'was accepted',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(CheckpointError);
  const error = outcome as CheckpointError;
  expect(error.code, error.message).toBe(code);
  return error;
}
