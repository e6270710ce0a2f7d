import type { App } from '../../../app/app.ts';
import { depthName } from '../../../app/depth-name.ts';
import type { LensFigure } from '../../../narrative/figure.ts';
import { formatNumber } from '../../../narrative/quantity.ts';
import { pointing } from '../../pointing.ts';

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
        {rows.map(({ stream, shares, answer }) => (
          <tr key={stream} onClick={() => app.look({ block: stream })} {...pointing(app, [stream])}>
            <th scope="row">{depthName(stream, app.describe)}</th>
            {shares.map((share, id) => (
              <td key={words[id]} class={`figure${id === answer ? ' largest' : ''}`}>
                <i class="swatch" style={{ background: app.colourOf('probabilities', share) }} />
                {formatNumber(share, 2)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
