import type { App } from '../../../app/app.ts';
import type { SoftmaxFigure } from '../../../narrative/figure.ts';
import { formatNumber, formatShare } from '../../../narrative/written.ts';
import { usePointingAtCell } from '../../pointing.ts';
import { word } from '../../words.ts';
import { RowHead } from './row-head.tsx';

/** How much of its column a bar of 1 takes, percent: the next column's begin apart from it. */
const WIDEST = 84;

interface SoftmaxTableProps {
  readonly app: App;
  readonly figure: SoftmaxFigure;
}

/** One line for each place: its score, the power that is made of it, its share; under the last two their sums. */
export function SoftmaxTable({ app, figure }: SoftmaxTableProps) {
  const { rows, others, sum } = figure;
  return (
    <table class="figure-steps">
      <thead>
        <tr>
          <td />
          <th scope="col">{word('figure.score')}</th>
          <th scope="col">
            e<sup>s − m</sup>
          </th>
          <th scope="col">{word('figure.share')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Place key={row.cell.join()} app={app} figure={figure} row={row} />
        ))}
        {others.count > 0 && (
          <tr>
            <th scope="row">{word('figure.others', { count: others.count })}</th>
            <td />
            <td class="figure">{formatNumber(others.exponent, 3)}</td>
            <Part value={others.value} text={formatShare(others.value, 3)} colour="var(--line-2)" />
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{word('figure.rowTotal')}</th>
          <td />
          <td class="figure">{formatNumber(sum.exponent, 3)}</td>
          <td class="figure">{formatShare(sum.value, 3)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

interface PlaceProps extends SoftmaxTableProps {
  readonly row: SoftmaxFigure['rows'][number];
}

function Place({ app, figure: { block, scores }, row: { cell, name, score, exponent, value } }: PlaceProps) {
  return (
    <tr {...usePointingAtCell(app, block, cell)}>
      <RowHead>
        {name} <small>{cell.at(-1)}</small>
      </RowHead>
      <td class="figure">
        <i class="swatch" style={{ background: app.colourOf(scores, score) }} />
        {formatNumber(score, 2)}
      </td>
      <Part value={exponent} text={formatNumber(exponent, 3)} colour="var(--line-2)" />
      <Part value={value} text={formatShare(value, 3)} colour={app.colourOf(block, value)} />
    </tr>
  );
}

/** A number between 0 and 1 over a bar of its length. */
function Part({ value, text, colour }: { readonly value: number; readonly text: string; readonly colour: string }) {
  return (
    <td class="figure part">
      {text}
      <span style={{ width: `${value * WIDEST}%`, background: colour }} />
    </td>
  );
}
