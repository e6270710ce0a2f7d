/** The words of the comparison, which are fetched with it. */
import strings from '#content/comparison.json';
import { filled } from '../../words.ts';

export type Said = keyof typeof strings;

/** A string of content/…/comparison.json, its `{names}` filled in. */
export function said(key: Said, values: Readonly<Record<string, string | number>> = {}): string {
  return filled(strings[key], values);
}
