import { useContext, useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { figureInWords } from '../../../app/figure-in-words.ts';
import { ACTIVATION_FUNCTIONS } from '../../../architecture/explain/functions.ts';
import type { ReadFigure } from '../../../narrative/figure.ts';
import { formatNumber } from '../../../narrative/written.ts';
import { BesideScene, usePoint } from '../../pointing.ts';
import { word } from '../../words.ts';
import { scale } from './scale.ts';

/** Of the drawing, CSS pixels at its natural size. */
const WIDTH = 300;
const HEIGHT = 170;
const MARGIN = 10;
/** The curve is shown at least from here to here, so that its bend is seen whatever the numbers are. */
const LEAST = -3;
const MOST = 2;
const SAMPLES = 120;

interface CurveDrawingProps {
  readonly app: App;
  readonly figure: ReadFigure & { readonly kind: 'curve' };
}

/** An activation function, and on its curve what it made of each number of the row. */
export function CurveDrawing({ app, figure }: CurveDrawingProps) {
  const { block, function: name, points } = figure;
  const [hot, setHot] = useState<number | undefined>(undefined);
  const point = usePoint(app);
  const isBesideScene = useContext(BesideScene);
  const activate = ACTIVATION_FUNCTIONS[name];
  const inputs = points.map(({ input }) => input);
  const span = { from: Math.min(LEAST, ...inputs), to: Math.max(MOST, ...inputs) };
  const curve = Array.from({ length: SAMPLES + 1 }, (_, index) => {
    const x = span.from + ((span.to - span.from) * index) / SAMPLES;
    return { x, y: activate(x) };
  });
  const heights = curve.map(({ y }) => y);
  const x = scale(span.from, span.to, MARGIN, WIDTH - MARGIN);
  const y = scale(Math.min(...heights), Math.max(...heights), HEIGHT - MARGIN, MARGIN);
  const told = hot === undefined ? undefined : points[hot];

  const pointAt = (index: number | undefined) => {
    const found = index === undefined ? undefined : points[index];
    setHot(index);
    if (isBesideScene) point(found && { block, cell: found.cell });
  };
  const nearest = (event: PointerEvent & { readonly currentTarget: SVGSVGElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = {
      x: ((event.clientX - box.left) / box.width) * WIDTH,
      y: ((event.clientY - box.top) / box.height) * HEIGHT,
    };
    const distances = points.map(({ input, value }) => Math.hypot(x(input) - at.x, y(value) - at.y));
    pointAt(distances.indexOf(Math.min(...distances)));
  };
  return (
    <>
      <svg
        class="figure-curve"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={figureInWords(figure, app.describe)}
        onPointerMove={nearest}
        onPointerLeave={() => pointAt(undefined)}
      >
        <line class="axis" x1={x(span.from)} x2={x(span.to)} y1={y(0)} y2={y(0)} />
        <line class="axis" x1={x(0)} x2={x(0)} y1={MARGIN} y2={HEIGHT - MARGIN} />
        <path d={`M${curve.map((at) => `${x(at.x).toFixed(1)},${y(at.y).toFixed(1)}`).join('L')}`} />
        {points.map(({ cell, input, value }) => (
          <circle key={cell.join()} cx={x(input)} cy={y(value)} r="3" fill={app.colourOf(block, value)} />
        ))}
        {told !== undefined && <circle class="hot" cx={x(told.input)} cy={y(told.value)} r="5" />}
        {[Math.ceil(span.from), Math.floor(span.to)].map((tick) => (
          <text key={tick} x={x(tick)} y={y(0) - 5}>
            {formatNumber(tick, 0)}
          </text>
        ))}
      </svg>
      <figcaption class="figure">
        {told === undefined
          ? word('figure.curve', { function: word(`function.${name}`), count: points.length })
          : word('figure.point', {
              index: told.name,
              input: formatNumber(told.input),
              value: formatNumber(told.value),
            })}
      </figcaption>
    </>
  );
}
