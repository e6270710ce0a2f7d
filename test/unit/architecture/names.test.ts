/** Every weight of a published checkpoint stands in the graph, once: against lists made from the published naming rules alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import type { Graph, WeightTensor } from '../../../src/architecture/graph.ts';
import { withSizes } from '../../../src/architecture/sizes.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LISTS = join(ROOT, 'test/fixtures/names');
const MODELS = readdirSync(LISTS).map((file) => file.replace('.json', ''));

type Shapes = ReadonlyMap<string, readonly number[]>;

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), 'utf8')) as T;
}

/** The graph that a list is of: `deepseek-r1+further` has one layer more than the config asks for. */
function graphOf(list: string): Graph {
  const [model = list, further] = list.split('+');
  const config = readJson(ROOT, 'models/configs', `${model}.json`);
  return buildGraph(further === undefined ? config : withSizes(config, { [further]: 1 }));
}

/** As models/configs/weight_names.py writes them, ranges written out. */
function listedWeights(model: string): Shapes {
  const listed = readJson<Record<string, number[]>>(LISTS, `${model}.json`);
  return new Map(Object.entries(listed).flatMap(([name, shape]) => expand(name).map((one) => [one, shape] as const)));
}

/** `h.{0..2}.x` as h.0.x, h.1.x and h.2.x. */
function expand(name: string): string[] {
  const range = /\{(\d+)\.\.(\d+)\}/.exec(name);
  if (range === null) return [name];
  const [whole, first, last] = [range[0], Number(range[1]), Number(range[2])];
  return Array.from({ length: last - first + 1 }, (_, index) => name.replace(whole, String(first + index))).flatMap(
    expand,
  );
}

function weightsOf(graph: Graph): WeightTensor[] {
  return [...graph.tensors()].filter((tensor) => tensor.kind === 'weight');
}

const size = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);

/** A rectangle of a stored tensor, all its ends included, and how many cells of a block it has. */
interface Corners {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly cells: number;
}

/** Where a block lies: of one with heads each by itself, since heads of several blocks may alternate. */
function cornersOf({ stored: { offset, strides, shape }, axes }: WeightTensor): Corners[] {
  const columns = shape.at(-1) ?? 1;
  const place = (element: number) => [Math.floor(element / columns), element % columns] as const;
  const extents = axes.map(({ extent }) => Number(extent));
  const [heads = 1, ...inHead] = axes.length > 2 ? extents : [1, ...extents];
  const [headStride = 0, ...strideInHead] = axes.length > 2 ? strides : [0, ...strides];
  return Array.from({ length: heads }, (_, head) => {
    const start = offset + head * headStride;
    const end = strideInHead.reduce((sum, stride, axis) => sum + stride * ((inHead[axis] ?? 1) - 1), start);
    const [[top, left], [bottom, right]] = [place(start), place(end)];
    return { top, left, bottom, right, cells: size(inHead) };
  });
}

const areaOf = ({ top, left, bottom, right }: Corners) => (bottom - top + 1) * (right - left + 1);

const overlap = (a: Corners, b: Corners) =>
  a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;

/** Whether the blocks are filled rectangles of a stored tensor that do not overlap and leave nothing out. */
function areTiles(views: readonly WeightTensor[], shape: readonly number[]): boolean {
  const corners = views.flatMap(cornersOf);
  const areFilled = corners.every((own) => areaOf(own) === own.cells);
  const areApart = corners.every((own, index) => corners.slice(index + 1).every((other) => !overlap(own, other)));
  return areFilled && areApart && corners.reduce((sum, own) => sum + areaOf(own), 0) === size(shape);
}

describe.each(MODELS)('the weights of %s', (model) => {
  const graph = graphOf(model);
  const listed = listedWeights(model);
  const weights = weightsOf(graph);
  /** The name in the list that a weight goes by. */
  const nameOf = ({ stored }: WeightTensor) => stored.names.filter((name) => listed.has(name)).join(' and ');

  it('are listed by one of their names, with the shape that is stored', () => {
    const wrong = weights.filter((weight) => listed.get(nameOf(weight))?.join() !== weight.stored.shape.join());
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('are all that are listed, each number in one block', () => {
    const blocks = new Map<string, WeightTensor[]>([...listed.keys()].map((name) => [name, []]));
    for (const weight of weights) if (weight.sameNumbersAs === undefined) blocks.get(nameOf(weight))?.push(weight);
    const wrong = [...blocks].filter(([name, views]) => !areTiles(views, listed.get(name) ?? []));
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it('are as many numbers as the tally says', () => {
    const numbers = [...listed.values()].reduce((sum, shape) => sum + size(shape), 0);
    expect(parameterCount(graph)).toBe(numbers);
  });

  it('show the same numbers again where an output matrix is tied', () => {
    for (const weight of weights) {
      if (weight.sameNumbersAs === undefined) continue;
      const counted = graph.tensor(weight.sameNumbersAs);
      expect(counted.kind === 'weight' && nameOf(counted), weight.id).toBe(nameOf(weight));
    }
  });
});
