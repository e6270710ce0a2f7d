/** What a group is when it is drawn as one box: its main tensor, and how much of the box is not air. */
import type { Tensor } from '../../architecture/graph.ts';
import type { Box, Template } from '../geometry.ts';
import { boundsOf, movedBox } from '../layout/bounds.ts';

export interface Bulk {
  /** What covers most of it; undefined for a group of groups. */
  readonly main: Tensor | undefined;
  /** Share of it that its blocks cover, 0 … 1. */
  readonly filled: number;
}

const bulks = new WeakMap<Template, Bulk>();

/** Of a template, found once. */
export function bulkOf(template: Template): Bulk {
  const known = bulks.get(template);
  if (known !== undefined) return known;
  const bulk = { main: mainTensor(template), filled: Math.min(1, coveredIn(template) / areaOf(template.box)) };
  bulks.set(template, bulk);
  return bulk;
}

function mainTensor({ blocks }: Template): Tensor | undefined {
  let [main, most]: [Tensor | undefined, number] = [undefined, 0];
  for (const block of blocks) {
    const cells = block.slabs.reduce((sum, slab) => sum + slab.columns * slab.rows, 0);
    if (cells > most) [main, most] = [block.tensor, cells];
  }
  return main;
}

/** Whatever hides one another: solids stand beside one another for the most part. */
function coveredIn({ blocks, groups, isStack }: Template): number {
  const ofBlocks = blocks.reduce((sum, { box }) => sum + areaOf(box), 0);
  const [first] = groups;
  if (first === undefined) return ofBlocks;
  const boxes = groups.map(({ template, origin }) => movedBox(template.box, origin));
  const ofGroups = isStack
    ? bulkOf(first.template).filled * areaOf(boundsOf(boxes))
    : groups.reduce((sum, { template }) => sum + bulkOf(template).filled * areaOf(template.box), 0);
  return ofBlocks + ofGroups;
}

/** As it is seen from 37° to the left: how much of its front and of its side is left. */
const [FRONT, SIDE] = [0.8, 0.6];

function areaOf({ min, max }: Box): number {
  return (FRONT * (max.x - min.x) + SIDE * (max.z - min.z)) * (max.y - min.y);
}
