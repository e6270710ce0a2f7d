import { useContext } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import type { SumFigure, SumRow } from '../../../narrative/figures/sum.ts';
import { BesideScene, usePointing } from '../../pointing.ts';
import { count, word } from '../../words.ts';
import { RowHead } from './row-head.tsx';

interface SumTableProps {
  readonly app: App;
  readonly figure: SumFigure;
}

/** Row by row what has been counted, and how much of the model that is. */
export function SumTable({ app, figure: { rows, total, whole } }: SumTableProps) {
  return (
    <>
      <table class="figure-sum">
        <tbody>
          {rows.map((row) => (
            <Row key={row.block} app={app} row={row} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{word('figure.rowTotal')}</th>
            <td class="figure" aria-live="polite">
              {count(total)}
            </td>
          </tr>
        </tfoot>
      </table>
      <div class="figure-progress" aria-hidden="true">
        <span class="done" style={{ width: `${(total / whole) * 100}%` }} />
      </div>
      <figcaption>{word('figure.sumOf', { total: count(total), whole: count(whole) })}</figcaption>
    </>
  );
}

interface RowProps {
  readonly app: App;
  readonly row: SumRow;
}

/** Pointed at, it lights its blocks in every layer; a click goes to the first. What was counted before says its shape no more. */
function Row({ app, row: { block, blocks, shape, parameters, isNew } }: RowProps) {
  const pointing = usePointing(app, blocks);
  const isBesideScene = useContext(BesideScene);
  const beside = isBesideScene ? { ...pointing, onClick: () => app.look({ block }) } : {};
  const size = shape.map(count).join(' × ');
  return (
    <tr class={isNew ? 'new' : ''} {...beside}>
      <RowHead>
        {app.describe(block).name}
        {isNew && (
          <small>{blocks.length === 1 ? size : word('figure.sumTimes', { size, layers: count(blocks.length) })}</small>
        )}
      </RowHead>
      <td class="figure">{count(parameters)}</td>
    </tr>
  );
}
