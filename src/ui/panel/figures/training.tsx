import type { App } from '../../../app/app.ts';
import { figureInWords } from '../../../app/figure-in-words.ts';
import type { TrainingFigure } from '../../../narrative/figures/training.ts';
import { formatNumber } from '../../../narrative/written.ts';
import { word } from '../../words.ts';
import { scale } from './scale.ts';

/** Of the drawing, CSS pixels at its natural size. */
const WIDTH = 300;
const HEIGHT = 120;
const MARGIN = 8;

interface TrainingDrawingProps {
  readonly app: App;
  readonly figure: TrainingFigure;
}

/** How the loss fell, on a scale where each key frame is as far from the next; and the first beside the last. */
export function TrainingDrawing({ app, figure }: TrainingDrawingProps) {
  const { frames, first, last } = figure;
  const losses = frames.map(({ heldOutLoss }) => heldOutLoss);
  const x = scale(0, frames.length - 1, MARGIN, WIDTH - MARGIN);
  const y = scale(0, Math.max(...losses), HEIGHT - MARGIN, MARGIN);
  const rows = [
    [word('figure.trainingStep'), first.step, last.step, 0],
    [word('figure.trainingTokens'), first.tokens, last.tokens, 0],
    [word('figure.trainingLoss'), first.heldOutLoss, last.heldOutLoss, 2],
    [word('figure.trainingShare'), Math.exp(-first.heldOutLoss), Math.exp(-last.heldOutLoss), 3],
  ] as const;
  return (
    <>
      <svg
        class="figure-curve"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={figureInWords(figure, app.describe)}
      >
        <line class="axis" x1={MARGIN} x2={WIDTH - MARGIN} y1={y(0)} y2={y(0)} />
        <path d={`M${losses.map((loss, index) => `${x(index).toFixed(1)},${y(loss).toFixed(1)}`).join('L')}`} />
        {losses.map((loss, index) => (
          <circle key={frames[index]?.step} cx={x(index)} cy={y(loss)} r="2.5" fill="currentColor" />
        ))}
      </svg>
      <table class="figure-steps">
        <thead>
          <tr>
            <td />
            <th scope="col">{word('figure.trainingFirst')}</th>
            <th scope="col">{word('figure.trainingLast')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, before, after, digits]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="figure">{formatNumber(before, digits)}</td>
              <td class="figure">{formatNumber(after, digits)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
