import { useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { figureInWords } from '../../../app/figure-in-words.ts';
import { type DistanceFigure, farthestApart, scoreAt, turnedTo } from '../../../narrative/figures/rotary.ts';
import { formatNumber } from '../../../narrative/written.ts';
import { Slider } from '../../slider.tsx';
import { quoted, word } from '../../words.ts';
import { Arrow, Dial } from './dial.tsx';
import { scale } from './scale.ts';

/** Pairs that are drawn; the rest turn slower still. */
const DRAWN = 8;
/** Of the curve, CSS pixels at its natural size. */
const WIDTH = 300;
const HEIGHT = 92;
const MARGIN = 8;
/** Below the curve, for the distances. */
const FOOT = 14;

interface DistanceDrawingProps {
  readonly app: App;
  readonly figure: DistanceFigure;
}

/** A query and a key that can be moved: together, which leaves their score as it is, and apart, which does not. */
export function DistanceDrawing({ app, figure }: DistanceDrawingProps) {
  const { query, key, frequencies, context } = figure;
  const farthest = farthestApart(figure);
  const [apart, setApart] = useState(query.position - key.position);
  const [queryAt, setQueryAt] = useState(query.position);
  const keyAt = queryAt - apart;
  const score = formatNumber(scoreAt(figure, queryAt, keyAt));
  const move = (distance: number) => {
    setApart(distance);
    setQueryAt(Math.max(queryAt, distance));
  };
  return (
    <>
      <div class="dials" role="img" aria-label={figureInWords(figure, app.describe)}>
        {frequencies.slice(0, DRAWN).map((_, pair) => (
          <div class="dial" key={pair}>
            <Dial>
              <Arrow to={turnedTo(figure, 'key', pair, keyAt)} kind="key" />
              <Arrow to={turnedTo(figure, 'query', pair, queryAt)} kind="now" />
            </Dial>
          </div>
        ))}
      </div>
      <p class="dial-legend">
        <i class="now" /> {word('figure.distanceQuery', { token: quoted(query.word), position: queryAt })}
        <i class="key" /> {word('figure.distanceKey', { token: quoted(key.word), position: keyAt })}
      </p>
      <div class="temperature distance">
        <Slider
          label={word('figure.distanceShift')}
          range={{ min: apart, max: context - 1, step: 1 }}
          value={queryAt}
          written={String(queryAt)}
          choose={setQueryAt}
        />
      </div>
      <div class="temperature distance">
        <Slider
          label={word('figure.distanceApart')}
          range={{ min: 0, max: farthest, step: 1 }}
          value={apart}
          written={String(apart)}
          choose={move}
        />
      </div>
      <ScoreCurve figure={figure} farthest={farthest} apart={apart} />
      <figcaption class="figure" aria-live="polite">
        {word('figure.distanceSame', { distance: apart, score })}
      </figcaption>
    </>
  );
}

interface ScoreCurveProps {
  readonly figure: DistanceFigure;
  readonly farthest: number;
  readonly apart: number;
}

/** The score by how far back the key stands, the distance shown marked. */
function ScoreCurve({ figure, farthest, apart }: ScoreCurveProps) {
  const scores = Array.from({ length: farthest + 1 }, (_, distance) => scoreAt(figure, distance, 0));
  const x = scale(0, farthest, MARGIN, WIDTH - MARGIN);
  const y = scale(Math.min(0, ...scores), Math.max(0, ...scores), HEIGHT - FOOT - MARGIN, MARGIN);
  return (
    <svg class="figure-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={word('figure.distanceCurve')}>
      <line class="axis" x1={x(0)} x2={x(farthest)} y1={y(0)} y2={y(0)} />
      <path d={`M${scores.map((score, distance) => `${x(distance).toFixed(1)},${y(score).toFixed(1)}`).join('L')}`} />
      {[0, farthest].map((distance) => (
        <text key={distance} x={x(distance)} y={HEIGHT - 2}>
          {distance}
        </text>
      ))}
      <circle class="hot" cx={x(apart)} cy={y(scoreAt(figure, apart, 0))} r="4" />
    </svg>
  );
}
