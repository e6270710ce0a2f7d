/**
 * Addresses as an author writes them: `layers.0.attention.weights[0, last, max]`. Indices are numbers counted from 0, `last`,
 * `given` (both with −n or +n), `max`, `min`, `*` for all, or a span `0..last`.
 */
import type { Address, Index, Place } from '../../src/narrative/tour.ts';

const ADDRESS = /^([a-z_]+(?:\.[a-z_0-9]+)*)(?:\[([^\]]*)\])?$/;

/** @throws Error with a sentence about what was expected. */
export function parsePlace(text: string): Place {
  const match = /^(?:(\d+)|(last|given)(?:([+-])(\d+))?)$/.exec(text);
  if (match === null)
    throw new Error(`“${text}” is no position: write a number from 0, last, given, last-1 or given+1`);
  const [, number, from, sign, distance] = match;
  if (number !== undefined) return { kind: 'place', from: 'first', offset: Number(number) };
  const offset = Number(distance ?? 0) * (sign === '-' ? -1 : 1);
  return { kind: 'place', from: from === 'given' ? 'given' : 'last', offset: offset === 0 ? 0 : offset };
}

function parseIndex(text: string): Index {
  if (text === '*') return { kind: 'all' };
  if (text === 'max' || text === 'min') return { kind: 'extreme', of: text };
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
  if (searched && indices.filter(({ kind }) => kind !== 'place').length > 1) {
    throw new Error(`“${text}”: beside max or min the other indices must be single places`);
  }
  return { block, indices };
}

/** Addresses with spaces between them. @throws Error with a sentence about what was expected. */
export function parseAddresses(text: string): Address[] {
  return (text.match(/[^\s[]+(?:\[[^\]]*\])?/g) ?? []).map(parseAddress);
}
