/** The ops of a mixture of experts: a router's choice, what an expert gets to see, and the sum of what the chosen ones made. */
import type { CombineOp, DispatchOp, RouteOp } from '../graph.ts';
import { chosenExperts } from '../routing.ts';
import type { Cells } from './cells.ts';
import type { Cell, CellRange, Step, Term } from './explanation.ts';
import { at, constant, type Made, oneCell, product, range, sameNumber, sum } from './made.ts';
import { texNumber } from './tex.ts';

/** The score of a chosen expert, mostly as its share of the scores of all chosen ones; 0 for the others. */
export function explainRoute(cells: Cells, op: RouteOp, cell: Cell): Made {
  const [token, expert] = [at(cell, 0), at(cell, 1)];
  const experts = cells.extent(op.input, 'expert');
  const output = cells.symbol(op.output, cell);
  const chosen = readChoice(cells, op, token, experts);
  const others = op.isNormalised ? `\\sum_{j \\in E_{${token}}} ${cells.symbol(op.input, [token, 'j'])}` : undefined;
  const score = cells.symbol(op.input, cell);
  const scale = op.scale === 1 ? '' : `${texNumber(op.scale)}\\,`;
  const share = `${scale}${others === undefined ? score : `\\frac{${score}}{${others}}`}`;
  const bias: CellRange[] = op.bias === undefined ? [] : [{ id: op.bias, from: [0], to: [experts - 1] }];
  const sources = [{ id: op.input, from: [token, 0], to: [token, experts - 1] }, ...bias];
  if (chosen !== undefined && !chosen.includes(expert)) {
    return { formula: `${output} = 0 \\quad (${expert} \\notin E_{${token}})`, sources, calculate: () => sum([]) };
  }
  const condition = chosen === undefined ? `\\quad (${expert} \\in E_{${token}})` : setOf(token, chosen);
  return {
    formula: `${output} = ${share} ${condition}`,
    sources,
    calculate: () => {
      const steps: Step[] = op.scale === 1 ? [] : [{ operation: 'multiply', factor: constant('', op.scale) }];
      const counted = op.isNormalised ? (chosen ?? []) : [expert];
      const terms = counted.map((index) => product(cells.factor(op.input, [token, index])));
      return { terms, fold: op.isNormalised ? { kind: 'share', of: counted.indexOf(expert) } : { kind: 'sum' }, steps };
    },
  };
}

function setOf(token: number, chosen: readonly number[]): string {
  return `\\quad (E_{${token}} = \\{${chosen.join(', ')}\\})`;
}

/** Undefined while the scores are not at hand. */
function readChoice(cells: Cells, op: RouteOp, token: number, experts: number): number[] | undefined {
  if (cells.data(op.input) === undefined) return undefined;
  const { bias } = op;
  if (bias !== undefined && cells.data(bias) === undefined) return undefined;
  const scores = range(experts).map((expert) => cells.number(op.input, [token, expert]));
  return chosenExperts(
    op,
    scores,
    bias === undefined ? [] : range(experts).map((expert) => cells.number(bias, [expert])),
  );
}

/** The token's row for an expert that is chosen; 0 for the others. */
export function explainDispatch(cells: Cells, op: DispatchOp, cell: Cell): Made {
  const route = [at(cell, 0), op.expert];
  const share = cells.value(op.routes, route);
  const same = sameNumber(cells, op, { id: op.input, cell }, cell);
  const condition = (sign: string) => ` \\quad (${cells.symbol(op.routes, route)} ${sign} 0)`;
  if (share === undefined || share > 0) {
    return { ...same, formula: same.formula + condition('>'), sources: [oneCell(op.routes, route), ...same.sources] };
  }
  return {
    formula: `${cells.symbol(op.output, cell)} = 0${condition('=')}`,
    sources: [oneCell(op.routes, route)],
    calculate: () => sum([]),
  };
}

/** What the chosen experts made, each times its share, and what the shared one made. */
export function explainCombine(cells: Cells, op: CombineOp, cell: Cell): Made {
  const token = at(cell, 0);
  const { shared } = op;
  // Before the routes are at hand nobody knows which experts were chosen.
  const known = cells.data(op.routes) !== undefined;
  const taking = op.experts.flatMap((id, expert) =>
    (cells.value(op.routes, [token, expert]) ?? 0) > 0 ? [{ id, route: [token, expert] }] : [],
  );
  const written = taking.map(({ id, route }) => `${cells.symbol(op.routes, route)}\\,${cells.symbol(id, cell)}`);
  const weighed = known
    ? written.join(' + ')
    : `\\sum_{j \\in E_{${token}}} ${cells.symbol(op.routes, [token, 'j'])}\\,d^{(j)}_{${cell.join(',')}}`;
  const besides = shared === undefined ? '' : ` + ${cells.symbol(shared, cell)}`;
  return {
    formula: `${cells.symbol(op.output, cell)} = ${weighed}${besides}`,
    sources: [
      { id: op.routes, from: [token, 0], to: [token, op.experts.length - 1] },
      ...taking.map(({ id }) => oneCell(id, cell)),
      ...(shared === undefined ? [] : [oneCell(shared, cell)]),
    ],
    calculate: () => {
      const terms: Term[] = taking.map(({ id, route }) =>
        product(cells.factor(op.routes, route), cells.factor(id, cell)),
      );
      if (shared !== undefined) terms.push({ ...product(cells.factor(shared, cell)), role: 'bias' });
      return sum(terms);
    },
  };
}
