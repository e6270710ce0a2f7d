/** Why a model can't be run, or a run gave no result. */
export type InferenceErrorCode =
  // The model and its checkpoint.
  | 'WeightMissing'
  | 'WeightShape'
  | 'WeightDtype'
  | 'NotLowerable'
  // What was asked of it.
  | 'NoModel'
  | 'NoTokens'
  | 'TooManyTokens'
  | 'UnknownToken'
  | 'UnknownCharacter'
  | 'UnknownTensor'
  | 'SamplingSetting'
  | 'NothingToDraw'
  // What it ran on.
  | 'TokenizerFailed'
  | 'RuntimeUnreachable'
  | 'LoadFailed'
  | 'RunFailed'
  | 'WorkerDied';

/** A model that can't be run, in words of `refusal` for a person: what was expected, what came, what to do. */
export class InferenceError extends Error {
  override readonly name = 'InferenceError';
  readonly code: InferenceErrorCode;

  constructor(code: InferenceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
