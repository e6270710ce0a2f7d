/** From an address that means the same in every window to a pose in the world, and back. */
import { isInside } from '../../architecture/address.ts';
import type { Box, Group, Layout, Point } from '../geometry.ts';
import { boxOfRange, nearestCell } from '../layout/cells.ts';
import type { View } from '../picture.ts';
import {
  along,
  areaBesideCorner,
  bearing,
  difference,
  dot,
  type FreeArea,
  focalLength,
  freeArea,
  type Pose,
  type Viewport,
} from './lens.ts';

/** How much of the free window's width or height a subject fills at zoom 1. */
export const FILLED = 0.92;
/** In a free window narrower than this, blocks have no room for their names beside them: so much is left above. CSS pixels. */
const NARROW = 480;
const ROOM_ABOVE = 60;
/** As much of the height is left over the roofs of a hall for its plates; at its feet for its ruler, in CSS pixels and at most that part. */
const FOR_PLATES = 0.14;
/** And of the width before the smallest, whose names begin there. */
const FOR_NAMES = 0.07;
const ROOM_FOR_RULER = 84;
const MOST_FOR_RULER = 0.21;

/**
 * The focal length follows the distance a little, so that distances are found by repetition. Each step divides the error by three
 * or more; from afar, where the focal length is fixed, the second step changes nothing.
 */
const FOCAL_STEPS = 24;
const SETTLED = 1e-12;

const corners = ({ min, max }: Box): Point[] =>
  [min.x, max.x].flatMap((x) => [min.y, max.y].flatMap((y) => [min.z, max.z].map((z) => ({ x, y, z }))));

const translated = (box: Box, by: Point): Box => ({ min: along(box.min, by, 1), max: along(box.max, by, 1) });

/** In a model of more groups than this, boxes of groups stand for those of their blocks: they fill the window as well. */
const MOST_DETAILED_GROUPS = 12;

/** Boxes that hold all of a model, closer than one box around it. */
function boxesOfModel({ root, box }: Pick<Layout, 'root' | 'box'>): Box[] {
  const { blocks, groups } = root.template;
  const inGroup = ({ origin, template }: Group): Box[] =>
    groups.length > MOST_DETAILED_GROUPS || template.blocks.length === 0
      ? [translated(template.box, origin)]
      : template.blocks.map((block) => translated(block.box, origin));
  const boxes = [...blocks.map((block) => block.box), ...groups.flatMap(inGroup)].map((b) =>
    translated(b, root.origin),
  );
  return boxes.length > 0 ? boxes : [box];
}

/** Boxes that hold all of a module of a layout; none where it has no such module. */
export function boxesOfPart({ root }: Pick<Layout, 'root'>, module: string): Box[] {
  const inGroup = (group: Group, parent: Point): Box[] => {
    const origin = along(parent, group.origin, 1);
    const { blocks, groups, box } = group.template;
    if (group.id === module) return boxesOfModel({ root: { ...group, origin }, box: translated(box, origin) });
    if (isInside(group.id, module)) return [translated(box, origin)];
    if (group.prefix !== '' && !isInside(module, group.id)) return [];
    const own = blocks.filter(({ id }) => isInside(group.prefix + id, module));
    return [...own.map((block) => translated(block.box, origin)), ...groups.flatMap((child) => inGroup(child, origin))];
  };
  return inGroup(root, { x: 0, y: 0, z: 0 });
}

/**
 * What a view looks at, as boxes in the world. Blocks and modules that this model does not have are passed over, so that a link made with
 * another model still shows something: the whole model where nothing is left. So are tokens that a shorter text does not have: the
 * last that it has stand for them.
 * @throws RangeError when the view names cells by other axes than the block's
 */
export function subjectOf(view: Pick<View, 'blocks' | 'cells'>, layout: Layout): Box[] {
  const boxes = view.blocks.flatMap((id) => {
    const found = layout.find(id);
    if (found === undefined) return boxesOfPart(layout, id);
    const cells = view.cells?.find(({ block }) => block === id);
    if (cells === undefined) return translated(found.block.box, found.origin);
    const { shape } = found.block;
    const kept = (cell: readonly number[]) => cell.map((index, axis) => Math.min(index, (shape[axis] ?? 0) - 1));
    return boxOfRange(found, kept(cells.from), kept(cells.to));
  });
  return boxes.length > 0 ? boxes : boxesOfModel(layout);
}

