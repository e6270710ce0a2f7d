import { refusal } from '../words.ts';
import { quote } from './errors.ts';

/**
 * Parses JSON and refuses what `JSON.parse` forgives silently: an object with the same key twice (it keeps the last), and,
 * in the lists standing under a key of `wholeNumberLists`, numbers that aren't written as plain digits (`2.0`, `2e3`, `-0`).
 *
 * Keys such as `__proto__` become own properties, as with `JSON.parse`; read the result with `Object.entries`.
 * @throws {SyntaxError}
 */
export function parseStrictJson(text: string, wholeNumberLists: ReadonlySet<string> = new Set()): unknown {
  const value: unknown = JSON.parse(text);
  refuseWhatParsingForgives(text, wholeNumberLists);
  return value;
}

/** An object that the walk stands in, with the keys seen so far and the last of them. */
interface OpenObject {
  readonly keys: Set<string>;
  key: string;
}

/** A list that the walk stands in, and the key that it stands under. */
interface OpenList {
  readonly key: string;
}

const isObject = (inside: OpenObject | OpenList | undefined): inside is OpenObject =>
  inside !== undefined && 'keys' in inside;
const isList = (inside: OpenObject | OpenList | undefined): inside is OpenList =>
  inside !== undefined && !('keys' in inside);

/** Walks text that is known to be valid JSON, so that the grammar needs no checking here. */
function refuseWhatParsingForgives(text: string, wholeNumberLists: ReadonlySet<string>): void {
  const open: (OpenObject | OpenList)[] = [];
  for (let at = 0; at < text.length; at++) {
    const inside = open.at(-1);
    const character = text.charAt(at);
    if (character === '{') open.push({ keys: new Set(), key: '' });
    else if (character === '[') open.push({ key: isObject(inside) ? inside.key : '' });
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      if (isObject(inside) && isFollowedByColon(text, end)) enterKey(inside, text.slice(at, end));
      at = end - 1;
    } else if (character === '-' || (character >= '0' && character <= '9')) {
      const end = endOfNumber(text, at);
      const literal = text.slice(at, end);
      if (isList(inside) && wholeNumberLists.has(inside.key) && !/^\d+$/.test(literal)) {
        throw new SyntaxError(refusal('json.notWhole', { key: quote(inside.key), value: quote(literal) }));
      }
      at = end - 1;
    }
  }
}

function enterKey(object: OpenObject, literal: string): void {
  // The literal is parsed because "a" and "\u0061" are the same key.
  const key = String(JSON.parse(literal));
  if (object.keys.has(key)) throw new SyntaxError(refusal('json.keyTwice', { key: quote(key) }));
  object.keys.add(key);
  object.key = key;
}

/** Position after the closing quote of the string that opens at `at`. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

function endOfNumber(text: string, at: number): number {
  let end = at;
  while (end < text.length && !',]} \n\r\t'.includes(text.charAt(end))) end++;
  return end;
}

function isFollowedByColon(text: string, at: number): boolean {
  let next = at;
  while (text[next] === ' ' || text[next] === '\n' || text[next] === '\r' || text[next] === '\t') next++;
  return text[next] === ':';
}
