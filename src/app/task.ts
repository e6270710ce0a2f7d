/** What a bundled model was made for, as its `cutaway.json` says. */

interface AnyTask {
  /** The prompt that the page opens with. */
  readonly prompt: string;
  /** The tour that is told on it, where there is one. */
  readonly tour?: string;
}

/** Puts letters in order: as many as it was made for. */
export interface SortTask extends AnyTask {
  readonly kind: 'sort';
  /** How many tokens a prompt has. */
  readonly promptLength: number;
  /** How many tokens the model answers. */
  readonly answerLength: number;
}

/** Goes on with any text. */
export interface ContinueTask extends AnyTask {
  readonly kind: 'continue';
}

export type Task = SortTask | ContinueTask;

/**
 * Reads a parsed `cutaway.json`.
 * @param model Whose it is, for the message.
 * @throws {TypeError} naming the field, what stands there and what was expected
 */
export function readTask(json: unknown, model: string): Task {
  const fields = new Map<string, unknown>(isRecord(json) ? Object.entries(json) : []);
  const refuse = (field: string, expected: string): never => {
    const found = JSON.stringify(fields.get(field)) ?? 'nothing';
    throw new TypeError(`models/${model}/cutaway.json: “${field}” should be ${expected}, and is ${found}.`);
  };
  const text = (field: string): string => {
    const value = fields.get(field);
    return typeof value === 'string' && value !== '' ? value : refuse(field, 'a text');
  };
  const length = (field: string): number => {
    const value = fields.get(field);
    return typeof value === 'number' && Number.isInteger(value) && value > 0
      ? value
      : refuse(field, 'a number of tokens');
  };
  const common = { prompt: text('prompt'), ...(fields.has('tour') && { tour: text('tour') }) };
  switch (fields.get('kind')) {
    case 'sort':
      return { kind: 'sort', ...common, promptLength: length('promptLength'), answerLength: length('answerLength') };
    case 'continue':
      return { kind: 'continue', ...common };
    default:
      return refuse('kind', '“sort” or “continue”');
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
