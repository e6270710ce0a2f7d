/** From the graph to the place of every number: a pure function of graph, token count and the shape of the window. */
import type { Graph, TensorId } from '../architecture/graph.ts';
import type { Block, Group, Layout, LayoutOptions, PlacedBlock, Point } from './geometry.ts';
import { boundsOf, boxOfFlow } from './layout/bounds.ts';
import { arrange } from './layout/columns.ts';
import { hallOf, OF_ASPECT } from './layout/hall.ts';
import { type Joined, joint } from './layout/joints.ts';
import { spacingOf } from './layout/spacing.ts';
import { groupOf, layOutUnit, prefixOf, type Unit } from './layout/unit.ts';

/**
 * Places every tensor of the model. 1 cell = 1 number = 1 unit; x runs right, y up, z towards the reader. The residual stream
 * of the first column runs down along x = 0, and the first layer is entered at y = 0. The models of a hall stand beside one another.
 *
 * Each kind of layer is laid out once, so that the cost hardly depends on the number of layers.
 * @param tokens How many tokens the run has, a whole number from 1 to the model's context.
 * @throws RangeError for another token count; Error naming an op that has no rule.
 */
export function layOut(graph: Graph, tokens: number, options: LayoutOptions): Layout {
  const { context } = graph.dimensions;
  if (!Number.isInteger(tokens) || tokens < 1 || tokens > context) {
    throw new RangeError(`tokens: expected a whole number from 1 to ${context}, the model's context, got ${tokens}`);
  }
  const { members } = graph;
  if (members !== undefined) {
    const own = { aspect: options.aspect * OF_ASPECT };
    return hallOf(members.map((member) => ({ name: member.name, layout: layOut(member.graph, tokens, own) })));
  }
  const spacing = spacingOf(graph.dimensions, tokens);
  const byKind = new Map<string, { readonly unit: Unit; readonly hasPrefix: boolean }>();
  const modules = graph.root.modules.map((module) => {
    const known = byKind.get(module.kind) ?? { unit: layOutUnit(module, spacing), hasPrefix: prefixOf(module) !== '' };
    byKind.set(module.kind, known);
    return { id: module.id, prefix: known.hasPrefix ? `${module.id}.` : '', unit: known.unit };
  });

  const { places, boxes } = arrange(
    modules.map(({ unit }) => unit),
    spacing,
    options.aspect,
  );
  const groups: Group[] = [];
  const joined: Joined[] = [];
  modules.forEach(({ id, prefix, unit }, index) => {
    const place = places[index];
    if (place === undefined) return;
    groups.push(groupOf(unit, id, prefix, { x: place.x, y: place.y, z: 0 }));
    joined.push({ ...place, prefix });
  });
  const flows = joined.flatMap((place, index) => {
    // What stands behind the end of the stream reads what the end reads.
    const before = joined.slice(0, index).findLast(({ unit }) => unit.exit !== undefined);
    return before === undefined ? [] : joint(before, place, boxes, spacing);
  });
  const box = boundsOf([...boxes, ...flows.map(boxOfFlow)]);
  const root: Group = { id: '', prefix: '', origin: ORIGIN, template: { blocks: [], flows, groups, box } };
  return new GroupedLayout(root, tokens);
}

const ORIGIN: Point = { x: 0, y: 0, z: 0 };

/** Finds blocks by the prefixes of groups, without a list of all blocks. */
class GroupedLayout implements Layout {
  private readonly groups = new WeakMap<readonly Group[], ReadonlyMap<string, readonly Group[]>>();
  private readonly indices = new WeakMap<readonly Block[], ReadonlyMap<string, Block>>();

  constructor(
    readonly root: Group,
    readonly tokens: number,
  ) {}

  get box() {
    return this.root.template.box;
  }

  find(id: TensorId): PlacedBlock | undefined {
    return this.findIn(this.root.template.groups, this.root.origin, id);
  }

  *blocks(): Iterable<PlacedBlock> {
    for (const group of this.root.template.groups) yield* blocksIn(group, group.origin);
  }

  /** @param origin Of the parent of the groups. */
  private findIn(groups: readonly Group[], origin: Point, id: TensorId): PlacedBlock | undefined {
    const byPrefix = this.byPrefix(groups);
    for (let end = id.lastIndexOf('.'); ; end = id.lastIndexOf('.', end - 1)) {
      const prefix = id.slice(0, end + 1);
      for (const group of byPrefix.get(prefix) ?? []) {
        const own = sum(origin, group.origin);
        const block = this.indexOf(group.template.blocks).get(id.slice(prefix.length));
        if (block !== undefined) return { id, block, origin: own };
        const found = this.findIn(group.template.groups, own, id);
        if (found !== undefined) return found;
      }
      if (end <= 0) return undefined;
    }
  }

  /** Made once for each list of groups, on first use. */
  private byPrefix(groups: readonly Group[]): ReadonlyMap<string, readonly Group[]> {
    let index = this.groups.get(groups);
    if (index === undefined) {
      const made = new Map<string, Group[]>();
      for (const group of groups) {
        const same = made.get(group.prefix);
        if (same === undefined) made.set(group.prefix, [group]);
        else same.push(group);
      }
      index = made;
      this.groups.set(groups, index);
    }
    return index;
  }

  /** Made once for each template, on first use. */
  private indexOf(blocks: readonly Block[]): ReadonlyMap<string, Block> {
    let index = this.indices.get(blocks);
    if (index === undefined) {
      index = new Map(blocks.map((block) => [block.id, block]));
      this.indices.set(blocks, index);
    }
    return index;
  }
}

function* blocksIn({ prefix, template }: Group, origin: Point): Iterable<PlacedBlock> {
  for (const block of template.blocks) yield { id: prefix + block.id, block, origin };
  for (const child of template.groups) yield* blocksIn(child, sum(origin, child.origin));
}

function sum(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y, z: a.z + b.z };
}
