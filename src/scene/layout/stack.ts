/** Experts: modules of one kind behind one another, the first in front. One is laid out, and placed as often as there are experts. */
import type { CombineOp, Module, Op, TensorId } from '../../architecture/graph.ts';
import { opsIn, tensorsIn } from '../../architecture/module.ts';
import type { Box, Flow, Group, Point, Template } from '../geometry.ts';
import { boundsOf, boxOfFlow } from './bounds.ts';
import { type Branch, standBranch } from './branch.ts';
import { flow, flowsOf, type Relative, STRENGTH } from './flows.ts';
import { Sheet, type Standing } from './sheet.ts';
import { blockOf, faceHeight } from './solid.ts';
import { BEHIND, type Spacing } from './spacing.ts';

export interface Stack {
  /** Ids of the modules, front to back. */
  readonly ids: readonly string[];
  /** Ids are relative to the module's. */
  readonly template: Template;
  /** Between one expert and the next. */
  readonly pitch: number;
  /** Of all experts, relative to the stack's middle. */
  readonly box: Box;
  /** What is handed to an expert, and what it makes of it: places and ids relative to the expert. */
  readonly entry: Standing;
  readonly entryId: TensorId;
  readonly exit: Standing;
  readonly exitId: TensorId;
  /** What tokens are handed on from, full id. */
  readonly input: TensorId;
}

/** A stack at its place in the sheet of its unit. */
export interface PlacedStack {
  readonly stack: Stack;
  readonly x: number;
  readonly y: number;
}

/** Air between experts, as a part of what one of them is deep. */
const LEAST_AIR = 0.2;

/** Lays out modules that are alternatives of one kind. @throws Error naming the op or tensor for which there is no rule. */
export function layOutStack({ modules, id }: Module, spacing: Spacing): Stack {
  const [first] = modules;
  if (first === undefined) throw new Error(`${id} has no experts`);
  const wanted = Math.max(
    LEAST_PITCH,
    Math.min(spacing.pitchOf('band'), Math.round(spacing.expertDepth / modules.length)),
  );
  const ops = [...opsIn(first)];
  const sheet = new Sheet([...tensorsIn(first)], ops, spacing, wanted);
  const branch = branchOf(ops, first.id);
  const { gap, tokens } = spacing;
  sheet.centre(branch.start.output, tokens / 2 + gap + sheet.solid(branch.start.output).columns / 2, 0);
  standBranch(branch, sheet);

  const relative = (tensor: TensorId) => tensor.slice(first.id.length + 1);
  const blocks = Array.from(tensorsIn(first), ({ id }) => blockOf(sheet.at(id), relative(id)));
  const flows = flowsOf(sheet, [branch], relative);
  const box = boundsOf([...blocks.map((block) => block.box), ...flows.map(boxOfFlow)]);
  // An expert with an axis that is cut into bands is deep itself.
  const pitch = Math.max(wanted, Math.ceil((1 + LEAST_AIR) * (box.max.z - box.min.z)));
  const reach = ((modules.length - 1) / 2) * pitch;
  return {
    ids: modules.map((module) => module.id),
    template: { blocks, flows, groups: [], box },
    pitch,
    box: { min: { ...box.min, z: box.min.z - reach }, max: { ...box.max, z: box.max.z + reach } },
    entry: sheet.at(branch.start.output),
    entryId: relative(branch.start.output),
    exit: sheet.at(branch.last.output),
    exitId: relative(branch.last.output),
    input: branch.start.input,
  };
}

const LEAST_PITCH = 13;

/** What happens to the tokens that an expert gets. */
function branchOf(ops: readonly Op[], id: string): Branch & { readonly last: NonNullable<Branch['last']> } {
  const [start, ...others] = ops;
  const last = others.at(-1);
  if (start?.kind !== 'dispatch' || last?.kind !== 'linear') {
    throw new Error(
      `the layout has no rule for ${id}: an expert begins with the tokens handed to it and ends in a product`,
    );
  }
  return { start, ops: others, side: 1, last };
}