/** How far a window reaches to each side of the place where the target appears, the middle of the free area, in CSS pixels. */
interface Window {
  /** Half of the free area's width: a subject with room to spare stands as far in the middle of it as the window allows. */
  readonly half: number;
  readonly left: number;
  readonly right: number;
  readonly above: number;
  readonly below: number;
}

/** Where a subject that fills the window may stand: in the free area, or beside what covers a corner of it. A whole model's names stand within. */
function windowsOf({ blocks }: Pick<View, 'blocks'>, viewport: Viewport, { stands }: Layout): Window[] {
  const free = freeArea(viewport);
  const isHall = blocks.length === 0 && stands !== undefined;
  const isShort = blocks.length > 0 && free.width < NARROW;
  const roomAbove = isHall ? FOR_PLATES * free.height : isShort ? ROOM_ABOVE : 0;
  const roomBelow = isHall ? Math.min(ROOM_FOR_RULER, MOST_FOR_RULER * free.height) : 0;
  const around = ({ centreX, centreY, width, height }: FreeArea): Window => ({
    half: (FILLED * free.width) / 2,
    left: free.centreX - centreX + (FILLED * width) / 2 - (isHall ? FOR_NAMES * width : 0),
    right: centreX - free.centreX + (FILLED * width) / 2,
    above: free.centreY - centreY + Math.min((FILLED * height) / 2, height / 2 - roomAbove),
    below: centreY - free.centreY + Math.min((FILLED * height) / 2, height / 2 - roomBelow),
  });
  const beside = areaBesideCorner(viewport);
  return beside === undefined ? [around(free)] : [around(free), around(beside)];
}

/** The pose from which some boxes, seen from the given side, just fit into a window. */
function framingIn(window: Window, boxes: readonly Box[], yaw: number, pitch: number, viewport: Viewport): Pose {
  const { right, up, forward, slope, outward, depthPerDistance } = bearing(yaw, pitch);
  const points = boxes.flatMap(corners).map((corner) => {
    const depth = dot(corner, forward);
    // Sheared, so that the line of sight is the depth axis also where the lens is shifted.
    return { x: dot(corner, right), y: dot(corner, up) - slope * depth, depth };
  });
  const [nearest, furthest] = range(points, (point) => point.depth);
  const targetDepth = (nearest + furthest) / 2;

  let pose: Pose = { target: ORIGIN, yaw, pitch, distance: 1 };
  for (let step = 0; step < FOCAL_STEPS; step++) {
    const focal = focalLength(pose.distance, viewport.height);
    const toLeft = window.left / focal;
    const toRight = window.right / focal;
    const toTop = window.above / focal;
    const toBottom = window.below / focal;
    // An eye at (x, y, depth) sees a point within the window when point.x − x ≤ toRight · (point.depth − depth), and so on: each
    // side of the window bounds the eye by the point that reaches furthest towards it.
    const leftmost = range(points, (point) => point.x - toRight * point.depth)[1];
    const rightmost = range(points, (point) => point.x + toLeft * point.depth)[0];
    const lowest = range(points, (point) => point.y - toTop * point.depth)[1];
    const highest = range(points, (point) => point.y + toBottom * point.depth)[0];
    const eyeDepth = Math.min((rightmost - leftmost) / (toLeft + toRight), (highest - lowest) / (toTop + toBottom));
    const half = window.half / focal;
    const inMiddle =
      (range(points, (point) => point.x - half * point.depth)[1] +
        range(points, (point) => point.x + half * point.depth)[0]) /
      2;
    const eyeX = Math.min(rightmost - toLeft * eyeDepth, Math.max(leftmost + toRight * eyeDepth, inMiddle));
    const eyeY = (lowest + highest + (toTop - toBottom) * eyeDepth) / 2 + slope * eyeDepth;
    const eye = along(along(along(ORIGIN, right, eyeX), up, eyeY), forward, eyeDepth);
    const distance = (targetDepth - eyeDepth) / depthPerDistance;
    const change = Math.abs(distance - pose.distance);
    pose = { target: along(eye, outward, -distance), yaw, pitch, distance };
    if (change <= SETTLED * distance) break;
  }
  return pose;
}

/**
 * The pose from which some boxes, seen from the given side, just fit into the filled part of the free window.
 * @param windows where they may stand; where they are drawn largest is taken
 */
function framing(
  boxes: readonly Box[],
  yaw: number,
  pitch: number,
  viewport: Viewport,
  windows: readonly Window[],
): Pose {
  const poses = windows.map((window) => framingIn(window, boxes, yaw, pitch, viewport));
  return poses.reduce((nearest, pose) => (pose.distance < nearest.distance ? pose : nearest));
}

