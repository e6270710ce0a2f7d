/**
 * The words that a reader meets, in the language that `imports` in package.json names. Every part of the program may import this,
 * and it imports the words alone.
 */
import refusals from '#content/refusals.json';
import strings from '#content/strings.json';

export type Word = keyof typeof strings;
export type RefusalKey = keyof typeof refusals;
type Values = Readonly<Record<string, string | number>>;

/** A string of content/…/strings.json, its `{names}` filled in. */
export function word(key: Word, values: Values = {}): string {
  return filled(strings[key], values);
}

/** Whether there is such a string. */
export function isWord(key: string): key is Word {
  return Object.hasOwn(strings, key);
}

/**
 * A sentence of content/…/refusals.json, its `{names}` filled in: why files, a config or a run were refused. These are apart from
 * the page's strings so that the inference worker loads none of those.
 */
export function refusal(key: RefusalKey, values: Values = {}): string {
  return filled(refusals[key], values);
}

/** Whether a token is or holds a quote mark: more of them around it would say nothing. */
export function holdsQuoteMark(token: string): boolean {
  return /[“”"]/.test(token);
}

/** A text with its `{names}` filled in. */
export function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
