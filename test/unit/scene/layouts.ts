/** Models and walks that the layout's tests share. */
import { readFileSync } from 'node:fs';
import { buildGraph } from '../../../src/architecture/build.ts';
import type { Graph } from '../../../src/architecture/graph.ts';
import { type Sizes, withSizes } from '../../../src/architecture/sizes.ts';
import type { Box, Flow, Group, Layout, PlacedBlock, Point } from '../../../src/scene/geometry.ts';
import { marginOf } from '../../../src/scene/layout/cells.ts';

function graphOf(path: string, sizes: Sizes = {}): Graph {
  return buildGraph(withSizes(JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')), sizes));
}

/** Small enough to look at every pair of slabs. */
export const SMALL: Readonly<Record<string, Graph>> = {
  'nano-sort': graphOf('models/nano-sort/config.json'),
  'a GPT-2 without biases': graphOf('test/fixtures/gpt2-no-bias/config.json'),
  'a Llama with grouped queries': graphOf('test/fixtures/llama-grouped/config.json'),
  'a mixture of experts': graphOf('test/fixtures/mixtral/config.json'),
  'latent attention': graphOf('test/fixtures/deepseek/config.json'),
  'a further token': graphOf('test/fixtures/deepseek/config.json', { further: 1 }),
  'a Llama whose heads are not the width': graphOf('test/fixtures/llama-head-dim/config.json'),
  'a Qwen3, with norms of its heads': graphOf('test/fixtures/qwen3/config.json'),
  'a Gemma, with one key head': graphOf('test/fixtures/gemma/config.json'),
};

export const LARGE: Readonly<Record<string, Graph>> = {
  'GPT-2': graphOf('models/configs/gpt2.json'),
  'GPT-3': graphOf('models/configs/gpt3-175b.json'),
  'Mixtral 8x7B': graphOf('models/configs/mixtral-8x7b.json'),
  'DeepSeek-R1': graphOf('models/configs/deepseek-r1.json'),
  'Llama 3.2 3B': graphOf('models/configs/llama-3.2-3b.json'),
};

export const ALL: Readonly<Record<string, Graph>> = { ...SMALL, ...LARGE };

export const ASPECTS = [0.7, 1.4, 2.2];

/** A tied output matrix in a small model. */
export const TIED = graphOf('test/fixtures/gpt2-tied/config.json');

/** DeepSeek-R1 with the layer that its files hold besides. */
export const FURTHER = graphOf('models/configs/deepseek-r1.json', { further: 1 });

/** A token count that every model takes. */
export const TOKENS = 7;

/** A flow with the full ids of its ends, at its place in the world. */
export interface PlacedFlow {
  readonly flow: Flow;
  readonly from: string;
  readonly to: string;
  readonly path: readonly Point[];
}

export function flowsOf(layout: Layout): PlacedFlow[] {
  const walk = (group: Group, parent: Point): PlacedFlow[] => {
    const origin = moved(group.origin, parent);
    const own = group.template.flows.map((flow) => ({
      flow,
      from: group.prefix + flow.from,
      to: group.prefix + flow.to,
      path: flow.path.map((point) => moved(point, origin)),
    }));
    return [...own, ...group.template.groups.flatMap((child) => walk(child, origin))];
  };
  return walk(layout.root, { x: 0, y: 0, z: 0 });
}

export function moved(point: Point, by: Point): Point {
  return { x: point.x + by.x, y: point.y + by.y, z: point.z + by.z };
}

/** The solids of a block in the world. */
export function slabBoxes({ block, origin }: PlacedBlock): Box[] {
  return block.slabs.map(({ position, columns, rows, thickness }) => {
    const min = moved(position, origin);
    return { min, max: moved(min, { x: columns, y: rows, z: thickness }) };
  });
}

export function boxOfBlock({ block, origin }: PlacedBlock): Box {
  return { min: moved(block.box.min, origin), max: moved(block.box.max, origin) };
}

/** Shared inside, along the axes given; touching is not overlapping. */
export function overlap(a: Box, b: Box, axes: readonly (keyof Point)[] = ['x', 'y', 'z']): boolean {
  return axes.every((axis) => Math.min(a.max[axis], b.max[axis]) - Math.max(a.min[axis], b.min[axis]) > 1e-6);
}

export function contains(outer: Box, inner: Box): boolean {
  return (['x', 'y', 'z'] as const).every(
    (axis) => outer.min[axis] <= inner.min[axis] + 1e-6 && outer.max[axis] >= inner.max[axis] - 1e-6,
  );
}

/** The block of an id, which has to be there. */
export function blockAt(layout: Layout, id: string): PlacedBlock {
  const placed = layout.find(id);
  if (placed === undefined) throw new Error(`${id} has no place`);
  return placed;
}

function withMargin({ min, max }: Box, margin: number): Box {
  return {
    min: { x: min.x - margin, y: min.y - margin, z: min.z },
    max: { x: max.x + margin, y: max.y + margin, z: max.z },
  };
}

/** Names of two blocks whose solids, frames included, share space; undefined when there are none. */
export function collision(blocks: readonly PlacedBlock[]): string | undefined {
  const solids = blocks.flatMap((placed) =>
    slabBoxes(placed).map((box) => ({ id: placed.id, box: withMargin(box, marginOf(placed.block)) })),
  );
  solids.sort((a, b) => a.box.min.x - b.box.min.x);
  for (const [index, a] of solids.entries()) {
    for (let next = index + 1; next < solids.length; next += 1) {
      const b = solids[next];
      if (b === undefined || b.box.min.x >= a.box.max.x) break;
      if (overlap(a.box, b.box)) return `${a.id} and ${b.id}`;
    }
  }
  return undefined;
}