const ORIGIN: Point = { x: 0, y: 0, z: 0 };

/** The least and the greatest of some numbers. */
function range<T>(items: readonly T[], numberOf: (item: T) => number): [least: number, greatest: number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const item of items) {
    const number = numberOf(item);
    least = Math.min(least, number);
    greatest = Math.max(greatest, number);
  }
  return [least, greatest];
}

/** CSS pixels of a cell that faces the camera at the target. */
function pixelsPerCell(distance: number, viewport: Viewport): number {
  return focalLength(distance, viewport.height) / distance;
}

/** The distance at which the target is drawn `factor` times as large as at `distance`. */
function magnified(distance: number, factor: number, viewport: Viewport): number {
  const pixels = pixelsPerCell(distance, viewport) * factor;
  let result = distance / factor;
  for (let step = 0; step < FOCAL_STEPS; step++) result = focalLength(result, viewport.height) / pixels;
  return result;
}

/** From this zoom on a subject may stand beside the middle where it is larger there; a smaller one is seen among its neighbours. */
const FILLS_FROM = 0.5;

/** The pose that shows a view in this window: its subject in the middle of the free area, as large as its zoom says. */
export function poseOf(view: View, layout: Layout, viewport: Viewport): Pose {
  const isInMiddle = view.offset !== undefined || view.zoom < FILLS_FROM;
  const windows = windowsOf(view, viewport, layout).slice(0, isInMiddle ? 1 : undefined);
  const framed = framing(subjectOf(view, layout), view.yaw, view.pitch, viewport, windows);
  const target =
    view.offset === undefined ? framed.target : withinBox(along(framed.target, view.offset, 1), layout.box);
  return { ...framed, target, distance: magnified(framed.distance, view.zoom, viewport) };
}

/** The point of a box that is nearest to a point. */
export function withinBox(point: Point, { min, max }: Box): Point {
  const clamped = (axis: keyof Point) => Math.min(max[axis], Math.max(min[axis], point[axis]));
  return { x: clamped('x'), y: clamped('y'), z: clamped('z') };
}

/** Up to this zoom the whole model is what is looked at, and should be in another window; closer it is a cell. */
const WHOLE_UNTIL = 1.25;

/**
 * The address of a pose: the whole model, or the cell nearest to its target; the angles, how large that is drawn, and where the
 * target is beside it.
 */
export function viewOf(pose: Pose, layout: Layout, viewport: Viewport): View {
  const whole = seenFrom({ blocks: [] }, pose, layout, viewport);
  const nearest = nearestCell(layout, pose.target);
  if (nearest === undefined || whole.zoom < WHOLE_UNTIL) return whole;
  const { block, cell } = nearest;
  return seenFrom({ blocks: [block], cells: [{ block, from: cell, to: cell }] }, pose, layout, viewport);
}

/** A pose as seen from a subject. */
function seenFrom(subject: Pick<View, 'blocks' | 'cells'>, pose: Pose, layout: Layout, viewport: Viewport): View {
  const { yaw, pitch, distance, target } = pose;
  const windows = windowsOf(subject, viewport, layout).slice(0, 1);
  const framed = framing(subjectOf(subject, layout), yaw, pitch, viewport, windows);
  const zoom = pixelsPerCell(distance, viewport) / pixelsPerCell(framed.distance, viewport);
  return { ...subject, yaw, pitch, zoom, offset: difference(target, framed.target) };
}

/** Nearest and furthest distance a hand may take the camera to. */
export interface DistanceLimits {
  readonly least: number;
  readonly most: number;
}

/** At the nearest, this many cells fill the free window's shorter side; from the furthest, the model fills this part of it. */
const CELLS_AT_NEAREST = 4;
const PART_AT_FURTHEST = 0.1;

export function distanceLimits(layout: Layout, yaw: number, pitch: number, viewport: Viewport): DistanceLimits {
  const free = freeArea(viewport);
  const windows = windowsOf({ blocks: [] }, viewport, layout).slice(0, 1);
  const whole = framing(boxesOfModel(layout), yaw, pitch, viewport, windows).distance;
  const pixelsAtNearest = Math.min(free.width, free.height) / CELLS_AT_NEAREST;
  return {
    least: magnified(whole, pixelsAtNearest / pixelsPerCell(whole, viewport), viewport),
    most: magnified(whole, PART_AT_FURTHEST / FILLED, viewport),
  };
}
