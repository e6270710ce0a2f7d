/** The residual stream of one unit: every op finds its place along it, or in a branch that leaves it. */
import type { CombineOp, Op, TensorId } from '../../architecture/graph.ts';
import { type Branch, branchFrom, clearance, isNorm, standBranch } from './branch.ts';
import { standMeeting } from './meeting.ts';
import type { Sheet } from './sheet.ts';
import { SLANT } from './spacing.ts';
import type { PlacedStack, Stack } from './stack.ts';

export interface Stream {
  readonly branches: readonly Branch[];
  /** The experts of the unit, if it has any, at their place. */
  readonly experts: PlacedStack | undefined;
  /** The block with which the stream leaves the unit; undefined where it ends. */
  readonly exit: TensorId | undefined;
  /**
   * Whether the unit is entered beside the block that the stream comes from: its first branches go to the left, where the unit
   * above has left room. Otherwise it begins below that block.
   */
  readonly isEnteredBeside: boolean;
}

/** Stands every block of a unit, and its experts. */
export function standStream(sheet: Sheet, stack: Stack | undefined): Stream {
  const branches: Branch[] = [];
  const inBranches = new Set<Op>();
  const stream = new Set<TensorId>();
  let exit: TensorId | undefined;
  let experts: PlacedStack | undefined;
  let free = 0;

  const standOnStream = (id: TensorId, top: number) => {
    free = sheet.centre(id, 0, top).bottom - sheet.spacing.gap;
    stream.add(id);
    exit = id;
  };

  const meeting = standMeeting(sheet);
  if (meeting !== undefined) {
    for (const op of meeting.ops) inBranches.add(op);
    stream.add(meeting.sum);
    exit = meeting.sum;
  }

  for (const op of sheet.ops) {
    if (inBranches.has(op)) continue;
    switch (op.kind) {
      case 'gather':
        standOnStream(op.tokens, free);
        standOnStream(op.output, free);
        standTable(sheet, op.output, op.table);
        break;
      case 'position':
        sheet.stand(op.output, sheet.spacing.tokens / 2 + sheet.spacing.gap, free);
        standTable(sheet, op.output, op.table);
        break;
      case 'copy':
      case 'scale':
        standOnStream(op.output, free);
        break;
      case 'add':
        standOnStream(op.output, sheet.at(op.right).top);
        break;
      default: {
        if (!isNorm(op))
          throw new Error(`the layout has no rule for "${op.kind}" on the residual stream (${op.output})`);
        const branch = branchFrom(op, sheet);
        // What the stream ends in stands beneath it.
        const top = branch.last === undefined ? free : stream.has(op.input) ? sheet.at(op.input).top : 0;
        standNorm(branch, top, sheet);
        standBranch(branch, sheet);
        if (branch.last?.kind === 'combine' && stack) experts = standExperts(stack, branch, branch.last, sheet);
        branches.push(branch);
        for (const member of branch.ops) inBranches.add(member);
        if (branch.last === undefined) exit = undefined;
      }
    }
  }
  const entering = branches.filter(({ start }) => !stream.has(start.input));
  return { branches, experts, exit, isEnteredBeside: entering.length > 0 && entering.every(({ side }) => side < 0) };
}

/** The rows of a table stand beside the block that takes from it, channels at equal height. */
function standTable(sheet: Sheet, output: TensorId, table: TensorId): void {
  const { right, top } = sheet.at(output);
  sheet.stand(table, right + Math.max(sheet.spacing.gap, (sheet.solid(table).depth / 2) * SLANT), top);
}

/** A norm stands beside the stream, its strips between; the stream ends in the norm of a branch that does not return. */
function standNorm({ start, side, last }: Branch, top: number, sheet: Sheet): void {
  const { gap, tokens } = sheet.spacing;
  const distance =
    last === undefined ? 0 : tokens / 2 + gap + sheet.widthOfStrips(start) + sheet.solid(start.output).columns / 2;
  sheet.centre(start.output, side * distance, top);
  sheet.standStrips(start, side < 0 ? 1 : -1);
}

/**
 * Experts stand beyond all else of their branch, what is handed to them beside the norm that it comes from. Nothing hangs lower than
 * what mixes them: the next layer begins there.
 */
function standExperts(stack: Stack, { start, ops }: Branch, mixing: CombineOp, sheet: Sheet): PlacedStack {
  const ids = ops.flatMap((op) => (op.kind === 'linear' ? [op.output, op.weight] : [op.output]));
  const standing = ids.map((id) => sheet.at(id));
  const strips = Math.max(...ops.map((op) => sheet.widthOfStrips(op)));
  const { min, max } = stack.box;
  const x = Math.max(...standing.map(({ right }) => right)) + strips + clearance(0, max.z - min.z, sheet) - min.x;
  const y = sheet.at(start.output).top - stack.entry.top;
  const bottom = Math.min(y + min.y, ...standing.map((one) => one.bottom));
  const mixed = sheet.at(mixing.output);
  sheet.stand(mixing.output, mixed.left, bottom + mixed.solid.rows);
  return { stack, x, y };
}
