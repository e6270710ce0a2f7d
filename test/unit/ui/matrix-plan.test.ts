import { expect, test } from 'vitest';
import { cellOf, nameStep, placeOf, planMatrix, valueAt } from '../../../src/ui/panel/matrix-plan.ts';

test('the last axis runs across, unless it is the longer one', () => {
  expect(planMatrix([3, 11, 11], 268)).toMatchObject({ slabAxis: 0, rowAxis: 1, columnAxis: 2, rows: 11, columns: 11 });
  expect(planMatrix([11, 48], 268)).toMatchObject({ rowAxis: 1, columnAxis: 0, rows: 48, columns: 11 });
  expect(planMatrix([48], 268)).toMatchObject({ rowAxis: 0, columnAxis: undefined, rows: 48, columns: 1 });
});

test('all columns fit the width', () => {
  for (const columns of [1, 3, 11, 48, 768]) {
    const plan = planMatrix([columns, columns], 268);
    expect(plan.cell * plan.columns).toBeLessThanOrEqual(268);
  }
});

test('each cell of the matrix is one number of the block, and each number has its cell', () => {
  for (const shape of [[3, 4, 5], [2, 7], [4, 2], [6]]) {
    const plan = planMatrix(shape, 268);
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index);
    const slabs = plan.slabAxis === undefined ? 1 : (shape[plan.slabAxis] ?? 1);
    const seen = new Set<number>();
    for (let slab = 0; slab < slabs; slab++)
      for (let row = 0; row < plan.rows; row++)
        for (let column = 0; column < plan.columns; column++) {
          const cell = cellOf(plan, slab, row, column);
          expect(placeOf(plan, cell)).toEqual({ slab, row, column });
          seen.add(valueAt(plan, data, cell));
        }
    expect([...seen].sort((a, b) => a - b)).toEqual([...data]);
  }
});

test('names stand far enough apart, at round numbers', () => {
  expect(nameStep(25, 13)).toBe(1);
  expect(nameStep(5.6, 13)).toBe(5);
  expect(nameStep(0.35, 22)).toBe(100);
});
