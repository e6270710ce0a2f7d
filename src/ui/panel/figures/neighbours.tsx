import type { App } from '../../../app/app.ts';
import type { NeighboursFigure } from '../../../narrative/figures/neighbours.ts';
import { formatNumber } from '../../../narrative/written.ts';
import { usePointingAtCell } from '../../pointing.ts';
import { quoted, word } from '../../words.ts';
import { RowHead } from './row-head.tsx';

interface NeighboursTableProps {
  readonly app: App;
  readonly figure: NeighboursFigure;
}

/** The nearest words, with bars as long as their cosines. */
export function NeighboursTable({ app, figure: { table, word: token, nearest } }: NeighboursTableProps) {
  return (
    <>
      <table class="figure-bars">
        <tbody>
          {nearest.map((one) => (
            <Neighbour key={one.id} app={app} table={table} one={one} />
          ))}
        </tbody>
      </table>
      <figcaption>{word('figure.neighboursHint', { token: quoted(token) })}</figcaption>
    </>
  );
}

interface NeighbourProps {
  readonly app: App;
  readonly table: string;
  readonly one: NeighboursFigure['nearest'][number];
}

function Neighbour({ app, table, one: { id, word: written, cosine } }: NeighbourProps) {
  return (
    <tr {...usePointingAtCell(app, table, [id, 0])}>
      <RowHead>{written}</RowHead>
      <td class="track">
        <span style={{ left: 0, width: `${Math.max(0, cosine) * 100}%`, background: 'var(--embedding)' }} />
      </td>
      <td class="figure">{formatNumber(cosine, 2)}</td>
    </tr>
  );
}
