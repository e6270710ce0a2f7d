/**
 * A branch: the way from the residual stream through a norm, and mostly back to it (attention, the feed-forward part, the head).
 * Going out, each product stands in a column of its own: its weight beside what it reads, so that the inner axis is at equal
 * height, and its result beneath. What is made from results follows in rows below. The way back is one row towards the stream:
 * input, weight, result.
 */
import type {
  CombineOp,
  DispatchOp,
  LayerNormOp,
  LinearOp,
  Op,
  RmsNormOp,
  TensorId,
} from '../../architecture/graph.ts';
import { operandsOf } from '../../architecture/operands.ts';
import type { Sheet } from './sheet.ts';
import { SLANT } from './spacing.ts';

export type NormOp = LayerNormOp | RmsNormOp;

export function isNorm(op: Op): op is NormOp {
  return op.kind === 'layerNorm' || op.kind === 'rmsNorm';
}

export interface Branch {
  /** What the branch begins with: of an expert what hands tokens to it. */
  readonly start: NormOp | DispatchOp;
  /** What follows from it until the stream is reached again, in the order of computation. */
  readonly ops: readonly Op[];
  /** −1: leaves the stream to the left, 1: to the right. */
  readonly side: -1 | 1;
  /** Makes what is added to the stream; undefined for a branch that never returns. */
  readonly last: LinearOp | CombineOp | undefined;
}

/** The branch that begins with a norm. Heads leave to the left, all else to the right. */
export function branchFrom(start: NormOp, sheet: Sheet): Branch {
  const reached = new Set([start.output]);
  const ops = sheet.ops.filter((op) => {
    const follows = op.kind !== 'add' && operandsOf(op).some(({ id }) => reached.has(id));
    if (follows) reached.add(op.output);
    return follows;
  });
  const addends = new Set(sheet.ops.flatMap((op) => (op.kind === 'add' ? [op.right] : [])));
  const last = ops
    .filter((op) => op.kind === 'linear' || op.kind === 'combine')
    .find(({ output }) => addends.has(output));
  const hasHeads = ops.some(({ output }) => sheet.solid(output).axes.slab !== undefined);
  return { start, ops, side: hasHeads ? -1 : 1, last };
}

/** Where a block of the way out stands: columns are counted away from the stream, rows downwards. */
interface Spot {
  readonly column: number;
  readonly row: number;
}

/** How far something reaches from its middle, towards the stream and away from it, and how deep it is. */
interface Extent {
  readonly inner: number;
  readonly outer: number;
  readonly depth: number;
}

/** Stands all blocks of a branch whose start is in place. */
export function standBranch(branch: Branch, sheet: Sheet): void {
  const { start, side, last } = branch;
  const way = last === undefined ? [] : wayBack(last, sheet);
  const spots = spotsOf(branch, new Set(way), sheet);
  const { centres, passage } = spread(branch, spots, way, sheet);

  const tops = rowTops(sheet.at(start.output).top, spots, sheet);
  for (const [id, { column, row }] of spots) sheet.centre(id, side * (centres[column] ?? 0), tops[row] ?? 0);

  if (last !== undefined) {
    const outermost = way.find((id) => spots.has(id));
    // What experts make is mixed beneath the start.
    const top = outermost === undefined ? tops[1] : sheet.at(outermost).top;
    if (top === undefined) throw new Error(`the layout has no rule for a way back straight from ${start.output}`);
    const foot = footOf(last, sheet);
    for (const [id, x] of passage) sheet.centre(id, side * x, isResult(id, way, sheet) ? top - foot : top);
  }
  for (const op of branch.ops) sheet.standStrips(op, op === last && side > 0 ? -1 : 1);
}

/** The last product on the way back, if there is one: of experts' results that of the shared one. */
function lastProduct(last: LinearOp | CombineOp, sheet: Sheet): LinearOp | undefined {
  if (last.kind === 'linear') return last;
  const op = last.shared === undefined ? undefined : sheet.producer(last.shared);
  return op?.kind === 'linear' ? op : undefined;
}

/** The result stands at the weight's foot, unless it is the higher one: the stream goes on from there. */
function footOf(last: LinearOp | CombineOp, sheet: Sheet): number {
  const product = lastProduct(last, sheet);
  return product === undefined ? 0 : Math.max(0, sheet.solid(product.weight).rows - sheet.solid(product.output).rows);
}

/** Whether a block of the way back is made on it. */
function isResult(id: TensorId, way: readonly TensorId[], sheet: Sheet): boolean {
  const op = sheet.producer(id);
  return op?.kind === 'combine' || (op?.kind === 'linear' && way.includes(op.weight));
}

/** The blocks of the way back, from the stream outwards: result, weight, and the elementwise steps up to the way out. */
function wayBack(last: LinearOp | CombineOp, sheet: Sheet): TensorId[] {
  const product = lastProduct(last, sheet);
  const inputs = (id: TensorId): TensorId[] => {
    const op = sheet.producer(id);
    if (op?.kind === 'activate') return [id, ...inputs(op.input)];
    if (op?.kind === 'multiply') return [id, ...inputs(op.left), ...inputs(op.right)];
    return [id];
  };
  const mixed = last.kind === 'combine' ? [last.output] : [];
  return product === undefined ? mixed : [...mixed, product.output, product.weight, ...inputs(product.input)];
}

