/** Which experts a router chooses for a token: see `RouteOp` for the rule and its sources. */
import type { RouteOp } from './graph.ts';

type Rule = Pick<RouteOp, 'chosen' | 'groups'>;

/**
 * The experts chosen for one token, in ascending order.
 * @param scores One for each expert.
 * @param bias Added to the scores for the choice alone, one for each expert.
 */
export function chosenExperts({ chosen, groups }: Rule, scores: readonly number[], bias: readonly number[]): number[] {
  const claims = scores.map((score, expert) => score + (bias[expert] ?? 0));
  const experts = groups === undefined ? claims.map((_, expert) => expert) : expertsOfBestGroups(groups, claims);
  return largest(experts, (expert) => claims[expert] ?? Number.NaN, chosen);
}

function expertsOfBestGroups({ count, kept }: NonNullable<Rule['groups']>, claims: readonly number[]): number[] {
  const size = claims.length / count;
  const members = (group: number) => Array.from({ length: size }, (_, index) => group * size + index);
  const claimOf = (group: number) => {
    const [first = 0, second = 0] = members(group)
      .map((expert) => claims[expert] ?? Number.NaN)
      .sort((a, b) => b - a);
    return first + second;
  };
  const groups = Array.from({ length: count }, (_, group) => group);
  return largest(groups, claimOf, kept).flatMap(members);
}

/** Those with the largest sizes, in their order; of equal ones the first. */
function largest(indices: readonly number[], size: (index: number) => number, count: number): number[] {
  return [...indices]
    .sort((a, b) => size(b) - size(a))
    .slice(0, count)
    .sort((a, b) => a - b);
}
