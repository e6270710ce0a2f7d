/**
 * The strand of a ribbon that carries one row or column from a block to a cell made from it: from the edge of the source, along the
 * ribbon, to the edge of the target and, dotted, along its row or column to the cell.
 */
import type { Eye } from '../eye.ts';
import type { CellRange, Flow, Group, Layout, PlacedBlock, Point } from '../geometry.ts';
import { boxOfRange, type CellPlace, placeOfCell } from '../layout/cells.ts';
import { ribbonPath } from '../layout/ribbon-path.ts';
import type { Rgb } from '../palette.ts';
import { plus } from '../tiles/sight.ts';
import { dottedLine, faceCentre } from './outline.ts';
import { dotAt, projectPath, type Spot, type Stroke } from './stroke.ts';

/** Cells that a strand may lie beside the rows or columns that it joins. */
const ALIGNED = 0.25;
const LINE_WIDTH = 1.5;
const PAPER_WIDTH = 3.2;
const DOT_RADIUS = 2.4;

interface Colours {
  readonly accent: Rgb;
  readonly paper: Rgb;
}

export interface Strand {
  /** Along the ribbon, in the world. */
  readonly path: readonly Point[];
  /** From the ribbon's end to the edge of the cell. */
  readonly arrival: readonly [from: Point, to: Point];
}

/** Undefined where no ribbon joins the two, or where what it carries is not one of its strands. */
export function strandBetween(from: CellRange, to: CellRange, layout: Layout): Strand | undefined {
  const [source, target] = [layout.find(from.block), layout.find(to.block)];
  if (source === undefined || target === undefined) return undefined;
  const [start, end] = [placeOfCell(source.block, from.from), placeOfCell(source.block, from.to)];
  const cell = placeOfCell(target.block, to.from);
  const flow = nearestFlow(layout, source, target, cell);
  const [first, second, beforeLast, last] = [flow?.path[0], flow?.path[1], flow?.path.at(-2), flow?.path.at(-1)];
  if (!flow || !first || !second || !beforeLast || !last || start.index !== end.index) return undefined;

  const leavesBelow = first.x === second.x;
  const isColumn = start.column === end.column && (start.row !== end.row || start.slab.rows === 1);
  const isRow = start.row === end.row && start.column !== end.column;
  if (!(leavesBelow ? isColumn : isRow)) return undefined;

  const strand = leavesBelow ? start.column : start.row;
  const fromMiddle = (strand + 0.5) / flow.strands - 0.5;
  const side = leavesBelow ? Math.sign(first.y - second.y) : Math.sign(first.x - second.x);
  const arrivesAbove = last.x === beforeLast.x;
  const arrival = arrivalAt(cell, target, arrivesAbove, beforeLast.x > last.x);
  // In the plane of the faces, a little before the ribbon, so that it meets its column and its row.
  const before = arrival[0].z - last.z;
  const path = ribbonPath(flow).map(({ x, y, z, acrossX, acrossY, halfWidth }) => {
    const across = 2 * halfWidth * fromMiddle * side;
    return { x: x + acrossX * across, y: y + acrossY * across, z: z + before };
  });
  const [head, foot] = [path[0], path.at(-1)];
  const centre = faceCentre(boxOfRange(source, from.from, from.to));
  const leaves = leavesBelow ? { ...centre, y: first.y } : { ...centre, x: first.x };
  return head && foot && isAt(head, leaves) && isAt(foot, arrival[0]) ? { path, arrival } : undefined;
}

function isAt(a: Point, b: Point): boolean {
  return Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y), Math.abs(a.z - b.z)) < ALIGNED;
}

/** The ribbon from one block to the other at the depth of the target's slab, in the world. */
function nearestFlow(layout: Layout, source: PlacedBlock, target: PlacedBlock, { slab }: CellPlace): Flow | undefined {
  const face = target.origin.z + slab.position.z + slab.thickness;
  let nearest: Flow | undefined;
  let least = Number.POSITIVE_INFINITY;
  const visit = (group: Group, parent: Point) => {
    if (!source.id.startsWith(group.prefix)) return;
    const origin = plus(parent, group.origin);
    for (const flow of group.template.flows) {
      const last = flow.path.at(-1);
      if (group.prefix + flow.from !== source.id || group.prefix + flow.to !== target.id || !last) continue;
      const away = Math.abs(last.z + origin.z - face);
      if (away >= least) continue;
      nearest = { ...flow, path: flow.path.map((point) => plus(point, origin)) };
      least = away;
    }
    for (const child of group.template.groups) visit(child, origin);
  };
  visit(layout.root, { x: 0, y: 0, z: 0 });
  return nearest;
}

function arrivalAt(
  { slab, row, column }: CellPlace,
  { origin }: PlacedBlock,
  arrivesAbove: boolean,
  fromRight: boolean,
): [Point, Point] {
  const left = origin.x + slab.position.x;
  const top = origin.y + slab.position.y + slab.rows;
  const z = origin.z + slab.position.z + slab.thickness;
  if (arrivesAbove) {
    const x = left + column + 0.5;
    return [
      { x, y: top, z },
      { x, y: top - row, z },
    ];
  }
  const y = top - row - 0.5;
  return [
    { x: fromRight ? left + slab.columns : left, y, z },
    { x: left + column + (fromRight ? 1 : 0), y, z },
  ];
}

/** A whole strand, up to its cell, on the canvas. */
export const strandLine = ({ path, arrival }: Strand, eye: Eye): Spot[][] => projectPath([...path, arrival[1]], eye);

/** The first part of a strand, `progress` of its way. */
export function strandStrokes(
  { path, arrival }: Strand,
  progress: number,
  eye: Eye,
  { accent, paper }: Colours,
): Stroke[] {
  const start = path[0];
  if (progress <= 0 || start === undefined) return [];
  const [along, within] = [lengthOf(path), lengthOf(arrival)];
  const reached = Math.min(1, progress) * (along + within);
  const lines = projectPath(cut(path, reached), eye);
  const drawn = cut(arrival, reached - along);
  const ends = [start, ...(progress >= 1 ? [arrival[1]] : [])].map((point) => eye.project(point));
  return [
    ...lines.map((points) => ({ points, width: PAPER_WIDTH, colour: paper, opacity: 1 })),
    ...lines.map((points) => ({ points, width: LINE_WIDTH, colour: accent, opacity: 1 })),
    ...dottedLine(drawn, eye, accent),
    ...ends.filter(({ depth }) => depth >= eye.near).map((spot) => dotAt(spot, DOT_RADIUS, accent)),
  ];
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y, b.z - a.z);

const lengthOf = (path: readonly Point[]): number =>
  path.slice(1).reduce((sum, point, index) => sum + distance(path[index] ?? point, point), 0);

/** The first `length` cells of a path. */
function cut(path: readonly Point[], length: number): Point[] {
  const [first] = path;
  if (first === undefined || length <= 0) return [];
  const kept = [first];
  let left = length;
  for (const point of path.slice(1)) {
    const before = kept.at(-1) ?? first;
    const step = distance(before, point);
    const part = step > left ? left / step : 1;
    kept.push({
      x: before.x + (point.x - before.x) * part,
      y: before.y + (point.y - before.y) * part,
      z: before.z + (point.z - before.z) * part,
    });
    left -= step;
    if (left <= 0) break;
  }
  return kept;
}
