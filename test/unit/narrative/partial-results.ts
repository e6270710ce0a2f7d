/** What a cell may show while an op is at work on it, worked out from the op's formula: an oracle for the animators. */
import type { Op, RotateOp, TensorId } from '../../../src/architecture/graph.ts';
import type { Bench } from '../../../src/narrative/animators/motion.ts';
import { eachCell, type Grid } from '../../../src/narrative/grid.ts';
import type { Cells } from '../../../src/narrative/stage.ts';

/** The cells that show a number which is neither nothing, nor the run's, nor one of the partial results. */
export function wrongIn(values: Grid, traced: Grid, partial: (cell: readonly number[]) => readonly number[]): string[] {
  const whole: Cells = { block: '', from: traced.shape.map(() => 0), to: traced.shape.map((extent) => extent - 1) };
  return [...eachCell(whole)].flatMap((cell) => {
    const value = values.at(cell);
    if (Number.isNaN(value) || value === traced.at(cell)) return [];
    const isPartial = partial(cell).some((known) => Math.abs(known - value) <= 1e-5 * Math.max(1, Math.abs(value)));
    return isPartial ? [] : [`[${cell.join(', ')}] shows ${value}`];
  });
}

/** What a cell may show on its way, worked out here from the op's formula. */
export function partialResults(op: Op, bench: Bench): (cell: readonly number[]) => number[] {
  const at = (id: TensorId, cell: readonly number[]) => bench.grid(id)?.at(cell) ?? Number.NaN;
  const rowOf = (id: TensorId, cell: readonly number[]) => {
    const grid = bench.grid(id);
    return Array.from(
      { length: grid?.shape.at(-1) ?? 0 },
      (_, index) => grid?.at([...cell.slice(0, -1), index]) ?? Number.NaN,
    );
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const sums = (products: readonly number[]) => {
    let sum = 0;
    return products.map((product) => {
      sum += product;
      return sum;
    });
  };
  switch (op.kind) {
    case 'gather':
    case 'position':
    case 'copy':
    case 'join':
    case 'dispatch':
      return () => [];
    case 'route':
      // The score itself, before it is a share of those chosen.
      return (cell) => [at(op.input, cell)];
    case 'combine':
      return (cell) => {
        const shares = rowOf(op.routes, cell);
        const experts = op.experts.flatMap((id, expert) => (shares[expert] ? [shares[expert] * at(id, cell)] : []));
        return sums([...experts, ...(op.shared === undefined ? [] : [at(op.shared, cell)])]);
      };
    case 'add':
    case 'multiply':
      return (cell) => [at(op.left, cell)];
    case 'scale':
    case 'activate':
      return (cell) => [at(op.input, cell)];
    case 'rotate':
      return (cell) => turnedByParts(rowOf(op.input, cell), cell, op);
    case 'softmax':
      return (cell) => [Math.exp(at(op.input, cell) - Math.max(...rowOf(op.input, cell)))];
    case 'rmsNorm':
      return (cell) => {
        const row = rowOf(op.input, cell);
        return [at(op.input, cell) / Math.sqrt(mean(row.map((value) => value * value)) + op.epsilon)];
      };
    case 'layerNorm':
      return (cell) => {
        const row = rowOf(op.input, cell);
        const centred = at(op.input, cell) - mean(row);
        const scaled = centred / Math.sqrt(mean(row.map((value) => (value - mean(row)) ** 2)) + op.epsilon);
        return [centred, scaled, scaled * at(op.weight, cell.slice(-1))];
      };
    case 'linear':
      return (cell) => {
        const [token, outer] = [cell.at(-2) ?? 0, cell.at(-1) ?? 0];
        const input = rowOf(op.input, [token, 0]);
        const head = cell.length > 2 ? cell.slice(0, 1) : [];
        return sums(input.map((value, inner) => value * at(op.weight, [...head, inner, outer])));
      };
    case 'scores':
      return ([head = 0, token = 0, key = 0]) => {
        const query = rowOf(op.query, [head, token, 0]);
        const shared = Math.floor(head / op.queriesPerKey);
        const all = sums(query.map((value, channel) => value * at(op.key, [shared, key, channel])));
        return [...all, (all.at(-1) ?? 0) * op.scale];
      };
    case 'mix':
      return ([token = 0, channel = 0]) => {
        const width = bench.grid(op.value)?.shape.at(-1) ?? 0;
        const head = Math.floor(channel / width);
        const shared = Math.floor(head / op.queriesPerKey);
        const shares = rowOf(op.weights, [head, token, 0]);
        return sums(shares.map((share, key) => share * at(op.value, [shared, key, channel % width])));
      };
  }
}

/** A cell of a row [headChannel] when its pair has turned by none, one, two … of 32 parts of position × frequency. */
function turnedByParts(row: readonly number[], cell: readonly number[], { frequencies, still, pairing }: RotateOp) {
  const [token = 0, channel = 0] = cell.slice(-2);
  if (channel < still) return [];
  const half = frequencies.length;
  const turning = row.slice(still);
  const place = channel - still;
  const isFirst = pairing === 'halves' ? place < half : place % 2 === 0;
  const pair = pairing === 'halves' ? place % half : (place - (place % 2)) / 2;
  const [x = Number.NaN, y = Number.NaN] =
    pairing === 'halves' ? [turning[pair], turning[pair + half]] : turning.slice(2 * pair, 2 * pair + 2);
  const [size, start] = [Math.hypot(x, y), Math.atan2(y, x)];
  return Array.from({ length: 33 }, (_, part) => {
    const angle = start + (part / 32) * token * (frequencies[pair] ?? Number.NaN);
    return size * (isFirst ? Math.cos(angle) : Math.sin(angle));
  });
}
