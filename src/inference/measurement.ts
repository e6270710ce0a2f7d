/** Two ways to the same numbers, timed in turn. */
export interface Measurement {
  /** How much longer the one takes than the other, of each round. */
  readonly ratios: readonly number[];
  /** Median milliseconds of the other. */
  readonly milliseconds: number;
}

/**
 * What is compared: a pass that fetches every activation to one that fetches the logits alone, or a pass over all tokens to one over
 * the last that has the others from the cache.
 */
export type Compared = 'trace' | 'cache';

type Work = () => Promise<unknown>;

/** The runtime compiles its hot functions better while it runs them: the first rounds are not those that follow. */
const WARM_UP_ROUNDS = 10;

/** Times one kind of work against another, in turn. */
export async function compare(one: Work, other: Work, rounds: number): Promise<Measurement> {
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const [first, second] = [await timed(one), await timed(other)];
    if (round < 0) continue;
    ratios.push(first / second);
    times.push(second);
  }
  return { ratios, milliseconds: median(times) };
}

async function timed(work: Work): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
