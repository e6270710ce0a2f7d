/**
 * Addresses as an author writes them: `layers.0.attention.weights[0, last, max]`, among several models behind the name of one,
 * `gpt2/layers.0.attention.key`, or that name alone. Indices are numbers counted from 0, `last`,
 * `given`, `repeat`, `again`, `kin`, `the(word)` (all with −n or +n), `max`, `min`, `*` for all, a span `0..last`, `id(last)`,
 * `entry(word)`.
 */
import type { Address, Index, Place } from '../../src/narrative/tour.ts';

const MODEL = '[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*';
const PART = '[a-z_]+(?:\\.[a-z_0-9]+)*';
const ADDRESS = new RegExp(`^((?:${MODEL}/)?${PART}|${MODEL})(?:\\[([^\\]]*)\\])?$`);

const ORIGINS = ['last', 'given', 'repeat', 'again', 'kin'] as const;

/** @throws Error with a sentence about what was expected. */
export function parsePlace(text: string): Place {
  const match = /^(?:(\d+)|(?:(last|given|repeat|again|kin)|the\((.+)\))(?:([+-])(\d+))?)$/.exec(text);
  if (match === null) {
    throw new Error(
      `“${text}” is no position: write a number from 0, last, given, repeat, again, kin, the(word), or last-1`,
    );
  }
  const [, number, from, word, sign, distance] = match;
  if (number !== undefined) return { kind: 'place', from: 'first', offset: Number(number) };
  const offset = distance === undefined ? 0 : Number(distance) * (sign === '-' ? -1 : 1);
  if (word !== undefined) return { kind: 'place', from: 'word', word, offset };
  return { kind: 'place', from: ORIGINS.find((origin) => origin === from) ?? 'last', offset };
}

function parseIndex(text: string): Index {
  if (text === '*') return { kind: 'all' };
  if (text === 'max' || text === 'min') return { kind: 'extreme', of: text };
  const [, kind, of] = /^(id|entry)\((.+)\)$/.exec(text) ?? [];
  if (of !== undefined) return kind === 'id' ? { kind, of: parsePlace(of) } : { kind: 'entry', word: of };
  const [first, last, more] = text.split('..');
  if (first !== undefined && last !== undefined && more === undefined) {
    return { kind: 'span', first: parsePlace(first.trim()), last: parsePlace(last.trim()) };
  }
  return parsePlace(text);
}

/** @throws Error with a sentence about what was expected. */
export function parseAddress(text: string): Address {
  const match = ADDRESS.exec(text.trim());
  const block = match?.[1];
  if (block === undefined) {
    throw new Error(`“${text}” is no address: write a block such as layers.0.attention.key, or cells of it in [ ]`);
  }
  const inside = match?.[2];
  if (inside === undefined) return { block };
  const indices = inside.split(',').map((index) => parseIndex(index.trim()));
  const searched = indices.some(({ kind }) => kind === 'extreme');
  if (searched && indices.filter(({ kind }) => !['place', 'id', 'entry'].includes(kind)).length > 1) {
    throw new Error(`“${text}”: beside max or min the other indices must be single places`);
  }
  return { block, indices };
}

/** Addresses with spaces between them. @throws Error with a sentence about what was expected. */
export function parseAddresses(text: string): Address[] {
  return (text.match(/[^\s[]+(?:\[[^\]]*\])?/g) ?? []).map(parseAddress);
}
