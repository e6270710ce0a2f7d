/** What rows and columns of a matrix are called, and how much room that takes. */
import type { App } from '../../app/app.ts';
import type { Axis, Tensor } from '../../architecture/graph.ts';
import { axisName, word } from '../words.ts';
import type { MatrixPlan } from './plan.ts';

export interface MatrixNames {
  /** `10 B`, or the number alone. */
  readonly ofRow: (row: number) => string;
  /** The token alone: its place is seen. */
  readonly ofColumn: (column: number) => string;
  /** CSS pixels. */
  readonly rowRoom: number;
  readonly columnRoom: number;
}

/** Of a character. CSS pixels. */
const CHARACTER = 6.4;
const LONGEST = 11;
/** So many names tell how long they are. */
const JUDGED = 64;

export function namesOf(app: App, { axes }: Tensor, plan: MatrixPlan): MatrixNames {
  const tokenOn = (axis: number | undefined, index: number) => {
    const name = axis === undefined ? undefined : axes[axis]?.name;
    return name === undefined ? undefined : app.wordAt(name, index);
  };
  const ofRow = (row: number) => shorten([row, tokenOn(plan.rowAxis, row)].join(' ').trim());
  const ofColumn = (column: number) => shorten(tokenOn(plan.columnAxis, column) ?? String(column));
  return { ofRow, ofColumn, rowRoom: roomFor(plan.rows, ofRow), columnRoom: roomFor(plan.columns, ofColumn) };
}

function roomFor(count: number, nameOf: (index: number) => string): number {
  const judged = [...Array(Math.min(count, JUDGED)).keys(), count - 1];
  return Math.ceil(Math.max(...judged.map((index) => nameOf(index).length)) * CHARACTER);
}

function shorten(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}

/** head 2, token down, key across */
export function directions(plan: MatrixPlan, axes: readonly Axis[], slab: number): string {
  const name = (axis: number) => axisName(axes[axis]?.name ?? '');
  const parts = [word('inspector.down', { axis: name(plan.rowAxis) })];
  if (plan.slabAxis !== undefined) parts.unshift(`${name(plan.slabAxis)} ${slab}`);
  if (plan.columnAxis !== undefined) parts.push(word('inspector.across', { axis: name(plan.columnAxis) }));
  return parts.join(', ');
}