/** One rule for each kind of op. Blocks of the way back that are not also results of the way out get no spot. */
function spotsOf({ start, ops }: Branch, way: ReadonlySet<TensorId>, sheet: Sheet): Map<TensorId, Spot> {
  const spots = new Map<TensorId, Spot>();
  const spotOf = (id: TensorId): Spot => spots.get(id) ?? { column: -1, row: 0 };
  const below = (column: number, ...above: TensorId[]): Spot => ({
    column,
    row: 1 + Math.max(...above.map((id) => spotOf(id).row)),
  });
  let columns = 0;
  for (const op of ops) {
    switch (op.kind) {
      case 'linear': {
        if (way.has(op.weight)) break;
        const weight = { column: columns, row: spotOf(op.input).row };
        spots.set(op.weight, weight);
        spots.set(op.output, { ...weight, row: weight.row + 1 });
        columns += 1;
        break;
      }
      case 'scores':
        spots.set(op.output, below(spotOf(op.key).column, op.query, op.key));
        break;
      case 'mix':
        spots.set(op.output, below(spotOf(op.weights).column, ...spots.keys()));
        break;
      case 'join':
        spots.set(op.output, below(spotOf(op.left).column, op.left, op.right));
        break;
      case 'rotate':
      case 'layerNorm':
      case 'rmsNorm':
      case 'route':
        spots.set(op.output, below(spotOf(op.input).column, op.input));
        break;
      case 'softmax': {
        const { column, row } = spotOf(op.input);
        // A router's way out goes on downwards, to the choice that is made of its scores.
        const isRouter = sheet.solid(op.input).tensor.axes.at(-1)?.name === 'expert';
        spots.set(op.output, isRouter ? below(column, op.input) : { column: column + 1, row });
        break;
      }
      case 'activate':
        if (!way.has(op.output)) spots.set(op.output, below(spotOf(op.input).column, op.input));
        break;
      default:
        if (!way.has(op.output)) throw new Error(`the layout has no rule for "${op.kind}" after ${start.output}`);
    }
  }
  return spots;
}

/** Heights of the rows' tops: each row is as high as its highest block. */
function rowTops(top: number, spots: ReadonlyMap<TensorId, Spot>, sheet: Sheet): number[] {
  const heights: number[] = [];
  for (const [id, { row }] of spots) heights[row] = Math.max(heights[row] ?? 0, sheet.solid(id).rows);
  const tops = [top];
  for (const height of heights) tops.push((tops.at(-1) ?? top) - height - sheet.spacing.gap);
  return tops;
}

/**
 * Distances from the stream: of the columns' middles on the way out, and of the blocks on the way back. Where the way back needs
 * more room than the columns leave, the columns are moved outwards; where it needs less, its blocks are spread.
 */
function spread(branch: Branch, spots: ReadonlyMap<TensorId, Spot>, way: readonly TensorId[], sheet: Sheet) {
  const centres = columnCentres(branch, spots, sheet);
  const passage = new Map<TensorId, number>();
  let [edge, depth] = [sheet.spacing.tokens / 2, 0];
  let loose: TensorId[] = [];
  for (const id of way) {
    const extent = extentOf(id, branch, sheet);
    let x = edge + clearance(depth, extent.depth, sheet) + extent.inner;
    const column = spots.get(id)?.column;
    if (column === undefined) {
      loose.push(id);
    } else {
      const producer = sheet.producer(id);
      // A result may stand anywhere beneath its weight.
      const freedom = producer?.kind === 'linear' ? sheet.solid(producer.weight).columns - sheet.spacing.tokens : 0;
      const missing = x - (centres[column] ?? 0) - Math.max(0, freedom / 2);
      if (missing > 0) widen(centres, column, missing);
      const slack = Math.max(0, (centres[column] ?? 0) - x);
      loose.forEach((moved, index) => {
        passage.set(moved, (passage.get(moved) ?? 0) + (slack * (index + 1)) / (loose.length + 1));
      });
      loose = [];
      x += slack;
    }
    passage.set(id, x);
    edge = x + extent.outer;
    depth = extent.depth;
  }
  return { centres, passage };
}

/** Moves a column outwards and the ones before it in proportion; those beyond move along. */
function widen(centres: number[], column: number, distance: number): void {
  centres.forEach((centre, index) => {
    centres[index] = centre + distance * Math.min(1, (index + 1) / (column + 1));
  });
}

function columnCentres(branch: Branch, spots: ReadonlyMap<TensorId, Spot>, sheet: Sheet): number[] {
  const columns: Extent[] = [];
  for (const [id, { column }] of spots) {
    const extent = extentOf(id, branch, sheet);
    const widest = columns[column] ?? extent;
    columns[column] = {
      inner: Math.max(widest.inner, extent.inner),
      outer: Math.max(widest.outer, extent.outer),
      depth: Math.max(widest.depth, extent.depth),
    };
  }
  const start = sheet.at(branch.start.output);
  let [edge, depth] = [Math.max(branch.side * start.left, branch.side * start.right), 0];
  return columns.map((column) => {
    const centre = edge + clearance(depth, column.depth, sheet) + column.inner;
    [edge, depth] = [centre + column.outer, column.depth];
    return centre;
  });
}

/** The free distance between two neighbours: wide enough that slabs further back appear in it and not behind the neighbour. */
export function clearance(depth: number, nextDepth: number, { spacing }: Sheet): number {
  const least = depth > 0 && nextDepth > 0 ? Math.max(spacing.gap, spacing.stackGap) : spacing.gap;
  return Math.max(least, ((depth + nextDepth) / 2) * SLANT);
}

/** With the strips: a bias stands to the right of its result, and towards the stream on the way back. */
function extentOf(id: TensorId, { side, last }: Branch, sheet: Sheet): Extent {
  const { columns, depth } = sheet.solid(id);
  const op = sheet.producer(id);
  const strips = op === undefined ? 0 : sheet.widthOfStrips(op);
  const isInner = side < 0 || op === last;
  const half = columns / 2;
  return { inner: half + (isInner ? strips : 0), outer: half + (isInner ? 0 : strips), depth };
}
