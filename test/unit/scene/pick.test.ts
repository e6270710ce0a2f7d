import { describe, expect, it } from 'vitest';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import { poseOf } from '../../../src/scene/camera/pose.ts';
import type { Layout, Slab } from '../../../src/scene/geometry.ts';
import { cellAt, marginOf } from '../../../src/scene/layout/cells.ts';
import { pick } from '../../../src/scene/pick.ts';
import { chance, LARGE, laidOut, NANO, VIEWPORT } from './camera-models.ts';

const nano = laidOut(NANO, 11);
const large = laidOut(LARGE, 64);
const random = chance(42);
const below = (count: number) => Math.min(count - 1, Math.floor(random() * count));

function eyeOn(layout: Layout, blocks: readonly string[], yaw: number, pitch: number, zoom: number) {
  return makeEye(poseOf({ blocks, yaw, pitch, zoom }, layout, VIEWPORT), VIEWPORT);
}

function some<T>(list: readonly T[]): T {
  const item = list[below(list.length)];
  if (item === undefined) throw new Error('an empty list has nothing to choose from');
  return item;
}

describe.each([
  ['a small model', nano],
  ['a large model', large],
])('picking in %s', (_, layout) => {
  const placed = [...layout.blocks()];

  it('finds a cell at the place where it is seen, unless something nearer hides it', () => {
    let found = 0;
    for (let round = 0; round < 400; round++) {
      const { id, block, origin } = some(placed);
      const slab: Slab = some(block.slabs);
      const [row, column] = [below(slab.rows), below(slab.columns)];
      const centre = {
        x: origin.x + slab.position.x + column + 0.5,
        y: origin.y + slab.position.y + slab.rows - row - 0.5,
        z: origin.z + slab.position.z + slab.thickness,
      };
      const eye = eyeOn(layout, [id], -60 + 120 * random(), -10 + 70 * random(), 1);
      const seen = eye.project(centre);
      const hit = pick(layout, eye, seen.x, seen.y);
      expect(hit).toBeDefined();
      if (hit === undefined) continue;
      if (hit.distance < seen.depth - 1e-3) continue;
      found++;
      expect(hit).toMatchObject({ block: id, row, column, cell: cellAt(block, slab, row, column) });
      expect(hit.point.x).toBeCloseTo(centre.x, 3);
      expect(hit.point.y).toBeCloseTo(centre.y, 3);
    }
    expect(found).toBeGreaterThan(150);
  });

  it('knows the block, but no cell, on margins and sides', () => {
    let found = 0;
    for (let round = 0; round < 200; round++) {
      const { id, block, origin } = some(placed);
      const [slab] = block.slabs;
      if (slab === undefined) throw new Error(`${id} has no slab`);
      const eye = eyeOn(layout, [id], -50, 10, 1);
      const left = origin.x + slab.position.x;
      const y = origin.y + slab.position.y + slab.rows * random();
      const front = origin.z + slab.position.z + slab.thickness;
      const margin = marginOf(block);
      const onMargin = { x: left - margin / 2, y, z: front };
      const onSide = { x: left - margin, y, z: front - slab.thickness / 2 };
      for (const point of [onMargin, onSide]) {
        const seen = eye.project(point);
        const hit = pick(layout, eye, seen.x, seen.y);
        if (hit === undefined || hit.distance < seen.depth - 1e-3) continue;
        found++;
        expect(hit.block).toBe(id);
        expect(hit.cell).toBeUndefined();
      }
    }
    expect(found).toBeGreaterThan(100);
  });
});

describe('picking', () => {
  it('finds nothing on the ground', () => {
    const eye = eyeOn(nano, [], -27, 12, 1);
    expect(pick(nano, eye, 380, 838)).toBeUndefined();
  });

  it('finds nothing behind the eye', () => {
    const eye = eyeOn(nano, ['layers.0.attention.scores'], 0, 0, 1);
    const back = {
      ...eye,
      ray: (x: number, y: number) => {
        const { x: rx, y: ry, z: rz } = eye.ray(x, y);
        return { x: -rx, y: -ry, z: -rz };
      },
    };
    expect(pick(nano, back, 900, 450)).toBeUndefined();
  });
});
