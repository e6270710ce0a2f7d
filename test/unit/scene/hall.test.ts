import { describe, expect, it } from 'vitest';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import { poseOf } from '../../../src/scene/camera/pose.ts';
import type { Layout } from '../../../src/scene/geometry.ts';
import { boxOfRange } from '../../../src/scene/layout/cells.ts';
import { addressOf, hallOf, readAddress } from '../../../src/scene/layout/hall.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { pick } from '../../../src/scene/pick.ts';
import { plus } from '../../../src/scene/tiles/sight.ts';
import { type Seen, traverse } from '../../../src/scene/tiles/traverse.ts';
import { chance, VIEWPORT } from './camera-models.ts';
import { ALL, ASPECTS, TOKENS } from './layouts.ts';

/** How many numbers the weights of a layout's blocks have: those of large models are of its size, whatever is tied. */
const sizeOf = (layout: Layout) => {
  let cells = 0;
  for (const { block } of layout.blocks()) {
    if (block.tensor.kind === 'weight') cells += block.shape.reduce((product, extent) => product * extent, 1);
  }
  return cells;
};

const exhibits = Object.entries(ALL).map(([name, graph]) => {
  const layout = layOut(graph, TOKENS, { aspect: 1.4 });
  return { name, layout, parameters: sizeOf(layout) };
});
const hall = hallOf(exhibits);

describe('models in a hall', () => {
  it.each(ASPECTS)('stand on one ground in order of size, apart from one another, at aspect %d', (aspect) => {
    const { stands, box } = hallOf(
      exhibits.map((one) => ({ ...one, layout: layOut(graphOf(one.name), 7, { aspect }) })),
    );
    expect(stands.map(({ parameters }) => parameters)).toEqual(
      exhibits.map(({ parameters }) => parameters).toSorted((a, b) => a - b),
    );
    stands.forEach((stand, index) => {
      const { min, max } = stand.box;
      expect(min.y).toBe(0);
      const before = stands[index - 1];
      if (before) expect(min.x).toBeGreaterThan(before.box.max.x);
      for (const axis of ['x', 'y', 'z'] as const) {
        expect(box.min[axis]).toBeLessThanOrEqual(min[axis]);
        expect(box.max[axis]).toBeGreaterThanOrEqual(max[axis]);
        // As large as it is by itself: a cell is a cell everywhere.
        expect(max[axis] - min[axis]).toBeCloseTo(stand.layout.box.max[axis] - stand.layout.box.min[axis], 3);
      }
    });
  });

  it('keep their blocks in place beside one another, each found by its address', () => {
    for (const { name, layout, origin } of hall.stands) {
      let seen = 0;
      for (const placed of layout.blocks()) {
        if (seen++ > 400) break;
        const found = hall.find(addressOf({ model: name, id: placed.id }));
        expect(found?.block).toBe(placed.block);
        expect(found?.origin).toEqual(plus(placed.origin, origin));
      }
    }
    expect(hall.find('layers.0.ffn.up.weight')).toBeUndefined();
    expect(hall.find('nobody/layers.0.ffn.up.weight')).toBeUndefined();
  });

  it('tell all of their blocks, under addresses that can be read again', () => {
    const small = hallOf(exhibits.filter(({ parameters }) => parameters < 1e6));
    const told = [...small.blocks()].map(({ id }) => readAddress(id));
    const own = small.stands.flatMap(({ name, layout }) => [...layout.blocks()].map(({ id }) => ({ model: name, id })));
    expect(told).toEqual(own);
  });

  it('are refused where their names could not be told apart', () => {
    const [one] = exhibits;
    if (one === undefined) throw new Error('there is no model');
    expect(() => hallOf([one, one])).toThrow(RangeError);
    expect(() => hallOf([{ ...one, name: 'a/b' }])).toThrow(RangeError);
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
    const alone = hall.stands.map(({ layout }) => thingsIn(whole(layout)));
    expect(thingsIn(seen)).toBeLessThan(2 * Math.max(...alone));
    for (const { id, corner, slab } of seen.slabs.slice(0, 300)) {
      expect(hall.find(id)?.block.slabs).toContain(slab);
      expect(Number.isFinite(corner.x)).toBe(true);
    }
  });

  it.each(hall.stands)('is pointed at down to a cell of $name', ({ name, layout }) => {
    const random = chance(7);
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

function graphOf(name: string) {
  const graph = ALL[name];
  if (graph === undefined) throw new Error(`there is no ${name}`);
  return graph;
}
