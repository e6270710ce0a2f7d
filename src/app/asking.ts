/** What can be said of the block or cell that somebody points at. */
import { explain } from '../architecture/explain.ts';
import { type Graph, shapeOf, type TensorData, type TensorId } from '../architecture/graph.ts';
import { type Histogram, histogram, type Statistics, statistics } from '../checkpoint/statistics.ts';
import type { CellRange, Hit, Outline, Picture } from '../scene/picture.ts';
import type { Answer } from './app.ts';
import { axisName, inWords, shapeInWords, word } from './words.ts';

const HISTOGRAM_BINS = 28;

interface Summary {
  readonly statistics: Statistics;
  readonly histogram: Histogram;
}

/** Going over all numbers of a block takes a while, and pointing asks for it at every move: kept as long as the numbers are. */
const summaries = new WeakMap<Float32Array, Summary>();

function summaryOf(data: Float32Array): Summary {
  const known = summaries.get(data);
  if (known !== undefined) return known;
  const summary = { statistics: statistics(data), histogram: histogram(data, HISTOGRAM_BINS) };
  summaries.set(data, summary);
  return summary;
}

interface Asked {
  readonly graph: Graph;
  /** How many tokens the painted run has. */
  readonly tokens: number;
  /** The word at a position of the run, or of an entry of the vocabulary. */
  readonly wordAt: (axis: 'token' | 'key' | 'vocab', index: number) => string | undefined;
  readonly read: (id: TensorId) => TensorData | undefined;
}

/** `layers.0.attention.scores[2, 10, 2]`, or the block alone. */
export function addressOf({ block, cell }: Hit): string {
  return cell === undefined ? block : `${block}[${cell.join(', ')}]`;
}

/**
 * Why a block or a cell cannot be pointed at, as a sentence; undefined where it can.
 * @param tokens how many tokens the painted run has
 */
export function whyMissing(
  hit: Hit,
  { id, graph }: { readonly id: string; readonly graph: Graph },
  tokens: number,
): string | undefined {
  const { block, cell } = hit;
  if (!graph.has(block)) return word('missing.block', { model: id, block });
  if (cell === undefined) return undefined;
  const { axes } = graph.tensor(block);
  const place = addressOf(hit);
  const shape = shapeOf(graph.tensor(block), tokens);
  if (cell.length !== shape.length)
    return word('missing.indices', { place, block, axes: axes.map(({ name }) => axisName(name)).join(', ') });
  const outside = cell.findIndex((index, axis) => !Number.isInteger(index) || index < 0 || index >= (shape[axis] ?? 0));
  if (outside < 0) return undefined;
  if (axes[outside]?.extent === 'tokens') return word('missing.token', { place, count: inWords(tokens) });
  return word('missing.cell', {
    place,
    block,
    shape: shapeInWords(
      axes.map(({ name }) => name),
      shape,
    ),
  });
}

/** @throws {RangeError} for a cell that the block does not have; Error for an unknown id */
export function answerFor(hit: Hit, { graph, tokens, wordAt, read }: Asked): Answer {
  const tensor = graph.tensor(hit.block);
  const data = read(hit.block);
  const summary = data === undefined || tensor.kind === 'tokens' ? undefined : summaryOf(data.data);
  const axes = tensor.axes.map((axis) => axis.name);
  return {
    hit,
    axes,
    shape: shapeOf(tensor, tokens),
    statistics: summary?.statistics,
    histogram: summary?.histogram,
    explanation: hit.cell === undefined ? undefined : explain(graph, hit.block, hit.cell, read),
    indices: (hit.cell ?? []).map((index, at) => {
      const axis = axes[at] ?? '';
      const named = axis === 'token' || axis === 'key' || axis === 'vocab';
      return { axis, index, word: named ? wordAt(axis, index) : undefined };
    }),
  };
}

/**
 * The picture with what was asked about lit up: the cell, what it was made from, and lines between them; all else is dimmed, whichever
 * token it belongs to.
 * @param slabOf the slab in which a cell of a block stands
 */
export function withAnswer(
  picture: Picture,
  answer: Answer,
  slabOf: (block: TensorId, cell: readonly number[]) => number | undefined,
): Picture {
  const { block, cell } = answer.hit;
  if (cell === undefined) return { ...picture, named: [block, ...picture.named] };
  const target: CellRange = { block, from: cell, to: cell };
  const sources = (answer.explanation?.sources ?? []).map(
    (range): CellRange => ({ block: range.id, from: range.from, to: range.to }),
  );
  const outlines: Outline[] = [
    { range: target, style: 'accent' },
    ...sources.map((range): Outline => ({ range, style: 'source' })),
  ];
  return {
    ...picture,
    positions: undefined,
    lit: [target, ...sources].map((range) => ({ block: range.block, slab: slabOf(range.block, range.from) })),
    outlines: [...picture.outlines, ...outlines],
    links: [...picture.links, ...sources.map((from) => ({ from, to: target, progress: 1 }))],
    named: [block, ...sources.map((range) => range.block), ...picture.named],
  };
}
