/** Where a number comes from: for any cell of any tensor the formula, the terms with their numbers, and the cells it was made from. */
import { explainJoin, explainMix, explainRotate, explainScores, explainSoftmax } from './explain/attention.ts';
import { Cells, type ReadTensor } from './explain/cells.ts';
import { explainActivate, explainAdd, explainMultiply, explainScale } from './explain/elementwise.ts';
import { explainCopy, explainGather, explainPosition } from './explain/embedding.ts';
import { type Calculation, type Cell, type Explanation, foldTerms } from './explain/explanation.ts';
import { explainLinear } from './explain/linear.ts';
import type { Made } from './explain/made.ts';
import { explainCombine, explainDispatch, explainRoute } from './explain/mixture.ts';
import { explainLayerNorm, explainRmsNorm } from './explain/norm.ts';
import { texCalculation, texNumber } from './explain/tex.ts';
import type { Graph, Op, Tensor, TensorId, WeightTensor } from './graph.ts';
import { operandsOf } from './operands.ts';
import { cellOfStored, storedIndex } from './view.ts';

export type { ReadTensor } from './explain/cells.ts';
export type {
  Calculation,
  Cell,
  CellFactor,
  CellRange,
  ConstantFactor,
  Explanation,
  Factor,
  Fold,
  Step,
  Term,
} from './explain/explanation.ts';
export { foldTerms } from './explain/explanation.ts';

const NOTHING: Calculation = { terms: [], fold: { kind: 'sum' }, steps: [] };

/**
 * Explains one cell. Without numbers the formula and the sources are there all the same.
 * @param cell One index for each axis of the tensor, in their order.
 * @param read The numbers of a tensor (of a weight: its block), undefined while they are not at hand.
 * @throws Error for an id that the graph does not have; RangeError for a cell that the tensor does not have.
 */
export function explain(graph: Graph, id: TensorId, cell: Cell, read: ReadTensor): Explanation {
  const cells = new Cells(graph, read);
  const tensor = graph.tensor(id);
  checkCell(tensor, cell, cells.data(id)?.shape);
  const value = cells.value(id, cell);
  if (tensor.kind === 'weight') return explainWeight(cells, graph, tensor, cell);
  const op = graph.producer(id);
  if (op === undefined) {
    const formula = `${cells.symbol(id, cell)}${value === undefined ? '' : ` = ${value}`}`;
    return { id, cell, kind: 'tokens', value, formula, substituted: '', result: value, sources: [], ...NOTHING };
  }
  const made = explainOp(cells, op, cell);
  const known = operandsOf(op).every((operand) => cells.data(operand.id) !== undefined);
  const calculation = known ? made.calculate() : NOTHING;
  return {
    id,
    cell,
    kind: op.kind,
    value,
    formula: made.formula,
    substituted: known ? texCalculation(calculation) : '',
    result: known ? foldTerms(calculation) : undefined,
    sources: made.sources,
    ...calculation,
  };
}

function checkCell(tensor: Tensor, cell: Cell, shape: readonly number[] | undefined): void {
  const extents = tensor.axes.map(({ extent }, axis) => (extent === 'tokens' ? (shape?.[axis] ?? Infinity) : extent));
  const inside =
    cell.length === extents.length &&
    cell.every((index, axis) => Number.isInteger(index) && index >= 0 && index < (extents[axis] ?? 0));
  if (inside) return;
  const axes = tensor.axes.map(({ name }, axis) => `${name} below ${extents[axis]}`);
  throw new RangeError(`${tensor.id}: expected a cell [${axes.join(', ')}], got [${cell.join(', ')}]`);
}

function explainWeight(cells: Cells, graph: Graph, weight: WeightTensor, cell: Cell): Explanation {
  const value = cells.value(weight.id, cell);
  const index = storedIndex(weight.stored, cell);
  const { names } = weight.stored;
  const counted = weight.sameNumbersAs === undefined ? undefined : graph.tensor(weight.sameNumbersAs);
  const same = counted?.kind === 'weight' ? cellOfStored(counted.stored, index) : undefined;
  return {
    id: weight.id,
    cell,
    kind: 'weight',
    value,
    formula: cells.symbol(weight.id, cell),
    substituted: value === undefined ? '' : texNumber(value),
    result: value,
    sources: counted === undefined || same === undefined ? [] : [{ id: counted.id, from: same, to: same }],
    stored: { names, index },
    ...NOTHING,
  };
}

function explainOp(cells: Cells, op: Op, cell: Cell): Made {
  switch (op.kind) {
    case 'gather':
      return explainGather(cells, op, cell);
    case 'position':
      return explainPosition(cells, op, cell);
    case 'add':
      return explainAdd(cells, op, cell);
    case 'copy':
      return explainCopy(cells, op, cell);
    case 'scale':
      return explainScale(cells, op, cell);
    case 'layerNorm':
      return explainLayerNorm(cells, op, cell);
    case 'rmsNorm':
      return explainRmsNorm(cells, op, cell);
    case 'linear':
      return explainLinear(cells, op, cell);
    case 'rotate':
      return explainRotate(cells, op, cell);
    case 'join':
      return explainJoin(cells, op, cell);
    case 'scores':
      return explainScores(cells, op, cell);
    case 'softmax':
      return explainSoftmax(cells, op, cell);
    case 'mix':
      return explainMix(cells, op, cell);
    case 'activate':
      return explainActivate(cells, op, cell);
    case 'multiply':
      return explainMultiply(cells, op, cell);
    case 'route':
      return explainRoute(cells, op, cell);
    case 'dispatch':
      return explainDispatch(cells, op, cell);
    case 'combine':
      return explainCombine(cells, op, cell);
  }
}
