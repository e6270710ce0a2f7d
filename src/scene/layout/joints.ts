/** The ribbons of the residual stream from unit to unit, down a column and up to the next. Ids are full. */
import type { TensorId } from '../../architecture/graph.ts';
import type { Box, Flow, Point } from '../geometry.ts';
import type { Place } from './columns.ts';
import { flow, STRENGTH, sideWidth } from './flows.ts';
import { BEHIND, type Spacing } from './spacing.ts';

export interface Joined extends Place {
  /** What stands before the ids of its tensors. */
  readonly prefix: string;
}

/** From where `from` is left into all that reads the stream in `to`. */
export function joint(from: Joined, to: Joined, boxes: readonly Box[], spacing: Spacing): Flow[] {
  const exit = from.unit.exit;
  if (exit === undefined) return [];
  const source: TensorId = from.prefix + exit.id;
  const end: Point = { x: from.x, y: from.y + exit.bottom, z: -BEHIND };
  const isRiser = from.column !== to.column;
  // In a new column the stream arrives where it would come from a block above.
  const start: Point = isRiser ? { x: to.x, y: to.y, z: -BEHIND } : end;
  const readers = to.unit.entries.map((entry): Flow => {
    const target = { x: to.x + entry.end.x, y: to.y + entry.end.y, z: entry.end.z };
    const ends = { from: source, to: to.prefix + entry.to, role: 'residual' } as const;
    if (entry.kind === 'trunk') {
      const path = [start, target];
      return flow(ends, { kind: 'trunk', path, startWidth: spacing.tokens, strength: STRENGTH.trunk }, spacing);
    }
    const edge = { ...target, x: to.x + (Math.sign(entry.end.x) * spacing.tokens) / 2 };
    return flow(ends, { kind: 'side', path: [edge, target], startWidth: sideWidth(entry.rows, spacing) }, spacing);
  });
  const arriving = readers.filter(({ path }) => path.length > 1);
  return isRiser ? [...riser(source, end, from, to, boxes, spacing), ...arriving] : arriving;
}

/** Under the column and those between, up before the next one, over it and down onto its stream. */
function riser(
  source: TensorId,
  start: Point,
  from: Joined,
  to: Joined,
  boxes: readonly Box[],
  spacing: Spacing,
): Flow[] {
  const passed = boxes.slice(from.column, to.column);
  const [before, entering] = [passed.at(-1), boxes[to.column]];
  const first = to.unit.entries.find(({ kind }) => kind === 'trunk');
  if (before === undefined || entering === undefined || first === undefined) return [];
  const clear = (spacing.tokens + spacing.gap) / 2;
  const low = Math.min(...passed.map(({ min }) => min.y)) - clear;
  const high = Math.max(entering.max.y, to.y) + clear;
  const midway = (before.max.x + entering.min.x) / 2;
  const at = (x: number, y: number): Point => ({ x, y, z: -BEHIND });
  const path = [start, at(start.x, low), at(midway, low), at(midway, high), at(to.x, high), at(to.x, to.y)];
  const ends = { from: source, to: to.prefix + first.to, role: 'residual' } as const;
  return [flow(ends, { kind: 'riser', path, startWidth: spacing.tokens, strength: STRENGTH.riser }, spacing)];
}
