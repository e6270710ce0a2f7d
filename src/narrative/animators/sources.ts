import type { JoinOp, MixOp, Op, Tensor, TensorId } from '../../architecture/graph.ts';
import { extentOf, narrowed, wholeOf } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { axisOf, type Bench } from './motion.ts';

/** First and last index along one axis. */
type Span = readonly [first: number, last: number];

/** The cells of an op's operands from which `cells` of its output are made; one range for each operand (and head). */
export function sourcesOf(op: Op, bench: Bench, cells: Cells): Cells[] {
  const output = bench.tensor(op.output);
  const span = (axis: number): Span => [cells.from[axis] ?? 0, cells.to[axis] ?? 0];
  const tokens = span(axisOf(output, 'token'));
  const last = span(output.axes.length - 1);
  const headAxis = axisOf(output, 'head', 'kvHead');
  const heads = headAxis < 0 ? undefined : span(headAxis);
  const choose = (id: string, spanOf: (axis: Tensor['axes'][number]) => Span | undefined) => rangeOf(bench, id, spanOf);
  const same = (id: string): Cells => ({ block: id, from: cells.from, to: cells.to });

  switch (op.kind) {
    case 'gather': {
      const id = bench.source.ids[tokens[0]];
      const row: Span | undefined = tokens[0] === tokens[1] && id !== undefined ? [id, id] : undefined;
      return [choose(op.tokens, () => tokens), choose(op.table, ({ name }) => (name === 'vocab' ? row : last))];
    }
    case 'position':
      return [choose(op.table, ({ name }) => (name === 'position' ? tokens : last))];
    case 'add':
    case 'multiply':
      return [same(op.left), same(op.right)];
    case 'copy':
    case 'scale':
    case 'activate':
      return [same(op.input)];
    case 'rotate':
    case 'softmax':
      return [choose(op.input, headedRow(heads, tokens))];
    case 'join':
      return joinedParts(op, bench, cells).map(({ from }) => from);
    case 'route': {
      const bias = op.bias === undefined ? [] : [choose(op.bias, () => undefined)];
      return [choose(op.input, headedRow(heads, tokens)), ...bias];
    }
    case 'dispatch': {
      const routes = choose(op.routes, ({ name }) => (name === 'token' ? tokens : [op.expert, op.expert]));
      return [routes, same(op.input)];
    }
    case 'combine': {
      const routes = choose(op.routes, ({ name }) => (name === 'token' ? tokens : undefined));
      const experts = op.experts.filter((_, expert) => isAwake(bench, routes, expert));
      return [routes, ...experts.map(same), ...(op.shared === undefined ? [] : [same(op.shared)])];
    }
    case 'layerNorm':
    case 'rmsNorm': {
      const bias = op.kind === 'layerNorm' && op.bias !== undefined ? [choose(op.bias, () => last)] : [];
      return [choose(op.input, headedRow(heads, tokens)), choose(op.weight, () => last), ...bias];
    }
    case 'linear': {
      const ofWeight = ({ name }: { name: string }) =>
        name === op.inner ? undefined : name === 'head' || name === 'kvHead' ? heads : last;
      const bias = op.bias === undefined ? [] : [choose(op.bias, ofWeight)];
      return [
        choose(op.input, ({ name }) => (name === 'token' ? tokens : undefined)),
        choose(op.weight, ofWeight),
        ...bias,
      ];
    }
    case 'scores': {
      const shared = heads && sharedHeads(heads, op.queriesPerKey);
      return [
        choose(op.query, headedRow(heads, tokens)),
        choose(op.key, ({ name }) => (name === 'kvHead' ? shared : name === 'token' ? last : undefined)),
      ];
    }
    case 'mix': {
      const width = headWidth(op, bench);
      const parts: Cells[] = [];
      for (let head = Math.floor(last[0] / width); head <= Math.floor(last[1] / width); head += 1) {
        const channels: Span = [Math.max(last[0] - head * width, 0), Math.min(last[1] - head * width, width - 1)];
        const shared = sharedHeads([head, head], op.queriesPerKey);
        parts.push(
          choose(op.weights, ({ name }) => (name === 'head' ? [head, head] : name === 'token' ? tokens : undefined)),
          choose(op.value, ({ name }) => (name === 'kvHead' ? shared : name === 'headChannel' ? channels : undefined)),
        );
      }
      return parts;
    }
  }
}

/** Channels of one head in what a mix makes. */
export function headWidth(op: MixOp, bench: Bench): number {
  return extentAt(bench, op.value, -1);
}

/** Length of an axis that is not one of tokens; a negative index counts from the last. */
function extentAt(bench: Bench, id: TensorId, axis: number): number {
  return Number(bench.tensor(id).axes.at(axis)?.extent);
}

/** Cells of a join's output by the operand that they come from, and where they stand in it. */
export function joinedParts(op: JoinOp, bench: Bench, cells: Cells): { readonly from: Cells; readonly to: Cells }[] {
  const axis = cells.from.length - 1;
  const [first, last] = [cells.from[axis] ?? 0, cells.to[axis] ?? 0];
  const width = extentAt(bench, op.left, -1);
  const left = narrowed(cells, axis, first, Math.min(last, width - 1));
  const right = narrowed(cells, axis, Math.max(first, width), last);
  const back = (place: readonly number[]) => place.slice(-2).with(-1, (place[axis] ?? 0) - width);
  return [
    { from: { ...left, block: op.left }, to: left },
    { from: { block: op.right, from: back(right.from), to: back(right.to) }, to: right },
  ].filter(({ to }) => extentOf(to, axis) > 0);
}

/** Whether a token in these rows of routes goes through the expert; true while nobody knows. */
function isAwake(bench: Bench, { block, from, to }: Cells, expert: number): boolean {
  const shares = bench.grid(block)?.take({ block, from: from.with(-1, expert), to: to.with(-1, expert) });
  return shares?.some((share) => share > 0) ?? true;
}

/** The heads and tokens of the output, all along the last axis. */
function headedRow(heads: Span | undefined, tokens: Span): (axis: { name: string }) => Span | undefined {
  return ({ name }) => (name === 'head' || name === 'kvHead' ? heads : name === 'token' ? tokens : undefined);
}

/** The key heads that a span of query heads reads. */
function sharedHeads([first, last]: Span, queriesPerKey: number): Span {
  return [Math.floor(first / queriesPerKey), Math.floor(last / queriesPerKey)];
}

/** A range of a block: along each axis the span given, or all of it. */
function rangeOf(bench: Bench, id: string, spanOf: (axis: Tensor['axes'][number]) => Span | undefined): Cells {
  const tensor = bench.tensor(id);
  const whole = wholeOf(tensor, bench.tokens);
  const spans = tensor.axes.map((axis, at): Span => spanOf(axis) ?? [0, whole?.to[at] ?? 0]);
  return { block: id, from: spans.map(([first]) => first), to: spans.map(([, last]) => last) };
}
