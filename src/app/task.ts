/** What a model is here for: a bundled one as its `cutaway.json` says. */

interface RunTask {
  /** The prompt that the page opens with. */
  readonly prompt: string;
  /** The tour that is told on it, where there is one. */
  readonly tour?: string;
}

/** Puts letters in order: as many as it was made for. */
export interface SortTask extends RunTask {
  readonly kind: 'sort';
  /** How many tokens a prompt has. */
  readonly promptLength: number;
  /** How many tokens the model answers. */
  readonly answerLength: number;
}

/** Goes on with any text. */
export interface ContinueTask extends RunTask {
  readonly kind: 'continue';
}

/** Is only looked at: there is nothing to run, and its tour is told without. */
export interface LookTask {
  readonly kind: 'look';
  readonly tour: string;
}

/** What a bundled model was made for. */
export type BundledTask = SortTask | ContinueTask;

export type Task = BundledTask | LookTask;

/** The prompt that a task begins with. */
export function promptOf(task: Task | undefined): string | undefined {
  return task === undefined || task.kind === 'look' ? undefined : task.prompt;
}

/**
 * Reads a parsed `cutaway.json`.
 * @param model Whose it is, for the message.
 * @throws {TypeError} naming the field, what stands there and what was expected
 */
export function readTask(json: unknown, model: string): BundledTask {
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
