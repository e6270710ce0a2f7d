/** A figure of the story as lines of text, for where it cannot be drawn: what is named, and its numbers. */
import type { TensorId } from '../../architecture/graph.ts';
import type { ReadFigure } from '../../narrative/figure.ts';
import { formatNumber, formatShare, writerOf } from '../../narrative/written.ts';
import type { App } from '../app.ts';
import { depthName } from '../depth-name.ts';
import { word } from '../words.ts';

export interface FigureRow {
  readonly label: string;
  /** Each with the block whose colours it has; undefined where it is no cell's own. */
  readonly numbers: readonly { readonly text: string; readonly value: number; readonly block: TensorId | undefined }[];
}

/** None for drawings of the same numbers that the scene shows: curves, patterns, arrows. */
export function figureRows(figure: ReadFigure, describe: App['describe']): FigureRow[] {
  switch (figure.kind) {
    case 'bars':
      return figure.bars.map(({ name, value }) => ({ label: name, numbers: [number(value, figure.block, 3)] }));
    case 'softmax':
      return figure.rows.map(({ name, score, exponent, value }) => ({
        label: name,
        numbers: [number(score, figure.scores, 2), number(exponent, undefined, 3), number(value, figure.block, 3)],
      }));
    case 'lens':
      return figure.rows.map(({ stream, shares, answer }) => {
        const share = shares[answer] ?? Number.NaN;
        const text = `${figure.words[answer] ?? ''} ${formatShare(share, 2)}`;
        return { label: depthName(stream, describe), numbers: [{ text, value: share, block: 'probabilities' }] };
      });
    case 'sum':
      return [
        ...figure.rows.map(({ block, parameters }) => ({
          label: describe(block).name,
          numbers: [number(parameters, undefined, 0)],
        })),
        { label: word('figure.rowTotal'), numbers: [number(figure.total, undefined, 0)] },
      ];
    case 'training':
      return [figure.first, figure.last].map(({ step, heldOutLoss }) => ({
        label: word('figure.trainingAt', { step: formatNumber(step, 0) }),
        numbers: [number(heldOutLoss, undefined, 2)],
      }));
    case 'neighbours':
      return figure.nearest.map(({ word: label, cosine }) => ({ label, numbers: [number(cosine, undefined, 2)] }));
    case 'curve':
    case 'pattern':
    case 'rotary':
    case 'distance':
    case 'norm':
    case 'gate':
    case 'groups':
      return [];
  }
}

function number(value: number, block: TensorId | undefined, digits: number): FigureRow['numbers'][number] {
  const write = block === undefined ? formatNumber : writerOf(block);
  return { text: write(value, digits), value, block };
}
