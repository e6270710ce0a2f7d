/** A hand that moves the camera never loses the model: something of it stays in view. */
import type { Eye } from '../eye.ts';
import type { Layout, Point } from '../geometry.ts';
import { boxOfRange, nearestCell } from '../layout/cells.ts';
import { pick } from '../pick.ts';
import { along, difference, type FreeArea, freeArea, makeEye, type Pose, type Viewport } from './lens.ts';

/** The middle of the cell nearest to a point of the world; undefined in an empty layout. */
export function nearestPlace(layout: Layout, point: Point): Point | undefined {
  const nearest = nearestCell(layout, point);
  const found = nearest && layout.find(nearest.block);
  if (nearest === undefined || found === undefined) return undefined;
  const { min, max } = boxOfRange(found, nearest.cell, nearest.cell);
  return along(min, difference(max, min), 0.5);
}

/** What was lost is brought back to this part of the free area, from its middle. */
const INNER = 0.75;

/** The pose, shifted where it shows nothing but ground until the cell nearest to its target is in view. */
export function keptInView(pose: Pose, layout: Layout, viewport: Viewport): Pose {
  const eye = makeEye(pose, viewport);
  const free = freeArea(viewport);
  if (showsSolid(eye, layout, free)) return pose;
  const place = nearestPlace(layout, pose.target);
  if (place === undefined) return pose;
  const { x, y, depth } = eye.project(place);
  if (depth <= eye.near) return { ...pose, target: place };
  const dx = into(x - free.centreX, (INNER * free.width) / 2);
  const dy = into(y - free.centreY, (INNER * free.height) / 2);
  if (dx === 0 && dy === 0) return pose;
  return { ...pose, target: along(pose.target, difference(eye.ray(dx, dy), eye.ray(0, 0)), -depth) };
}

/** How far to move what is at `offset` from the middle to come within `most` of it. */
function into(offset: number, most: number): number {
  return Math.min(most, Math.max(-most, offset)) - offset;
}

/** Rays across the free area's width and height, as many each way. */
const RAYS = 8;

function showsSolid(eye: Eye, layout: Layout, { centreX, centreY, width, height }: FreeArea): boolean {
  const steps = Array.from({ length: RAYS }, (_, index) => (index + 0.5) / RAYS - 0.5);
  return steps.some((down) =>
    steps.some((across) => pick(layout, eye, centreX + across * width, centreY + down * height) !== undefined),
  );
}
