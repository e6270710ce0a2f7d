/** Which word of a text has company in the token table: the one that is worth laying beside its neighbours. */
import type { TensorData, TensorId } from '../architecture/graph.ts';
import { tokensOf } from './grid.ts';
import type { StageSource } from './stage.ts';

/** Letters alone, and more than one. */
const LETTERS = /^\p{L}{2,}$/u;
/** How a tokenizer marks what goes on with the word before. */
const PIECE = '##';

/** The cosine of each entry's nearest neighbour, as far as it was asked for: a text is read many times over. */
const known = new WeakMap<TensorData, Map<number, number>>();

/** The table that token ids are looked up in. @throws Error where they are looked up in none */
export function tableOf(tokens: TensorId, { graph }: StageSource): TensorId {
  const lookup = graph.consumers(tokens).find(({ kind }) => kind === 'gather');
  if (lookup?.kind !== 'gather') throw new Error(`${tokens}: no table is looked up by it`);
  return lookup.table;
}

/**
 * Where, among so many tokens, the whole word stands whose nearest neighbour in the table lies nearest; of equals the first, and
 * while the table is not there the first word. Undefined where no whole word stands.
 */
export function kinIn(source: StageSource, tokens: number): number | undefined {
  const { words, ids } = source;
  let best: number | undefined;
  let bestCosine = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < Math.min(tokens, words.length); at += 1) {
    if (!LETTERS.test(words[at] ?? '') || words[at + 1]?.startsWith(PIECE)) continue;
    const cosine = nearestCosine(ids[at] ?? -1, source);
    if (best === undefined || cosine > bestCosine) [best, bestCosine] = [at, cosine];
  }
  return best;
}

function nearestCosine(id: number, source: StageSource): number {
  const tokens = tokensOf(source);
  const table = tokens === undefined ? undefined : tableOf(tokens, source);
  const vectors = table === undefined ? undefined : source.read(table);
  if (table === undefined || vectors === undefined) return Number.NEGATIVE_INFINITY;
  const cosines = known.get(vectors) ?? new Map<number, number>();
  known.set(vectors, cosines);
  const cosine = cosines.get(id) ?? source.neighbours(table, id, 1)?.[0]?.cosine ?? Number.NEGATIVE_INFINITY;
  cosines.set(id, cosine);
  return cosine;
}
