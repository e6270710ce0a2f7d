import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/architecture/address.ts';
import { hallGraph } from '../../../src/architecture/hall.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import { poseOf } from '../../../src/scene/camera/pose.ts';
import type { Layout } from '../../../src/scene/geometry.ts';
import { movedBox } from '../../../src/scene/layout/bounds.ts';
import { boxOfRange } from '../../../src/scene/layout/cells.ts';

import { OF_ASPECT } from '../../../src/scene/layout/hall.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { pick } from '../../../src/scene/pick.ts';
import { plus } from '../../../src/scene/tiles/sight.ts';
import { type Seen, traverse } from '../../../src/scene/tiles/traverse.ts';
import { chance, VIEWPORT } from './camera-models.ts';
import { ALL, ASPECTS, TOKENS } from './layouts.ts';

const members = Object.entries(ALL)
  .map(([name, graph]) => ({ name, graph }))
  .sort((one, other) => parameterCount(one.graph) - parameterCount(other.graph));
const graph = hallGraph(members);
const hall = layOut(graph, TOKENS, { aspect: 1.4 });
/** As each model of it is laid out. */
const STANDING = { aspect: 1.4 * OF_ASPECT };

describe('models in a hall', () => {
  it.each(ASPECTS)('stand on one ground in their order, apart from one another, at aspect %d', (aspect) => {
    const { root, box } = layOut(graph, TOKENS, { aspect });
    const stands = root.template.groups.map(({ origin, template }) => movedBox(template.box, origin));
    expect(stands).toHaveLength(members.length);
    members.forEach((member, index) => {
      const stand = stands[index] ?? box;
      const alone = layOut(member.graph, TOKENS, { aspect: aspect * OF_ASPECT }).box;
      expect(stand.min.y).toBe(0);
      const before = stands[index - 1];
      if (before) expect(stand.min.x).toBeGreaterThan(before.max.x);
      for (const axis of ['x', 'y', 'z'] as const) {
        expect(box.min[axis]).toBeLessThanOrEqual(stand.min[axis]);
        expect(box.max[axis]).toBeGreaterThanOrEqual(stand.max[axis]);
        // As large as it is by itself: a cell is a cell everywhere.
        expect(stand.max[axis] - stand.min[axis]).toBeCloseTo(alone.max[axis] - alone.min[axis], 3);
      }
    });
  });

  it('keep their blocks in place beside one another, each found by its address', () => {
    members.forEach(({ name, graph }, index) => {
      const stand = hall.root.template.groups[index];
      if (stand === undefined) throw new Error(`${name} does not stand in the hall`);
      let seen = 0;
      for (const placed of layOut(graph, TOKENS, STANDING).blocks()) {
        if (seen++ > 400) break;
        const found = hall.find(addressOf({ model: name, id: placed.id }));
        expect(found?.block.box).toEqual(placed.block.box);
        expect(found?.origin).toEqual(plus(placed.origin, stand.origin));
      }
    });
    expect(hall.find('layers.0.ffn.up.weight')).toBeUndefined();
    expect(hall.find('nobody/layers.0.ffn.up.weight')).toBeUndefined();
  });

  it('have a block for each of their tensors, under its address', () => {
    const small = hallGraph(members.filter(({ graph }) => parameterCount(graph) < 1e7));
    const blocks = Array.from(layOut(small, TOKENS, { aspect: 1.4 }).blocks(), ({ id }) => id);
    expect(blocks.toSorted()).toEqual(Array.from(small.tensors(), ({ id }) => id).toSorted());
  });
});

describe('a hall in the scene', () => {
  it('is drawn at the cost of what can be seen of it, by addresses', () => {
    const whole = (layout: Layout) => {
      const eye = makeEye(poseOf({ blocks: [], yaw: -27, pitch: 12, zoom: 1 }, layout, VIEWPORT), VIEWPORT);
      return traverse(layout.root, eye);
    };
    const thingsIn = ({ slabs, boxes, flows }: Seen) => slabs.length + boxes.length + flows.length;
    const seen = whole(hall);
    const twins = members.flatMap(({ name, graph }) => [1, 2].map((twin) => ({ name: `${name} ${twin}`, graph })));
    const twice = whole(layOut(hallGraph(twins), TOKENS, { aspect: 1.4 }));
    expect(thingsIn(twice)).toBeLessThan(1.3 * thingsIn(seen));
    for (const { id, corner, slab } of seen.slabs.slice(0, 300)) {
      expect(hall.find(id)?.block.slabs).toContain(slab);
      expect(Number.isFinite(corner.x)).toBe(true);
    }
  });

  it.each(members)('is pointed at down to a cell of $name', ({ name, graph }) => {
    const random = chance(7);
    const layout = layOut(graph, TOKENS, STANDING);
    const ids = [...layout.blocks()].slice(0, 400).filter(({ block }) => block.tensor.kind === 'weight');
    for (let round = 0; round < 10; round++) {
      const placed = ids[Math.floor(random() * ids.length)];
      if (placed === undefined) throw new Error(`${name} has no weights`);
      // Of the first head or expert: nothing stands before it, seen from the front.
      const cell = placed.block.shape.map((extent, axis) =>
        axis === placed.block.axes.slab ? 0 : Math.floor(random() * extent),
      );
      const block = addressOf({ model: name, id: placed.id });
      const found = hall.find(block);
      if (found === undefined) throw new Error(`${block} is not in the hall`);
      const { min, max } = boxOfRange(found, cell, cell);
      const target = { x: (min.x + max.x) / 2, y: (min.y + max.y) / 2, z: max.z };
      const eye = makeEye({ target, yaw: 0, pitch: 0, distance: 5 }, VIEWPORT);
      const { x, y } = eye.project(target);
      expect(pick(hall, eye, x, y)).toMatchObject({ block, cell });
    }
  });
});
