/** A figure of the story as a sentence, for where it is not seen. */
import type { TensorId } from '../architecture/graph.ts';
import type { FigureCell, PatternRow, ReadFigure } from '../narrative/figure.ts';
import { scoreAt } from '../narrative/figures/rotary.ts';
import { likeliest } from '../narrative/numbers.ts';
import { formatNumber, formatShare, writerOf } from '../narrative/written.ts';
import type { App } from './app.ts';
import { depthName } from './depth-name.ts';
import { quoted, word } from './words.ts';

/**
 * The numbers that the figure shows; of a curve its two ends, of a pattern the largest of each slab's last row, of arrows the quickest
 * and the slowest pair.
 */
export function figureInWords(figure: ReadFigure, describe: App['describe']): string {
  switch (figure.kind) {
    case 'bars':
      return sentence(
        figure.bars.map(({ name, value }) => numberInWords(name, writerOf(figure.block)(value, 3))).join(', '),
      );
    case 'softmax': {
      const rows = figure.rows.map(({ name, score, value }) =>
        word('figure.saidSoftmax', { name, score: formatNumber(score, 2), share: formatShare(value, 3) }),
      );
      return sentence(rows.join('; '));
    }
    case 'lens': {
      const rows = figure.rows.map(({ stream, shares }) =>
        word('figure.saidLens', {
          place: depthName(stream, describe),
          shares: likeliest(shares)
            .map((id) => numberInWords(figure.words[id] ?? '', formatShare(shares[id] ?? Number.NaN, 3)))
            .join(', '),
        }),
      );
      return sentence(rows.join('; '));
    }
    case 'curve': {
      const { function: name, points } = figure;
      const inOrder = points.toSorted((left, right) => left.input - right.input);
      const [least, most] = [inOrder.at(0), inOrder.at(-1)];
      if (least === undefined || most === undefined) return '';
      return word('figure.saidCurve', {
        function: word(`function.${name}`),
        count: points.length,
        least: formatNumber(least.input),
        leastValue: formatNumber(least.value),
        most: formatNumber(most.input),
        mostValue: formatNumber(most.value),
      });
    }
    case 'pattern':
      return sentence(figure.slabs.map(({ slab, rows }) => patternInWords(figure.block, slab, rows)).join('; '));
    case 'rotary': {
      const { word: token, position, head, pairs } = figure;
      const turns = pairs.map(({ angle }, pair) =>
        word('figure.saidTurn', { pair, radians: formatNumber(angle), degrees: inDegrees(angle) }),
      );
      const ends = [turns.at(0), turns.at(-1)].join(', ');
      return word('figure.saidRotary', { token: quoted(token), position, head, turns: ends });
    }
    case 'distance': {
      const { query, key, head } = figure;
      return word('figure.saidDistance', {
        head,
        query: quoted(query.word),
        queryAt: query.position,
        key: quoted(key.word),
        keyAt: key.position,
        score: formatNumber(scoreAt(figure, query.position, key.position)),
      });
    }
    case 'norm':
      return word('figure.saidNorm', {
        count: figure.before.length,
        mean: formatNumber(figure.mean, 3),
        rms: formatNumber(figure.rms, 3),
        deviation: formatNumber(figure.deviation, 3),
      });
    case 'gate':
      return word('figure.saidGate', {
        function: word(`function.${figure.function}`),
        gate: formatNumber(figure.gate.input, 3),
        opened: formatNumber(figure.gate.opened, 3),
        up: formatNumber(figure.up.value, 3),
        product: formatNumber(figure.product, 3),
        other: word(`function.${figure.ungated.function}`),
        ungated: formatNumber(figure.ungated.value, 3),
      });
    case 'groups':
      if (figure.groups.every((heads) => heads.length === 1)) {
        return word('figure.groupsOwn', { queries: figure.groups.length });
      }
      return sentence(
        figure.groups
          .map((heads, shared) => word('figure.saidGroup', { heads: heads.join(', '), count: heads.length, shared }))
          .join('; '),
      );
    case 'sum': {
      const rows = figure.rows.map(({ block, parameters }) =>
        numberInWords(describe(block).name, formatNumber(parameters, 0)),
      );
      const total = { total: formatNumber(figure.total, 0), whole: formatNumber(figure.whole, 0) };
      return `${sentence(rows.join(', '))} ${word('figure.saidSum', total)}`;
    }
    case 'training':
      return word('figure.saidTraining', {
        first: formatNumber(figure.first.heldOutLoss, 2),
        last: formatNumber(figure.last.heldOutLoss, 2),
        tokens: formatNumber(figure.last.tokens, 0),
      });
    case 'neighbours':
      return word('figure.saidNeighbours', {
        token: quoted(figure.word),
        nearest: figure.nearest.map((one) => numberInWords(one.word, formatNumber(one.cosine, 3))).join(', '),
      });
  }
}

/** Radians as whole degrees, or tenths where there are few. */
export function inDegrees(angle: number): string {
  const degrees = (angle * 180) / Math.PI;
  return formatNumber(degrees, Math.abs(degrees) < 10 ? 1 : 0);
}

/** To which position the last row of a pattern gives most. */
export function patternInWords(block: TensorId, slab: number, rows: readonly PatternRow[]): string {
  const row = rows.at(-1);
  const most = row?.cells.toSorted((left, right) => right.value - left.value).at(0);
  return row === undefined || most === undefined ? '' : patternCellInWords(block, slab, row, most);
}

export function patternCellInWords(
  block: TensorId,
  slab: number,
  row: PatternRow,
  { cell, name, value }: FigureCell,
): string {
  const from = `${cell.at(-2)} (${row.name})`;
  const to = `${cell.at(-1)} (${name})`;
  return word('figure.patternCell', { slab, from, to, value: writerOf(block)(value) });
}

function numberInWords(name: string, value: string): string {
  return word('figure.saidNumber', { name, value });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
