/** From an address that means the same in every window to a pose in the world, and back. */
import type { Box, Layout, Point } from '../geometry.ts';
import { boxOfRange, nearestCell } from '../layout/cells.ts';
import type { View } from '../picture.ts';
import { along, bearing, dot, focalLength, freeArea, type Pose, type Viewport } from './lens.ts';

/** How much of the free window's width or height a subject fills at zoom 1. */
export const FILLED = 0.92;

/** The focal length follows the distance a little, so that distances are found by repetition; each step divides the error by three. */
const FOCAL_STEPS = 16;

const corners = ({ min, max }: Box): Point[] =>
  [min.x, max.x].flatMap((x) => [min.y, max.y].flatMap((y) => [min.z, max.z].map((z) => ({ x, y, z }))));

const translated = (box: Box, by: Point): Box => ({ min: along(box.min, by, 1), max: along(box.max, by, 1) });

function union(a: Box, b: Box): Box {
  return {
    min: { x: Math.min(a.min.x, b.min.x), y: Math.min(a.min.y, b.min.y), z: Math.min(a.min.z, b.min.z) },
    max: { x: Math.max(a.max.x, b.max.x), y: Math.max(a.max.y, b.max.y), z: Math.max(a.max.z, b.max.z) },
  };
}

/**
 * The box that a view looks at. Blocks that this model does not have are passed over, so that a link made with another model
 * still shows something: the whole model where nothing is left.
 * @throws RangeError when the view names cells that the block does not have
 */
export function subjectOf(view: Pick<View, 'blocks' | 'cells'>, layout: Layout): Box {
  const placed = view.blocks.map((id) => layout.find(id)).filter((found) => found !== undefined);
  const [first] = placed;
  if (first === undefined) return layout.box;
  if (view.cells) return boxOfRange(first, view.cells.from, view.cells.to);
  return placed.map(({ block, origin }) => translated(block.box, origin)).reduce(union);
}

/** The pose from which a box, seen from the given side, just fits into the filled part of the free window. */
function framing(box: Box, yaw: number, pitch: number, viewport: Viewport): Pose {
  const { right, up, forward, slope, outward, depthPerDistance } = bearing(yaw, pitch);
  const free = freeArea(viewport);
  const points = corners(box).map((corner) => {
    const depth = dot(corner, forward);
    // Sheared, so that the line of sight is the depth axis also where the lens is shifted.
    return { x: dot(corner, right), y: dot(corner, up) - slope * depth, depth };
  });
  const depthOfCentre = (Math.min(...points.map((p) => p.depth)) + Math.max(...points.map((p) => p.depth))) / 2;

  let pose: Pose = { target: box.min, yaw, pitch, distance: 1 };
  for (let step = 0; step < FOCAL_STEPS; step++) {
    const focal = focalLength(pose.distance, viewport.height);
    const halfWidth = (FILLED * free.width) / 2 / focal;
    const halfHeight = (FILLED * free.height) / 2 / focal;
    // An eye at (x, y, depth) sees a point within the window when |point.x − x| ≤ halfWidth · (point.depth − depth): each side of the
    // window bounds the eye by the point that reaches furthest towards it.
    const span = (axis: 'x' | 'y', half: number) => ({
      low: Math.max(...points.map((p) => p[axis] - half * p.depth)),
      high: Math.min(...points.map((p) => p[axis] + half * p.depth)),
    });
    const across = span('x', halfWidth);
    const down = span('y', halfHeight);
    const eyeDepth = Math.min((across.high - across.low) / (2 * halfWidth), (down.high - down.low) / (2 * halfHeight));
    const x = (across.low + across.high) / 2;
    const y = (down.low + down.high) / 2;
    const targetDepth = depthOfCentre - eyeDepth;
    const distance = targetDepth / depthPerDistance;
    const eye = along(along(along({ x: 0, y: 0, z: 0 }, right, x), up, y + slope * eyeDepth), forward, eyeDepth);
    pose = { target: along(eye, outward, -distance), yaw, pitch, distance };
  }
  return pose;
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

/** The pose that shows a view in this window: its subject in the middle of the free area, as large as its zoom says. */
export function poseOf(view: View, layout: Layout, viewport: Viewport): Pose {
  const framed = framing(subjectOf(view, layout), view.yaw, view.pitch, viewport);
  return { ...framed, distance: magnified(framed.distance, view.zoom, viewport) };
}

/**
 * The address of a pose: the cell nearest to its target, the angles, and how large that cell is drawn. The way back ends at that
 * cell, so it is exact where the target is one.
 */
export function viewOf(pose: Pose, layout: Layout, viewport: Viewport): View {
  const { yaw, pitch } = pose;
  const nearest = nearestCell(layout, pose.target);
  if (nearest === undefined) return { blocks: [], yaw, pitch, zoom: 1 };
  const subject = { blocks: [nearest.block], cells: { from: nearest.cell, to: nearest.cell } };
  const framed = framing(subjectOf(subject, layout), yaw, pitch, viewport);
  const zoom = pixelsPerCell(pose.distance, viewport) / pixelsPerCell(framed.distance, viewport);
  return { ...subject, yaw, pitch, zoom };
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
  const whole = framing(layout.box, yaw, pitch, viewport).distance;
  const pixelsAtNearest = Math.min(free.width, free.height) / CELLS_AT_NEAREST;
  return {
    least: magnified(whole, pixelsAtNearest / pixelsPerCell(whole, viewport), viewport),
    most: magnified(whole, PART_AT_FURTHEST / FILLED, viewport),
  };
}
