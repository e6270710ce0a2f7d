/**
 * The lens: from a pose to the eye of one frame. It is a shift lens, as on an architect's camera: the camera looks level and its
 * frustum is offset until the target stands in the middle of the free window, so that verticals stay vertical.
 */
import type { Eye, ScreenPoint } from '../eye.ts';
import type { Point } from '../geometry.ts';
import type { Insets } from '../picture.ts';

/** Where the camera is, in the world: it stands `distance` cells from the target. Angles in degrees, as in `View`. */
export interface Pose {
  readonly target: Point;
  readonly yaw: number;
  readonly pitch: number;
  readonly distance: number;
}

/** The canvas, in CSS pixels, and what covers its edges. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly insets: Insets;
}

/** The part of the canvas that nothing covers, in CSS pixels from its left and top edge. */
export interface FreeArea {
  readonly centreX: number;
  readonly centreY: number;
  readonly width: number;
  readonly height: number;
}

/** Insets that cover everything leave this much, so that no division by zero follows. */
const LEAST_FREE_PIXELS = 16;

/** Up to this elevation the camera looks level; from the second on it looks straight at the target. */
const LEVEL_UNTIL = 25;
const FREE_FROM = 60;

/** Vertical angle of view from afar and among single cells, and the distances (cells) between which one becomes the other. */
const FAR_ANGLE = 24;
const NEAR_ANGLE = 30;
const NEAR_ANGLE_BELOW = 40;
const FAR_ANGLE_ABOVE = 120;

/** The near plane, as a part of the target distance. Depth is a reversed float: a small part costs no precision. */
const NEAR_PART = 1 / 500;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

export function freeArea({ width, height, insets }: Viewport): FreeArea {
  const freeWidth = Math.max(LEAST_FREE_PIXELS, width - insets.left - insets.right);
  const freeHeight = Math.max(LEAST_FREE_PIXELS, height - insets.top - insets.bottom);
  return {
    centreX: insets.left + freeWidth / 2,
    centreY: insets.top + freeHeight / 2,
    width: freeWidth,
    height: freeHeight,
  };
}

/** The part of the canvas beside what covers only a corner at the bottom; undefined where the bottom is covered all along. */
export function areaBesideCorner(viewport: Viewport): FreeArea | undefined {
  const { left, right, bottomReach } = viewport.insets;
  if (bottomReach === undefined) return undefined;
  // As free at the bottom as at the side where nothing else stands.
  const bottom = Math.min(left, right);
  return freeArea({ ...viewport, insets: { ...viewport.insets, left: bottomReach, bottom } });
}

/** CSS pixels that one cell covers at a depth of one cell, for a camera at this distance from its target. */
export function focalLength(distance: number, viewportHeight: number): number {
  const far = smoothstep(Math.log(NEAR_ANGLE_BELOW), Math.log(FAR_ANGLE_ABOVE), Math.log(distance));
  const angle = NEAR_ANGLE + (FAR_ANGLE - NEAR_ANGLE) * far;
  return viewportHeight / 2 / Math.tan(radians(angle) / 2);
}

/** The directions of a camera. `slope`: height of the line of sight above the optical axis, at a depth of one cell. */
export interface Bearing {
  readonly right: Point;
  readonly up: Point;
  /** The optical axis. */
  readonly forward: Point;
  readonly slope: number;
  /** Unit vector from the target to the eye. */
  readonly outward: Point;
  /** Depth of the target for each cell of distance. */
  readonly depthPerDistance: number;
}

/** The directions of a camera that looks from the given side, angles in degrees. */
export function bearing(yawDegrees: number, pitchDegrees: number): Bearing {
  const yaw = radians(yawDegrees);
  const pitch = radians(pitchDegrees);
  const tilt = pitch * smoothstep(LEVEL_UNTIL, FREE_FROM, Math.abs(pitchDegrees));
  const [sinYaw, cosYaw, sinTilt, cosTilt] = [Math.sin(yaw), Math.cos(yaw), Math.sin(tilt), Math.cos(tilt)];
  return {
    right: { x: cosYaw, y: 0, z: -sinYaw },
    up: { x: -sinTilt * sinYaw, y: cosTilt, z: -sinTilt * cosYaw },
    forward: { x: -cosTilt * sinYaw, y: -sinTilt, z: -cosTilt * cosYaw },
    slope: -Math.tan(pitch - tilt),
    outward: { x: Math.cos(pitch) * sinYaw, y: Math.sin(pitch), z: Math.cos(pitch) * cosYaw },
    depthPerDistance: Math.cos(pitch - tilt),
  };
}

export const dot = (a: Point, b: Point): number => a.x * b.x + a.y * b.y + a.z * b.z;

/** `point + direction · length`. */
export const along = (point: Point, direction: Point, length: number): Point => ({
  x: point.x + direction.x * length,
  y: point.y + direction.y * length,
  z: point.z + direction.z * length,
});

export const difference = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });

/** The eye of one frame. The target appears in the centre of the viewport's free area. */
export function makeEye(pose: Pose, viewport: Viewport): Eye {
  const { width, height, pixelRatio } = viewport;
  const { right, up, forward, slope, outward } = bearing(pose.yaw, pose.pitch);
  const position = along(pose.target, outward, pose.distance);
  const focal = focalLength(pose.distance, height);
  const near = pose.distance * NEAR_PART;
  const free = freeArea(viewport);
  // Where the optical axis meets the canvas.
  const axisX = free.centreX;
  const axisY = free.centreY + slope * focal;

  const scaleX = (2 * focal) / width;
  const scaleY = (2 * focal) / height;
  const shiftX = (2 * axisX) / width - 1;
  const shiftY = 1 - (2 * axisY) / height;
  const column = (axis: 'x' | 'y' | 'z'): [number, number, number, number] => [
    scaleX * right[axis] + shiftX * forward[axis],
    scaleY * up[axis] + shiftY * forward[axis],
    0,
    forward[axis],
  ];
  const matrix = new Float32Array([...column('x'), ...column('y'), ...column('z'), 0, 0, near, 0]);

  return {
    position,
    matrix,
    near,
    width,
    height,
    pixelRatio,
    pixelsPerCell: focal,
    target: pose.target,
    targetDistance: pose.distance,
    project(point: Point): ScreenPoint {
      const relative = difference(point, position);
      const depth = dot(relative, forward);
      return {
        x: axisX + (focal * dot(relative, right)) / depth,
        y: axisY - (focal * dot(relative, up)) / depth,
        depth,
      };
    },
    /** Its component along the optical axis is 1, so a multiple of it is a depth. */
    ray(x: number, y: number): Point {
      return along(along(forward, right, (x - axisX) / focal), up, (axisY - y) / focal);
    },
  };
}
