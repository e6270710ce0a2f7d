/** What may come next as the rows of a table: the likeliest first, with a line where the settings cut. */
import type { Candidate } from '../../inference/sampling.ts';

export type Row =
  | { readonly kind: 'token'; readonly candidate: Candidate }
  /** Tokens that are not shown one by one, and what they make up together. */
  | { readonly kind: 'more'; readonly isCut: boolean; readonly count: number; readonly share: number }
  /** What stands above it can be drawn, what stands below cannot. */
  | { readonly kind: 'cut'; readonly by: NonNullable<Candidate['cutBy']>; readonly kept: number; readonly all: number };

/** Shown one by one: at most so many that can be drawn, and below the line so many that cannot. */
const MOST_KEPT = 10;
const MOST_CUT = 3;

/**
 * @param candidates As `candidatesOf` gives them.
 * @param chosen Shown in any case.
 */
export function rowsOf(candidates: readonly Candidate[], chosen: number | undefined): Row[] {
  const firstCut = candidates.findIndex(({ cutBy }) => cutBy !== undefined);
  const kept = firstCut < 0 ? candidates : candidates.slice(0, firstCut);
  const cut = candidates.slice(kept.length);
  const by = cut[0]?.cutBy;
  const line: Row[] = by === undefined ? [] : [{ kind: 'cut', by, kept: kept.length, all: candidates.length }];
  return [...part(kept, MOST_KEPT, chosen, false), ...line, ...part(cut, MOST_CUT, chosen, true)];
}

function part(candidates: readonly Candidate[], most: number, chosen: number | undefined, isCut: boolean): Row[] {
  const shown = candidates.slice(0, most);
  const rest = candidates.slice(most);
  // One alone takes no more room than to say that there is one more.
  if (rest.length === 1) return candidates.map(tokenRow);
  const far = rest.find(({ id }) => id === chosen);
  const others = rest.filter((candidate) => candidate !== far);
  const share = others.reduce((sum, { before, after }) => sum + (isCut ? before : after), 0);
  const more: Row[] = others.length === 0 ? [] : [{ kind: 'more', isCut, count: others.length, share }];
  return [...shown.map(tokenRow), ...(far === undefined ? [] : [tokenRow(far)]), ...more];
}

function tokenRow(candidate: Candidate): Row {
  return { kind: 'token', candidate };
}
