import type { App } from '../../../app/app.ts';
import { splitId } from '../../../architecture/symbols.ts';
import type { LensFigure } from '../../../narrative/figure.ts';
import { formatNumber } from '../../../narrative/quantity.ts';
import { pointing } from '../../pointing.ts';
import { word } from '../../words.ts';

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
            <th scope="row">{depthName(app, stream)}</th>
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

/** “after layer 0”. */
function depthName(app: App, stream: string): string {
  const { layer, name } = splitId(stream);
  if (name === 'embedding') return word('figure.afterEmbedding');
  if (layer === undefined) return app.describe(stream).name;
  return word(name === 'attention_residual' ? 'figure.afterAttention' : 'figure.afterLayer', { layer });
}
