import type { Tensor } from '../architecture/graph.ts';
import { readGrid, wholeOf } from './grid.ts';
import { kinIn } from './kin.ts';
import type { Cells, StageSource } from './stage.ts';
import type { Address, Index, Place } from './tour.ts';

/** What an address is read against: a run, and how many of its tokens are there at that moment. */
export interface Moment {
  readonly source: StageSource;
  readonly tokens: number;
}

interface Bounds {
  readonly first: number;
  readonly last: number;
}

/**
 * The cells an address means at a moment; undefined where they are not there (nothing has run, or the run is shorter).
 * @throws Error when the model has no such block, or the address does not fit the block's axes.
 */
export function resolve(address: Address, moment: Moment): Cells | undefined {
  const tensor = moment.source.graph.tensor(address.block);
  const whole = wholeOf(tensor, moment.tokens);
  const { indices } = address;
  if (indices === undefined || whole === undefined) return whole;
  if (indices.length !== tensor.axes.length) {
    const axes = tensor.axes.map(({ name }) => name).join(', ');
    throw new Error(`${tensor.id} has the axes [${axes}], but is addressed with ${indices.length} indices`);
  }
  const bounds = indices.map((index, axis) => boundsOf(index, tensor, axis, whole, moment));
  const from: number[] = [];
  const to: number[] = [];
  for (const bound of bounds) {
    if (bound === undefined) return undefined;
    from.push(bound.first);
    to.push(bound.last);
  }
  const searched = indices.findIndex(({ kind }) => kind === 'extreme');
  if (searched < 0) return { block: tensor.id, from, to };
  const found = extremeIndex(indices[searched], { block: tensor.id, from, to }, searched, moment);
  return found === undefined
    ? undefined
    : { block: tensor.id, from: from.with(searched, found), to: to.with(searched, found) };
}

/** Undefined where a token is meant that is not there. An index that is searched for spans its axis. */
function boundsOf(index: Index, tensor: Tensor, axis: number, whole: Cells, moment: Moment): Bounds | undefined {
  const end = whole.to[axis] ?? 0;
  if (index.kind === 'all' || index.kind === 'extreme') return { first: 0, last: end };
  if (index.kind === 'id' || index.kind === 'entry') return boundsOfEntry(index, moment);
  const { first, last } = index.kind === 'span' ? index : { first: index, last: index };
  const bounds = { first: placeIndex(first, end, moment), last: placeIndex(last, end, moment) };
  if (bounds.first >= 0 && bounds.first <= bounds.last && bounds.last <= end) return bounds;
  if (tensor.axes[axis]?.extent === 'tokens') return index.kind === 'span' ? within(bounds, end) : undefined;
  throw new Error(
    `${tensor.id}: ${bounds.first === bounds.last ? bounds.first : `${bounds.first}..${bounds.last}`} is outside the axis ` +
      `${tensor.axes[axis]?.name}, whose last index is ${end}`,
  );
}

/** What is there of a span of tokens. */
function within({ first, last }: Bounds, end: number): Bounds | undefined {
  const bounds = { first: Math.max(0, first), last: Math.min(end, last) };
  return Number.isFinite(first) && Number.isFinite(last) && bounds.first <= bounds.last ? bounds : undefined;
}

/** @throws Error for a word that the vocabulary does not have */
function boundsOfEntry(index: Extract<Index, { kind: 'id' | 'entry' }>, moment: Moment): Bounds | undefined {
  const { source } = moment;
  if (index.kind === 'id') {
    const id = source.ids[placeIndex(index.of, moment.tokens - 1, moment)];
    return id === undefined ? undefined : { first: id, last: id };
  }
  const { vocabulary } = source.graph.dimensions;
  for (let id = 0; id < vocabulary; id += 1) if (source.word(id) === index.word) return { first: id, last: id };
  throw new Error(`the vocabulary has no “${index.word}”`);
}

/** A place along an axis whose last index is `end`; before the first one where the token is not there that it is counted from. */
export function placeIndex(place: Place, end: number, moment: Moment): number {
  return originOf(place, end, moment) + place.offset;
}

function originOf(place: Place, end: number, { source, tokens }: Moment): number {
  switch (place.from) {
    case 'first':
      return 0;
    case 'last':
      return end;
    case 'given':
      return source.given;
    case 'word':
      return lastOf(source.words.slice(0, tokens), place.word);
    case 'repeat':
      return repeatIn(source.ids.slice(0, tokens));
    case 'again': {
      const ids = source.ids.slice(0, tokens);
      const repeat = repeatIn(ids);
      return repeat < 0 ? NOWHERE : lastOf(ids.slice(0, repeat), ids[repeat]) + 1;
    }
    case 'kin':
      return kinIn(source, tokens) ?? NOWHERE;
  }
}

/** Before the first place, however far one counts on from there. */
const NOWHERE = Number.NEGATIVE_INFINITY;

/** Where the last token stands that was there before. */
function repeatIn(ids: readonly number[]): number {
  const found = ids.findLastIndex((id, index) => ids.indexOf(id) < index);
  return found < 0 ? NOWHERE : found;
}

function lastOf<Item>(items: readonly Item[], item: Item): number {
  const found = items.lastIndexOf(item);
  return found < 0 ? NOWHERE : found;
}

function extremeIndex(index: Index | undefined, cells: Cells, axis: number, moment: Moment): number | undefined {
  const grid = readGrid(moment.source, cells.block);
  if (grid === undefined || index?.kind !== 'extreme') return undefined;
  const sign = index.of === 'max' ? 1 : -1;
  let best: number | undefined;
  let bestValue = Number.NEGATIVE_INFINITY;
  for (let at = cells.from[axis] ?? 0; at <= (cells.to[axis] ?? 0); at += 1) {
    const value = sign * grid.at(cells.from.with(axis, at));
    if (value > bestValue) {
      best = at;
      bestValue = value;
    }
  }
  return best;
}
