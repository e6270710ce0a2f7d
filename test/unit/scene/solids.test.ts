import { describe, expect, it } from 'vitest';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import { Lighting, solidsOf } from '../../../src/scene/draw/solids.ts';
import type { Group, PlacedBlock, Point } from '../../../src/scene/geometry.ts';
import { boxOfRange, MARGIN } from '../../../src/scene/layout/cells.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { traverse } from '../../../src/scene/tiles/traverse.ts';
import { LARGE, TOKENS } from './layouts.ts';

const viewport = { width: 1280, height: 800, pixelRatio: 1, insets: { top: 0, right: 0, bottom: 0, left: 0 } };

/** What is drawn of blocks without numbers, seen from in front of a cell. */
function closeUp(root: Group, placed: PlacedBlock, cell: readonly number[], distance: number) {
  const { min, max } = boxOfRange(placed, cell, cell);
  const target: Point = { x: (min.x + max.x) / 2, y: (min.y + max.y) / 2, z: max.z };
  const eye = makeEye({ target, yaw: -27, pitch: 12, distance }, viewport);
  const solids = solidsOf(traverse(root, eye), {
    eye,
    lighting: new Lighting(undefined),
    roleOf: ({ role }) => role,
    contentOf: () => ({ kind: 'absent' }),
    place: () => undefined,
  });
  return { eye, target, solids };
}

/** Far down the largest model, at the cell of a block that is furthest from its first. */
const largest = Object.values(LARGE).reduce((a, b) => (a.dimensions.width > b.dimensions.width ? a : b));
const layout = layOut(largest, TOKENS, { aspect: 1.6 });
const last = largest.dimensions.layers - 1;

describe('a face without numbers', () => {
  it.each([`layers.${last}.ffn.down.weight`, `layers.${last}.ffn.up.weight`, `layers.${last}.attention.query.weight`])(
    'is drawn to a part of a pixel at the far end of %s',
    (id) => {
      const placed = layout.find(id);
      if (placed === undefined) throw new Error(`there is no ${id}`);
      const corner = placed.block.shape.map((extent) => extent - 1);
      for (const distance of [4, 40, 400]) {
        const { eye, target, solids } = closeUp(layout.root, placed, corner, distance);
        const x = target.x - eye.position.x;
        const y = target.y - eye.position.y;
        const faces = solids.filter(({ kind }) => kind === 'hatch');
        const z = target.z - eye.position.z;
        const under = faces.filter(
          ({ corner, width, height, thickness }) =>
            Math.abs(corner.z + thickness - z) < 1e-6 &&
            corner.x < x &&
            x < corner.x + width &&
            corner.y < y &&
            y < corner.y + height,
        );
        expect(under).toHaveLength(1);
        for (const { corner, width, height } of under) {
          // The graphics card has 24 bits for a place along all of the face, which may be rounded a few times.
          const pixels =
            (Math.max(width, height, Math.abs(corner.x), Math.abs(corner.y)) * eye.pixelsPerCell) / distance;
          expect(pixels / 2 ** 24).toBeLessThan(0.02);
        }
      }
    },
  );

  it('shows the same cells in parts as whole', () => {
    const placed = layout.find(`layers.${last}.ffn.up.weight`);
    if (placed === undefined) throw new Error('there is no such block');
    const { solids } = closeUp(layout.root, placed, [1000, 20_000], 100);
    const faces = solids.filter(({ kind }) => kind === 'hatch');
    expect(faces.length).toBeGreaterThan(1);
    const [slab] = placed.block.slabs;
    for (const { cellX, cellY, edges, width, height } of faces) {
      // A cell's place on the whole face: how far the face's edge is away.
      const [column, row] = [cellX - edges[0], cellY - edges[1]];
      expect(column).toBeGreaterThanOrEqual(0);
      expect(column + width).toBeLessThanOrEqual(edges[2] - edges[0] + 1e-6);
      expect(row + height).toBeLessThanOrEqual(edges[3] - edges[1] + 1e-6);
      expect(edges[2] - edges[0]).toBeCloseTo((slab?.columns ?? 0) + 2 * MARGIN, 9);
    }
  });
});
