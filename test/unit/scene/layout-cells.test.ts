import { describe, expect, test } from 'vitest';
import type { Graph } from '../../../src/architecture/graph.ts';
import { boxOfRange, cellAt, nearestCell, placeOfCell } from '../../../src/scene/layout/cells.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { blockAt, boxOfBlock, contains, LARGE, SMALL, TOKENS } from './layouts.ts';

const nano = layOut(SMALL['nano-sort'] as Graph, TOKENS, { aspect: 1.4 });

describe('cells', () => {
  test.each(Object.entries(SMALL))('of %s stand on one place each, and each place holds one', (_, graph) => {
    const layout = layOut(graph, TOKENS, { aspect: 1.4 });
    for (const { block } of layout.blocks()) {
      const count = block.shape.reduce((product, extent) => product * extent, 1);
      const astray: number[][] = [];
      const seen = new Uint8Array(count);
      for (const [index, slab] of block.slabs.entries()) {
        expect(block.slabs.indexOf(placeOfCell(block, cellAt(block, slab, 0, 0)).slab)).toBe(index);
        for (let row = 0; row < slab.rows; row += 1) {
          for (let column = 0; column < slab.columns; column += 1) {
            const cell = cellAt(block, slab, row, column);
            const place = placeOfCell(block, cell);
            const isSame = place.slab === slab && place.row === row && place.column === column;
            const flat = block.shape.reduce((before, extent, axis) => before * extent + (cell[axis] ?? 0), 0);
            if (!isSame || flat !== slab.offset + row * slab.rowStride + column * slab.columnStride) astray.push(cell);
            seen[flat] = (seen[flat] ?? 0) + 1;
          }
        }
      }
      expect(astray).toEqual([]);
      expect(
        seen.every((times) => times === 1),
        block.id,
      ).toBe(true);
    }
  });

  test('of a long vocabulary stand in bands that meet those of the matrix that makes them', () => {
    const layout = layOut(LARGE['GPT-2'] as Graph, TOKENS, { aspect: 1.4 });
    const [table, output, logits] = ['embedding.token.weight', 'logits.weight', 'logits'].map(
      (id) => blockAt(layout, id).block,
    );
    if (table === undefined || output === undefined || logits === undefined) throw new Error('GPT-2 has these blocks');
    for (const slab of table.slabs) expect(slab.columns).toBeLessThanOrEqual(4 * slab.rows);
    expect(table.slabs.reduce((sum, slab) => sum + slab.columns, 0)).toBe(50257);
    for (const word of [0, 2956, 2957, 31000, 50256]) {
      const place = placeOfCell(table, [word, 5]);
      expect(cellAt(table, place.slab, place.row, place.column)).toEqual([word, 5]);
      expect(placeOfCell(output, [5, word])).toMatchObject({ index: place.index, column: place.column });
      expect(placeOfCell(logits, [3, word])).toMatchObject({ index: place.index, row: place.column, column: 3 });
    }
  });

  test('are refused outside of the block, with its shape', () => {
    const { block } = blockAt(nano, 'layers.0.attention.scores');
    for (const cell of [
      [0, 0],
      [3, 0, 0],
      [0, -1, 0],
      [0, 0.5, 0],
      [0, 0, 7],
    ]) {
      expect(() => placeOfCell(block, cell)).toThrow(/\[3, 7, 7\]/);
    }
  });

  test('have unit squares, row 0 on top and column 0 on the left of the face', () => {
    const placed = blockAt(nano, 'layers.1.attention.scores');
    const slab = placeOfCell(placed.block, [2, 0, 0]).slab;
    const x = placed.origin.x + slab.position.x;
    const y = placed.origin.y + slab.position.y;
    const z = placed.origin.z + slab.position.z + slab.thickness;
    const face = { min: { x, y, z }, max: { x: x + 7, y: y + 7, z } };
    const corner = boxOfRange(placed, [2, 0, 0], [2, 0, 0]);
    expect(corner).toEqual({
      min: { x: face.min.x, y: face.max.y - 1, z: face.max.z },
      max: { ...face.max, x: face.min.x + 1 },
    });
    expect(boxOfRange(placed, [2, 0, 0], [2, 6, 6])).toEqual(face);
    expect(boxOfRange(placed, [2, 6, 6], [2, 0, 0])).toEqual(face);
    expect(boxOfRange(placed, [2, 3, 1], [2, 3, 4])).toMatchObject({
      min: { x: face.min.x + 1 },
      max: { x: face.min.x + 5 },
    });
    const acrossHeads = boxOfRange(placed, [0, 0, 0], [2, 6, 6]);
    expect(contains(boxOfBlock(placed), acrossHeads)).toBe(true);
    expect(acrossHeads.max.z).toBeGreaterThan(acrossHeads.min.z);
  });

  test('are found again from the middle of their squares', () => {
    for (const placed of nano.blocks()) {
      const cell = placed.block.shape.map((extent) => extent - 1);
      const { min, max } = boxOfRange(placed, cell, cell);
      const middle = { x: (min.x + max.x) / 2, y: (min.y + max.y) / 2, z: max.z };
      expect(nearestCell(nano, middle)).toEqual({ block: placed.id, cell });
    }
  });
});
