/**
 * A mixture of experts: every expert is part of the model and gets rows of zeros for the tokens that it is not chosen for, so that
 * nothing depends on the data but numbers.
 */
import type { CombineOp, DispatchOp, RouteOp, TensorId } from '../../architecture/graph.ts';
import type { Values } from './values.ts';

export function lowerRoute(values: Values, op: RouteOp): string {
  const part = (name: string) => `${op.output}/${name}`;
  const biased =
    op.bias === undefined ? op.input : values.node('Add', [op.input, values.wholeWeight(op.bias)], part('biased'));
  const claims = op.groups === undefined ? biased : bestGroups(values, op, op.groups, biased);
  const experts = largest(values, claims, op.chosen, 1, part('experts'));
  const scores = values.node('GatherElements', [op.input, experts.indices], part('chosen scores'), { axis: 1 });
  const shares = op.isNormalised ? values.node('Div', [scores, sumOf(values, scores)], part('shares')) : scores;
  const scaled =
    op.scale === 1 ? shares : values.node('Mul', [shares, values.model.float(op.scale)], part('scaled shares'));
  return scatter(values, op.input, experts.indices, scaled, op.output);
}

/** The numbers of the groups that take part, −Infinity for those of the others. */
function bestGroups(values: Values, op: RouteOp, groups: NonNullable<RouteOp['groups']>, claims: string): string {
  const part = (name: string) => `${op.output}/${name}`;
  const experts = Number(values.graph.tensor(op.input).axes[1]?.extent);
  const byGroup = values.reshape(claims, [0, groups.count, experts / groups.count], part('by group'));
  const ofGroup = largest(values, byGroup, 2, 2, part('best pairs'));
  const claimOfGroup = values.node('ReduceSum', [ofGroup.values, values.model.integers([2])], part('groups'), {
    keepdims: 0,
  });
  const kept = largest(values, claimOfGroup, groups.kept, 1, part('kept groups'));
  const ones = values.node('Mul', [kept.values, values.model.float(0)], part('zeros'));
  const marks = values.node('Add', [ones, values.model.float(1)], part('ones'));
  const isKept = scatter(values, claimOfGroup, kept.indices, marks, part('is kept'));
  const column = values.node('Unsqueeze', [isKept, values.model.integers([2])], part('kept column'));
  const mask = values.node('Greater', [column, values.model.float(0)], part('mask'));
  const masked = values.node('Where', [mask, byGroup, values.model.float(-Infinity)], part('masked'));
  return values.reshape(masked, [0, experts], part('claims'));
}

function largest(values: Values, input: string, count: number, axis: number, name: string) {
  const outputs = { values: `${name}/values`, indices: `${name}/indices` };
  const node = [input, values.model.integers([count])];
  values.model.node('TopK', node, [outputs.values, outputs.indices], { axis, largest: 1, sorted: 1 });
  return outputs;
}

/** Numbers put at their indices along axis 1 of a tensor as large as `like`, 0 elsewhere. */
function scatter(values: Values, like: string, indices: string, numbers: string, output: string): string {
  const shape = values.node('Shape', [like], `${output}/shape`);
  const zeros = values.node('Expand', [values.model.float(0), shape], `${output}/empty`);
  return values.node('ScatterElements', [zeros, indices, numbers], output, { axis: 1 });
}

function sumOf(values: Values, scores: string): string {
  return values.node('ReduceSum', [scores, values.model.integers([1])], `${scores}/sum`, { keepdims: 1 });
}

export function lowerDispatch(values: Values, op: DispatchOp): string {
  const share = shareOf(values, op.routes, op.expert);
  const isChosen = values.node('Greater', [share, values.model.float(0)], `${op.output}/chosen`);
  return values.node('Where', [isChosen, op.input, values.model.float(0)], op.output);
}

export function lowerCombine(values: Values, op: CombineOp): string {
  const weighed = op.experts.map((id, expert) =>
    values.node('Mul', [shareOf(values, op.routes, expert), id], `${op.output}/${expert}`),
  );
  return values.node('Sum', op.shared === undefined ? weighed : [...weighed, op.shared], op.output);
}

/** What an expert counts for each token: axes [token, 1]. */
function shareOf(values: Values, routes: TensorId, expert: number): string {
  return values.once(`${routes}/${expert}`, (name) => values.slice(routes, 1, expert, 1, name));
}
