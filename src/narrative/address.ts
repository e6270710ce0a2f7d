import type { Tensor } from '../architecture/graph.ts';
import { readGrid, wholeOf } from './grid.ts';
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
  const { first, last } = index.kind === 'span' ? index : { first: index, last: index };
  const bounds = { first: placeIndex(first, end, moment), last: placeIndex(last, end, moment) };
  if (bounds.first >= 0 && bounds.first <= bounds.last && bounds.last <= end) return bounds;
  if (tensor.axes[axis]?.extent === 'tokens') return undefined;
  throw new Error(
    `${tensor.id}: ${bounds.first === bounds.last ? bounds.first : `${bounds.first}..${bounds.last}`} is outside the axis ` +
      `${tensor.axes[axis]?.name}, whose last index is ${end}`,
  );
}

/** A place along an axis whose last index is `end`. */
export function placeIndex(place: Place, end: number, { source }: Pick<Moment, 'source'>): number {
  const origin = { first: 0, last: end, given: source.given }[place.from];
  return origin + place.offset;
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
