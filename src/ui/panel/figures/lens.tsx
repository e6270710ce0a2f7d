import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { depthName } from '../../../app/depth-name.ts';
import type { LensFigure } from '../../../narrative/figure.ts';
import { likeliest } from '../../../narrative/numbers.ts';
import { formatShare } from '../../../narrative/written.ts';
import { BesideScene, usePointing } from '../../pointing.ts';
import { RowHead } from './row-head.tsx';

interface LensTableProps {
  readonly app: App;
  readonly figure: LensFigure;
}

/** One line for each depth: the probabilities of all tokens, the largest framed; of a large vocabulary the likeliest words. */
export function LensTable({ app, figure: { words, rows } }: LensTableProps) {
  const isLarge = rows.some(({ shares }) => likeliest(shares).length < shares.length);
  if (isLarge) {
    return (
      <table class="figure-lens words">
        <tbody>
          {rows.map((row) => (
            <Depth key={row.stream} app={app} row={row}>
              <LikeliestWords app={app} words={words} shares={row.shares} />
            </Depth>
          ))}
        </tbody>
      </table>
    );
  }
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
          <Depth key={row.stream} app={app} row={row}>
            {row.shares.map((share, id) => (
              <td key={words[id]} class={`figure${id === row.answer ? ' largest' : ''}`}>
                <Share app={app} share={share} />
              </td>
            ))}
          </Depth>
        ))}
      </tbody>
    </table>
  );
}

interface DepthProps {
  readonly app: App;
  readonly row: LensFigure['rows'][number];
  /** Its cells. */
  readonly children: ComponentChildren;
}

function Depth({ app, row: { stream }, children }: DepthProps) {
  const pointing = usePointing(app, [stream]);
  const isBesideScene = useContext(BesideScene);
  return (
    <tr {...(isBesideScene && { ...pointing, onClick: () => app.look({ block: stream }) })}>
      <RowHead>{depthName(stream, app.describe)}</RowHead>
      {children}
    </tr>
  );
}

interface LikeliestWordsProps {
  readonly app: App;
  readonly words: readonly string[];
  readonly shares: readonly number[];
}

/** The likeliest word first, and largest. */
function LikeliestWords({ app, words, shares }: LikeliestWordsProps) {
  return (
    <>
      {likeliest(shares).map((id, place) => (
        <td key={id} class={`figure${place === 0 ? ' largest' : ''}`}>
          <span title={words[id]}>{words[id]}</span>
          <Share app={app} share={shares[id] ?? Number.NaN} />
        </td>
      ))}
    </>
  );
}

function Share({ app, share }: { readonly app: App; readonly share: number }) {
  return (
    <>
      <i class="swatch" style={{ background: app.colourOf('probabilities', share) }} />
      {formatShare(share, 2)}
    </>
  );
}
