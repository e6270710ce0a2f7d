import type { App } from '../../../app/app.ts';
import type { TensorId } from '../../../architecture/graph.ts';
import type { FigureCell } from '../../../narrative/figure.ts';
import { indexOfLargest } from '../../../narrative/numbers.ts';
import { writerOf } from '../../../narrative/written.ts';
import { usePointingAtCell } from '../../pointing.ts';
import { RowHead } from './row-head.tsx';

interface BarsProps {
  readonly app: App;
  readonly block: TensorId;
  readonly bars: readonly FigureCell[];
}

/** Lengths against the largest of the row, or against 1 where that is larger; numbers below 0 go to the other side. */
export function Bars({ app, block, bars }: BarsProps) {
  const values = bars.map(({ value }) => value);
  const most = Math.max(1, ...values);
  const least = Math.min(0, ...values);
  const zero = -least / (most - least);
  const largest = indexOfLargest(values);
  return (
    <table class="figure-bars">
      <tbody>
        {bars.map((bar, index) => {
          const size = Math.abs(bar.value) / (most - least);
          const left = bar.value < 0 ? zero - size : zero;
          return (
            <Bar
              key={bar.cell.join()}
              app={app}
              block={block}
              bar={bar}
              left={left}
              size={size}
              isLargest={index === largest}
            />
          );
        })}
      </tbody>
    </table>
  );
}

interface BarProps {
  readonly app: App;
  readonly block: TensorId;
  readonly bar: FigureCell;
  /** Where it begins and how long it is, as parts of the track. */
  readonly left: number;
  readonly size: number;
  readonly isLargest: boolean;
}

function Bar({ app, block, bar: { cell, name, value }, left, size, isLargest }: BarProps) {
  return (
    <tr class={isLargest ? 'largest' : ''} {...usePointingAtCell(app, block, cell)}>
      <RowHead>{name}</RowHead>
      <td class="track">
        <span
          style={{
            left: `${left * 100}%`,
            width: `${size * 100}%`,
            background: app.colourOf(block, value),
          }}
        />
      </td>
      <td class="figure">{writerOf(block)(value, 3)}</td>
    </tr>
  );
}