/** How far an expert stands before the middle of its stack. */
function depthOf({ ids, pitch }: Stack, expert: number): number {
  return ((ids.length - 1) / 2 - expert) * pitch;
}

/** @param idOf Full id of a module for its id in the unit that was laid out. */
export function groupsOf({ stack, x, y }: PlacedStack, idOf: (id: string) => string): Group[] {
  return stack.ids.map((one, expert) => {
    const id = idOf(one);
    return { id, prefix: `${id}.`, origin: { x, y, z: depthOf(stack, expert) }, template: stack.template };
  });
}

/** Strength of all of an expert's kind of ribbons together: those of hundreds would be a solid sheet. */
const MOST_TOGETHER = 12;

/**
 * The ribbons between every expert and the rest of its unit: tokens come from the norm over all else of the branch, routes from
 * beside; results go below all else to what mixes them, and so do the routes.
 */
export function flowsOfStack(placed: PlacedStack, mixing: CombineOp, sheet: Sheet, relative: Relative): Flow[] {
  const { stack, x, y } = placed;
  const [routes, mixed] = [sheet.at(mixing.routes), sheet.at(mixing.output)];
  const input = sheet.at(stack.input);
  const { gap, tokens } = sheet.spacing;
  const startWidth = Math.min(tokens / 2, 0.4 * gap);
  const over = y + stack.entry.top + 0.6 * gap;
  const under = Math.min(y + stack.box.min.y, routes.bottom, mixed.bottom) - 0.6 * gap;
  const beside = x + stack.box.min.x - 0.4 * gap;
  const [aside, level] = [middleOf(routes), y + middleOf(stack.entry)];
  const z = -2 * BEHIND;
  const faint = Math.min(STRENGTH.head, MOST_TOGETHER / stack.ids.length);

  const ribbon = (from: TensorId, to: TensorId, strength: number, path: Flow['path']) =>
    flow({ from, to, role: 'activation' }, { kind: 'side', path, startWidth, strength }, sheet.spacing);
  const ids = stack.ids.map(relative);
  const [inputId, routesId, mixedId] = [relative(stack.input), relative(mixing.routes), relative(mixing.output)];
  /** From the foot of a block to the foot of the mixed ones. */
  const back = (from: Point): Point[] => [
    from,
    { x: from.x, y: under, z: from.z },
    { x: mixed.centre, y: under, z },
    { x: mixed.centre, y: mixed.bottom, z },
  ];
  const [entryFace, exitFace] = [faceOf(stack.entry), faceOf(stack.exit)];
  const [entryX, entryY] = [x + stack.entry.centre, y + stack.entry.top];
  // Those of one kind follow one another: from afar they are one band.
  const tokensIn = ids.map((id, expert) =>
    ribbon(inputId, `${id}.${stack.entryId}`, faint, [
      { x: input.centre, y: input.top, z },
      { x: input.centre, y: over, z },
      { x: entryX, y: over, z: z + depthOf(stack, expert) + entryFace },
      { x: entryX, y: entryY, z: z + depthOf(stack, expert) + entryFace },
    ]),
  );
  const routesIn = ids.map((id, expert) =>
    ribbon(routesId, `${id}.${stack.entryId}`, faint, [
      { x: routes.right, y: aside, z },
      { x: beside, y: aside, z },
      { x: beside, y: level, z },
      { x: x + stack.entry.left, y: level, z: z + depthOf(stack, expert) + entryFace },
    ]),
  );
  const results = ids.map((id, expert) => {
    const foot = { x: x + stack.exit.centre, y: y + stack.exit.bottom, z: z + depthOf(stack, expert) + exitFace };
    return ribbon(`${id}.${stack.exitId}`, mixedId, faint, back(foot));
  });
  const ofRoutes = back({ x: routes.centre, y: routes.bottom, z });
  return [...tokensIn, ...routesIn, ...results, ribbon(routesId, mixedId, STRENGTH.ordinary, ofRoutes)];
}

function middleOf({ top, bottom }: Standing): number {
  return (top + bottom) / 2;
}

function faceOf({ solid }: Standing): number {
  return Math.max(...solid.slabs.map(faceHeight));
}
