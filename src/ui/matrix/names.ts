/** What rows and columns of a matrix are called, and how much room that takes. */
import type { App } from '../../app/app.ts';
import type { Axis } from '../../architecture/graph.ts';
import { axisName, word } from '../words.ts';
import type { MatrixPlan } from './plan.ts';

export interface MatrixNames {
  /** `10 B`, or the number alone; as much of it as there is room for. */
  readonly ofRow: (row: number) => string;
  /** The token alone, as its place is seen; where columns are sorted as a row is called. */
  readonly ofColumn: (column: number) => string;
  /** Place and token, all of it. */
  readonly ofRowInFull: (row: number) => string;
  readonly ofColumnInFull: (column: number) => string;
  /** CSS pixels. */
  readonly rowRoom: number;
  readonly columnRoom: number;
}

/** Of a character. CSS pixels. */
const CHARACTER = 6.4;
const LONGEST = 11;
/** So many names tell how long they are. */
const JUDGED = 64;

export function namesOf(
  app: Pick<App, 'wordAt'>,
  { axes }: { readonly axes: readonly Pick<Axis, 'name'>[] },
  plan: MatrixPlan,
  columnsAreSorted: boolean,
): MatrixNames {
  const tokenOn = (axis: number | undefined, index: number) => {
    const name = axis === undefined ? undefined : axes[axis]?.name;
    return name === undefined ? undefined : app.wordAt(name, index);
  };
  const inFull = (axis: number | undefined, index: number) => [index, tokenOn(axis, index)].join(' ').trim();
  const ofRowInFull = (row: number) => inFull(plan.rowAxis, row);
  const ofColumnInFull = (column: number) => inFull(plan.columnAxis, column);
  const ofRow = (row: number) => shorten(ofRowInFull(row));
  const ofColumn = (column: number) =>
    shorten((columnsAreSorted ? undefined : tokenOn(plan.columnAxis, column)) ?? ofColumnInFull(column));
  return {
    ...{ ofRow, ofColumn, ofRowInFull, ofColumnInFull },
    rowRoom: roomFor(plan.rows, ofRow),
    columnRoom: roomFor(plan.columns, ofColumn),
  };
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
