import { useContext } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { depthName } from '../../../app/depth-name.ts';
import type { LensFigure } from '../../../narrative/figure.ts';
import { formatNumber } from '../../../narrative/quantity.ts';
import { BesideScene, usePointing } from '../../pointing.ts';
import { RowHead } from './row-head.tsx';

interface LensTableProps {
  readonly app: App;
  readonly figure: LensFigure;
}

/** One line for each depth: the probabilities of all tokens, the largest framed. */
export function LensTable({ app, figure: { words, rows } }: LensTableProps) {
  return (
    <table class="figure-lens">
      <thead>
        <tr>
          <td />
          {words.map((letter) => (
            <th key={letter} scope="col">
              {letter}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Depth key={row.stream} app={app} words={words} row={row} />
        ))}
      </tbody>
    </table>
  );
}

interface DepthProps {
  readonly app: App;
  readonly words: readonly string[];
  readonly row: LensFigure['rows'][number];
}

function Depth({ app, words, row: { stream, shares, answer } }: DepthProps) {
  const pointing = usePointing(app, [stream]);
  const isBesideScene = useContext(BesideScene);
  return (
    <tr {...(isBesideScene && { ...pointing, onClick: () => app.look({ block: stream }) })}>
      <RowHead>{depthName(stream, app.describe)}</RowHead>
      {shares.map((share, id) => (
        <td key={words[id]} class={`figure${id === answer ? ' largest' : ''}`}>
          <i class="swatch" style={{ background: app.colourOf('probabilities', share) }} />
          {formatNumber(share, 2)}
        </td>
      ))}
    </tr>
  );
}
