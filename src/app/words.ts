/** The sentences of the reader’s language, for the app and the page. Which it is, says `imports` in package.json. */
import strings from '#content/strings.json';

export type Word = keyof typeof strings;

/** A string of content/…/strings.json, its `{names}` filled in. */
export function word(key: Word, values: Readonly<Record<string, string | number>> = {}): string {
  return strings[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Whether there is such a string. */
export function isWord(key: string): key is Word {
  return Object.hasOwn(strings, key);
}

/** 85728 as 85,728. */
export function count(value: number): string {
  return value.toLocaleString(word('locale'));
}

/** 8 as “eight”, where there is a word for it; “Eight” at the start of a sentence. */
export function inWords(value: number, where: 'text' | 'sentence' = 'text'): string {
  const text = word('numbers').split(' ')[value] ?? count(value);
  return where === 'sentence' ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** An axis in words, of one or of `size`: headChannel → head channel, head channels. */
export function axisName(axis: string, size = 1): string {
  const key = `${size === 1 ? 'axis' : 'axes'}.${axis}`;
  return isWord(key) ? word(key) : axis;
}

/** 3 heads × 11 tokens × 16 head channels */
export function shapeInWords(axes: readonly string[], shape: readonly number[]): string {
  return shape.map((size, index) => `${count(size)} ${axisName(axes[index] ?? '', size)}`).join(' × ');
}
