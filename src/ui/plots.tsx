/** Small figures in the map's own colours. */
import type { Histogram } from '../checkpoint/statistics.ts';
import { figure } from './words.ts';

interface BarsProps {
  readonly values: readonly number[];
  readonly colour: (value: number) => string;
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

/** More bars than this cannot be told apart: the largest of each run of terms stands for it. */
const MOST_BARS = 64;

/** Signed values as bars up and down from a line: the terms of a sum. */
export function Bars({ values, colour, width, height, label }: BarsProps) {
  const shown = thin(values.filter(Number.isFinite));
  const top = Math.max(0, ...shown);
  const bottom = Math.min(0, ...shown);
  const scale = top - bottom === 0 ? 0 : (height - 2) / (top - bottom);
  const line = 1 + top * scale;
  const pitch = width / Math.max(1, shown.length);
  return (
    <svg class="bars" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <title>{label}</title>
      {shown.map((value, index) => (
        <rect
          key={index}
          x={index * pitch + pitch * 0.1}
          width={Math.max(1, pitch * 0.8)}
          y={value > 0 ? line - value * scale : line}
          height={Math.max(0.75, Math.abs(value) * scale)}
          rx={Math.min(2, pitch * 0.2)}
          fill={colour(value)}
          stroke="var(--line-2)"
          stroke-width="0.5"
        />
      ))}
      <line x1="0" x2={width} y1={line} y2={line} stroke="var(--ink-3)" stroke-width="0.75" />
    </svg>
  );
}

function thin(values: readonly number[]): number[] {
  const run = Math.ceil(values.length / MOST_BARS);
  const largest = (part: readonly number[]) => part.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return Array.from({ length: Math.ceil(values.length / run) }, (_, i) =>
    largest(values.slice(i * run, (i + 1) * run)),
  );
}

interface HistogramPlotProps {
  readonly histogram: Histogram;
  readonly colour: (value: number) => string;
  readonly width: number;
  readonly height: number;
}

/** How often which value occurs, with the least and the largest written beneath. */
export function HistogramPlot({ histogram, colour, width, height }: HistogramPlotProps) {
  const { counts, minimum, maximum } = histogram;
  if (!Number.isFinite(minimum)) return null;
  const most = Math.max(1, ...counts);
  const pitch = width / counts.length;
  const label = `${figure(minimum)} … ${figure(maximum)}`;
  return (
    <figure class="histogram">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <title>{label}</title>
        {Array.from(counts, (frequency, bin) => {
          const value = minimum + ((bin + 0.5) / counts.length) * (maximum - minimum);
          const size = frequency === 0 ? 0 : Math.max(1, (frequency / most) * (height - 2));
          return (
            <rect
              key={bin}
              x={bin * pitch + 0.5}
              y={height - 1 - size}
              width={pitch - 1}
              height={size}
              fill={colour(value)}
              stroke="var(--line-2)"
              stroke-width="0.5"
            />
          );
        })}
        <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--ink-3)" />
      </svg>
      <figcaption class="figure">
        <span>{figure(minimum)}</span>
        <span>{figure(maximum)}</span>
      </figcaption>
    </figure>
  );
}
