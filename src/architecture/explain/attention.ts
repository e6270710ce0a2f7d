/** The ops of attention: rotation by position, scores, softmax, mixing. */
import { isCausal, type JoinOp, type MixOp, type RotateOp, type ScoresOp, type SoftmaxOp } from '../graph.ts';
import { angleOf, channelsOf, pairOf } from '../rotation.ts';
import type { Cells } from './cells.ts';
import type { Cell, Term } from './explanation.ts';
import { at, constant, type Made, oneCell, product, range, sameNumber, sum } from './made.ts';
import { texRoot } from './tex.ts';

/** The two channels of a pair turn together by the angle `token · frequencies[pair]`; those before the pairs stay. */
export function explainRotate(cells: Cells, op: RotateOp, cell: Cell): Made {
  const [token, channel] = [at(cell, -2), at(cell, -1)];
  const pair = pairOf(op, channel);
  if (pair === undefined) return sameNumber(cells, op, { id: op.input, cell }, cell);
  const [firstChannel, secondChannel] = channelsOf(op, pair);
  const first = channel === firstChannel;
  const other = cell.with(-1, first ? secondChannel : firstChannel);
  const angle = angleOf(op, pair, token);
  const theta = `\\theta_{${token},${pair}}`;
  const [x, y] = [cells.symbol(op.input, cell), cells.symbol(op.input, other)];
  const sign = first ? '-' : '+';
  return {
    formula: `${cells.symbol(op.output, cell)} = ${x}\\cos ${theta} ${sign} ${y}\\sin ${theta}`,
    sources: [oneCell(op.input, cell), oneCell(op.input, other)],
    calculate: () =>
      sum([
        product(cells.factor(op.input, cell), constant(`\\cos ${theta}`, Math.cos(angle))),
        product(
          cells.factor(op.input, other),
          constant(`${first ? '-' : ''}\\sin ${theta}`, first ? -Math.sin(angle) : Math.sin(angle)),
        ),
      ]),
  };
}

/** The left one's channels, then the right one's, which has no heads. */
export function explainJoin(cells: Cells, op: JoinOp, cell: Cell): Made {
  const [token, channel] = [at(cell, -2), at(cell, -1)];
  const leftChannels = cells.extent(op.left, 'headChannel');
  const isLeft = channel < leftChannels;
  const from = isLeft ? { id: op.left, cell } : { id: op.right, cell: [token, channel - leftChannels] };
  return sameNumber(cells, op, from, cell);
}

/** `scale · Σ query · key`, −Infinity where the key comes after the token. */
export function explainScores(cells: Cells, op: ScoresOp, cell: Cell): Made {
  const [head, token, key] = [at(cell, 0), at(cell, 1), at(cell, 2)];
  const output = cells.symbol(op.output, cell);
  if (key > token) {
    return {
      formula: `${output} = -\\infty \\quad (${key} > ${token})`,
      sources: [],
      calculate: () => sum([], [{ operation: 'mask' }]),
    };
  }
  const kvHead = Math.floor(head / op.queriesPerKey);
  const channels = cells.extent(op.query, 'headChannel');
  const divisor = texRoot(1 / op.scale);
  const dot = `${cells.symbol(op.query, [head, token])} \\cdot ${cells.symbol(op.key, [kvHead, key])}`;
  return {
    formula: `${output} = \\frac{${dot}}{${divisor}}`,
    sources: [
      { id: op.query, from: [head, token, 0], to: [head, token, channels - 1] },
      { id: op.key, from: [kvHead, key, 0], to: [kvHead, key, channels - 1] },
    ],
    calculate: () =>
      sum(
        range(channels).map((channel) =>
          product(cells.factor(op.query, [head, token, channel]), cells.factor(op.key, [kvHead, key, channel])),
        ),
        [{ operation: 'divide', factor: constant(divisor, 1 / op.scale) }],
      ),
  };
}

/** The share of one cell's power of e in the sum of its row's. Powers are taken less the row's maximum, which changes no share. */
export function explainSoftmax(cells: Cells, op: SoftmaxOp, cell: Cell): Made {
  const row = cell.slice(0, -1);
  const own = at(cell, -1);
  // Keys after the token are masked: they have no part in the cell.
  const causal = isCausal(cells.tensor(op.input));
  const width = cells.lastExtent(op.input);
  const last = causal ? at(row, -1) : (width ?? 1) - 1;
  const input = cells.symbol(op.input, cell);
  const powers = `\\sum_{j=0}^{${last}} e^{${cells.symbol(op.input, [...row, 'j'])}}`;
  return {
    formula:
      causal && own > last
        ? `${cells.symbol(op.output, cell)} = 0 \\quad (${own} > ${last})`
        : `${cells.symbol(op.output, cell)} = \\frac{e^{${input}}}{${powers}}`,
    sources: [{ id: op.input, from: [...row, 0], to: [...row, last] }],
    calculate: () => {
      const factors = range(width ?? 0).map((index) => cells.factor(op.input, [...row, index]));
      const maximum = factors.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
      const terms = factors.map(
        (factor): Term => ({ value: Math.exp(factor.value - maximum), factors: [factor], role: 'power' }),
      );
      return { terms, fold: { kind: 'share', of: own }, steps: [] };
    },
  };
}

/** The values of the keys up to this token, mixed by the attention weights of one head. */
export function explainMix(cells: Cells, op: MixOp, cell: Cell): Made {
  const [token, channel] = [at(cell, 0), at(cell, 1)];
  const headDimension = cells.extent(op.value, 'headChannel');
  const head = Math.floor(channel / headDimension);
  const kvHead = Math.floor(head / op.queriesPerKey);
  const headChannel = channel % headDimension;
  const weight = cells.symbol(op.weights, [head, token, 'j']);
  const value = cells.symbol(op.value, [kvHead, 'j', headChannel]);
  return {
    formula: `${cells.symbol(op.output, cell)} = \\sum_{j=0}^{${token}} ${weight}\\,${value}`,
    sources: [
      { id: op.weights, from: [head, token, 0], to: [head, token, token] },
      { id: op.value, from: [kvHead, 0, headChannel], to: [kvHead, token, headChannel] },
    ],
    // Weights of later keys are 0, so the sum ends with the token itself.
    calculate: () =>
      sum(
        range(token + 1).map((key) =>
          product(cells.factor(op.weights, [head, token, key]), cells.factor(op.value, [kvHead, key, headChannel])),
        ),
      ),
  };
}
