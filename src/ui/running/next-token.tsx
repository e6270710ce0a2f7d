import type { App } from '../../app/app.ts';
import type { Candidate } from '../../inference/sampling.ts';
import { visible } from '../tokens.ts';
import { count, percent, quoted, word } from '../words.ts';
import { type Row, rowsOf } from './rows.ts';

interface NextTokenProps {
  readonly app: App;
}

/** What the model expects after the token that it is looked at from: the likeliest words, and which of them can be drawn. */
export function NextToken({ app }: NextTokenProps) {
  const tokens = app.run.value?.tokens ?? [];
  const last = tokens.length - 1;
  const position = app.position.value ?? last;
  const candidates = app.generating.candidatesAfter(position);
  const from = tokens[position];
  if (from === undefined) return <p class="aside">{word('run.notYet')}</p>;
  // Why nothing can be drawn stands where the text is gone on with.
  if (candidates === undefined) return null;
  const following = tokens[position + 1];
  const chosen = following?.id ?? app.generating.next.value;
  const nameOf = (id: number) => visible(app.wordAt('vocab', id) ?? String(id));
  const most = Math.max(...candidates.slice(0, 1).map(({ before, after }) => Math.max(before, after)));
  const rows = rowsOf(candidates, chosen);
  return (
    <section class="next-token">
      <header>
        <h2>{word('run.after', { token: quoted(visible(from.word)) })}</h2>
        {app.position.value !== undefined && (
          <button type="button" class="plain" onClick={() => app.lookFrom(undefined)}>
            {word('run.toLast')}
          </button>
        )}
      </header>
      {chosen !== undefined && (
        <p class="chosen">
          {word(following === undefined ? 'run.willBeDrawn' : MARKS[following.origin], {
            token: quoted(nameOf(chosen)),
          })}
        </p>
      )}
      <table>
        <tbody>
          {rows.map((row) =>
            row.kind === 'token' ? (
              <TokenRow
                key={row.candidate.id}
                name={nameOf(row.candidate.id)}
                candidate={row.candidate}
                most={most}
                isChosen={row.candidate.id === chosen}
              />
            ) : (
              <OtherRow key={`${row.kind} ${row.kind === 'more' && row.isCut}`} row={row} />
            ),
          )}
        </tbody>
      </table>
      {(rows.some(({ kind }) => kind === 'cut') || app.generating.settings.value.temperature !== 1) && (
        <p class="aside">{word('run.chances')}</p>
      )}
    </section>
  );
}

const MARKS = { given: 'run.given', answered: 'run.answered' } as const;

interface TokenRowProps {
  readonly name: string;
  readonly candidate: Candidate;
  /** The probability that a full bar stands for. */
  readonly most: number;
  readonly isChosen: boolean;
}

/** A bar for what it is drawn with, a tick where that was before temperature and cut. What is cut has a pale bar of that. */
function TokenRow({ name, candidate: { before, after, cutBy }, most, isChosen }: TokenRowProps) {
  const isCut = cutBy !== undefined;
  const share = isCut ? before : after;
  return (
    <tr class={`${isCut ? 'cut' : ''}${isChosen ? ' chosen' : ''}`}>
      <th scope="row">{name}</th>
      <td class="track">
        <span class="share" style={{ width: `${(share / most) * 100}%` }} />
        {!isCut && <span class="before" style={{ left: `${(before / most) * 100}%` }} />}
      </td>
      <td class="figure">{percent(share)}</td>
    </tr>
  );
}

const CUTS = { temperature: 'run.cutTemperature', topK: 'run.cutTopK', topP: 'run.cutTopP' } as const;

function OtherRow({ row }: { readonly row: Exclude<Row, { readonly kind: 'token' }> }) {
  if (row.kind === 'cut') {
    return (
      <tr class="cut-line">
        <td colSpan={3}>
          <span>{word(CUTS[row.by], { kept: count(row.kept), all: count(row.all) })}</span>
        </td>
      </tr>
    );
  }
  return (
    <tr class={row.isCut ? 'more cut' : 'more'}>
      <td colSpan={2}>{word('run.others', { count: count(row.count) })}</td>
      <td class="figure">{percent(row.share)}</td>
    </tr>
  );
}
