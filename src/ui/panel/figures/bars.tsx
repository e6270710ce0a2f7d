import type { App } from '../../../app/app.ts';
import type { TensorId } from '../../../architecture/graph.ts';
import type { FigureCell } from '../../../narrative/figure.ts';
import { formatNumber } from '../../../narrative/quantity.ts';
import { pointingAtCell } from '../../pointing.ts';

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
  const largest = values.indexOf(Math.max(...values));
  return (
    <table class="figure-bars">
      <tbody>
        {bars.map(({ cell, name, value }, index) => {
          const size = Math.abs(value) / (most - least);
          const left = value < 0 ? zero - size : zero;
          return (
            <tr key={cell.join()} class={index === largest ? 'largest' : ''} {...pointingAtCell(app, block, cell)}>
              <th scope="row">{name}</th>
              <td class="track">
                <span
                  style={{
                    left: `${left * 100}%`,
                    width: `${size * 100}%`,
                    background: app.colourOf(block, value),
                  }}
                />
              </td>
              <td class="figure">{formatNumber(value, 3)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
