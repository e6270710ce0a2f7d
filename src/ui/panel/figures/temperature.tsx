import { useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { messageOf } from '../../../app/refusals.ts';
import type { TensorId } from '../../../architecture/graph.ts';
import { candidatesOf, draw, largestLogit, randomAt } from '../../../inference/sampling.ts';
import { softmax } from '../../../lab/softmax.ts';
import type { FigureCell } from '../../../narrative/figure.ts';
import { indexOfLargest } from '../../../narrative/numbers.ts';
import { formatNumber, formatShare } from '../../../narrative/written.ts';
import { Slider } from '../../slider.tsx';
import { type Word, word } from '../../words.ts';
import { Bars } from './bars.tsx';

/** The control works in powers of ten: from a tenth, through exactly one, to where even a model that is very sure gives way. */
const POWER = { min: -1, max: 1.5, step: 0.025 };
const DRAWS = 20;

interface TemperatureProps {
  readonly app: App;
  readonly block: TensorId;
  readonly bars: readonly FigureCell[];
  /** How many shares have no bar. */
  readonly others: number;
  readonly logits: readonly number[];
}

/** Shares that a temperature moves; tokens can be drawn from them as a model draws them. */
export function Temperature({ app, block, bars, others, logits }: TemperatureProps) {
  const [power, setPower] = useState(0);
  const [seed, setSeed] = useState(0);
  const [drawn, setDrawn] = useState<{ readonly of: string; readonly counts: readonly number[] } | undefined>();
  const problem = whyNotDrawn(logits);
  if (problem !== undefined) {
    return (
      <>
        <Bars app={app} block={block} bars={bars} />
        <p class="others">{problem}</p>
      </>
    );
  }
  const temperature = 10 ** power;
  const written = formatNumber(temperature, 2);
  const shares = softmax(logits, temperature);
  const moved = bars.map((bar) => ({ ...bar, value: shares[idOf(bar)] ?? Number.NaN }));
  // What was drawn from other shares says nothing of these.
  const of = `${temperature} ${logits.join()}`;
  const counts = drawn?.of === of ? drawn.counts : undefined;
  const caption =
    counts === undefined
      ? word(captionOf(power), { letter: moved[indexOfLargest(moved.map(({ value }) => value))]?.name ?? '' })
      : word('figure.drawn', {
          temperature: written,
          counts: drawnInWords(bars, counts, others),
        });
  return (
    <>
      <Bars app={app} block={block} bars={moved} />
      {others > 0 && <p class="others">{othersInWords(moved, others)}</p>}
      <div class="temperature">
        <Slider label={word('figure.temperature')} range={POWER} value={power} written={written} choose={setPower} />
      </div>
      <div class="draw">
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            setDrawn({ of, counts: drawSome(logits, temperature, seed) });
            setSeed(seed + 1);
          }}
        >
          {word('figure.draw')}
        </button>
        <p aria-live="polite">{caption}</p>
      </div>
    </>
  );
}

/** The token that a bar is of. */
function idOf({ cell }: FigureCell): number {
  return cell.at(-1) ?? 0;
}

function othersInWords(bars: readonly FigureCell[], others: number): string {
  const share = bars.reduce((rest, { value }) => rest - value, 1);
  return word('figure.othersShare', { count: formatNumber(others, 0), share: formatShare(Math.max(0, share), 3) });
}

function drawnInWords(bars: readonly FigureCell[], counts: readonly number[], others: number): string {
  const told = bars.map((bar) => ({ name: bar.name, count: counts[idOf(bar)] ?? 0 }));
  const left = told.reduce((rest, { count }) => rest - count, DRAWS);
  return [...told, ...(others > 0 ? [{ name: word('figure.othersDrawn'), count: left }] : [])]
    .map(({ name, count }) => `${name} ${count}`)
    .join(', ');
}

function captionOf(power: number): Word {
  if (power === 0) return 'figure.temperatureOne';
  return power < 0 ? 'figure.temperatureCold' : 'figure.temperatureHot';
}

/** Why no token can be drawn by these logits, as a sentence; undefined where one can. */
function whyNotDrawn(logits: readonly number[]): string | undefined {
  try {
    largestLogit(Float32Array.from(logits));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** How often each token was drawn. */
function drawSome(logits: readonly number[], temperature: number, seed: number): number[] {
  const candidates = candidatesOf(Float32Array.from(logits), { temperature });
  const counts = logits.map(() => 0);
  for (let step = 0; step < DRAWS; step += 1) {
    const token = draw(candidates, randomAt(seed, step));
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts;
}
