import { expect } from 'vitest';
import type { TensorData, TensorId } from '../../../src/architecture/graph.ts';

/** Relative to the largest finite magnitude of the reference (DESIGN.md §7). */
export const TOLERANCE = 1e-4;

/** Largest difference relative to the reference's largest finite magnitude; infinite where only one side is not finite. */
export function difference(data: Float32Array, reference: Pick<TensorData, 'data'>): number {
  const magnitude = reference.data.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  let most = data.length === reference.data.length ? 0 : Infinity;
  reference.data.forEach((expected, at) => {
    const value = data[at] ?? Number.NaN;
    if (Object.is(value, expected)) return;
    const distance = Number.isFinite(expected) ? Math.abs(value - expected) : Infinity;
    most = Math.max(most, Number.isNaN(distance) ? Infinity : distance / magnitude);
  });
  return most;
}

/** The same tensors, of the same shapes, with numbers that differ by rounding alone. */
export function expectSameTrace(
  trace: ReadonlyMap<TensorId, TensorData> | undefined,
  reference: ReadonlyMap<TensorId, TensorData>,
): void {
  expect([...(trace?.keys() ?? [])].sort()).toEqual([...reference.keys()].sort());
  for (const [id, { axes, shape, data }] of trace ?? []) {
    const expected = reference.get(id);
    expect([id, axes, shape]).toEqual([id, expected?.axes, expected?.shape]);
    if (expected !== undefined) expect(difference(data, expected), id).toBeLessThan(TOLERANCE);
  }
}
