/**
 * The camera as the drawing needs it for one frame. World positions are doubles; what goes to the GPU is relative to the eye,
 * since a model is millions of cells tall and float32 is not.
 */
import type { Point } from './geometry.ts';

export interface ScreenPoint {
  /** CSS pixels from the canvas's left and top edge. */
  readonly x: number;
  readonly y: number;
  /** Cells along the viewing axis; not positive behind the eye. */
  readonly depth: number;
}

export interface Eye {
  /** Where the camera stands, in cells. */
  readonly position: Point;
  /**
   * Column-major 4 × 4: (world − position) to clip space, shift lens included. Depth is reversed and infinite:
   * clip z is the near distance, clip w the depth, so that z / w falls from 1 at the near plane to 0 far away.
   */
  readonly matrix: Float32Array;
  readonly near: number;
  /** Canvas size in CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  /** CSS pixels that one cell covers at a depth of one cell: divide by the depth. */
  readonly pixelsPerCell: number;
  /** What is looked at: it appears in the middle of the free area. */
  readonly target: Point;
  /** From the eye to the target, in cells: fog is measured by it. */
  readonly targetDistance: number;
  project(point: Point): ScreenPoint;
  /** The direction (not of unit length) from the eye through a point of the canvas, in CSS pixels. */
  ray(x: number, y: number): Point;
}
