import { useContext, useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { figureInWords } from '../../../app/figure-in-words.ts';
import type { NormFigure } from '../../../narrative/figures/norm.ts';
import { largestOf } from '../../../narrative/numbers.ts';
import { formatNumber } from '../../../narrative/written.ts';
import { BesideScene, usePoint } from '../../pointing.ts';
import { type Word, word } from '../../words.ts';
import { scale } from './scale.ts';

/** Of a strip, CSS pixels at its natural size. */
const WIDTH = 300;
const HEIGHT = 40;

interface NormDrawingProps {
  readonly app: App;
  readonly figure: NormFigure;
}

/** A row before its norm, by RMSNorm, by LayerNorm, and as it goes on: the same channels under one another. */
export function NormDrawing({ app, figure }: NormDrawingProps) {
  const [channel, setChannel] = useState<number | undefined>(undefined);
  const point = usePoint(app);
  const isBesideScene = useContext(BesideScene);
  const { block, input, own, before, normed, after, mean, rms, deviation, cells } = figure;
  const row = cells[0]?.from ?? [];
  const tell = (index: number | undefined) => {
    setChannel(index);
    if (isBesideScene) point(index === undefined ? undefined : { block, cell: row.with(-1, index) });
  };
  const written = { mean: formatNumber(mean, 3), rms: formatNumber(rms, 3), deviation: formatNumber(deviation, 3) };
  const sameSize = sizeOf([...normed.rmsNorm, ...normed.layerNorm]);
  const strip = (values: readonly number[], of: string, label: Word, size: number) => (
    <Strip app={app} values={values} of={of} size={size} label={word(label, written)} hot={channel} onTell={tell} />
  );
  return (
    <>
      <div class="norm-strips" role="img" aria-label={figureInWords(figure, app.describe)}>
        {strip(before, input, 'figure.normBefore', sizeOf(before))}
        <div class={own === 'rmsNorm' ? 'own' : 'other'}>
          {strip(normed.rmsNorm, block, 'figure.normRms', sameSize)}
        </div>
        <div class={own === 'layerNorm' ? 'own' : 'other'}>
          {strip(normed.layerNorm, block, 'figure.normLayer', sameSize)}
        </div>
        {strip(after, block, own === 'rmsNorm' ? 'figure.normAfter' : 'figure.normAfterShifted', sizeOf(after))}
      </div>
      <figcaption class="figure">
        {channel === undefined
          ? word(own === 'rmsNorm' ? 'figure.normHintRms' : 'figure.normHintLayer')
          : word('figure.normTold', {
              channel,
              before: formatNumber(before[channel] ?? Number.NaN),
              rms: formatNumber(normed.rmsNorm[channel] ?? Number.NaN),
              layer: formatNumber(normed.layerNorm[channel] ?? Number.NaN),
              after: formatNumber(after[channel] ?? Number.NaN),
            })}
      </figcaption>
    </>
  );
}

interface StripProps {
  readonly app: App;
  readonly values: readonly number[];
  /** The block in whose colours it is drawn. */
  readonly of: string;
  /** The magnitude that fills half of the height. */
  readonly size: number;
  readonly label: string;
  readonly hot: number | undefined;
  readonly onTell: (channel: number | undefined) => void;
}

/** A row as bars up and down from 0. */
function Strip({ app, values, of, size, label, hot, onTell }: StripProps) {
  const pitch = WIDTH / values.length;
  const y = scale(-size, size, HEIGHT, 0);
  const bars = (sign: 1 | -1) =>
    values
      .map((value, channel) =>
        value * sign > 0
          ? `M${(channel * pitch).toFixed(2)},${y(0)}V${y(value).toFixed(2)}h${(pitch * 0.85).toFixed(2)}V${y(0)}Z`
          : '',
      )
      .join('');
  const nearest = (event: PointerEvent & { readonly currentTarget: SVGSVGElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const channel = Math.floor(((event.clientX - box.left) / box.width) * values.length);
    onTell(Math.min(values.length - 1, Math.max(0, channel)));
  };
  return (
    <>
      <p>{label}</p>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onPointerMove={nearest}
        onPointerLeave={() => onTell(undefined)}
      >
        {hot !== undefined && <rect class="hot" x={hot * pitch} width={Math.max(pitch, 1)} height={HEIGHT} />}
        <path d={bars(1)} fill={app.colourOf(of, size)} />
        <path d={bars(-1)} fill={app.colourOf(of, -size)} />
        <line class="axis" x2={WIDTH} y1={y(0)} y2={y(0)} />
      </svg>
    </>
  );
}

function sizeOf(values: readonly number[]): number {
  return largestOf(values.map(Math.abs));
}
