/** Ribbons that lie too close to be told apart, as one: swept from the first to the last of them where that has any width. */
import type { Eye } from '../eye.ts';
import type { Flow, Point } from '../geometry.ts';
import type { RibbonPoint } from '../layout/ribbon-path.ts';
import { ribbonRuns } from '../layout/ribbon-runs.ts';
import type { SeenFlow } from '../tiles/bundles.ts';
import { plus } from '../tiles/sight.ts';

/** A quad of a ribbon, or of a band. */
export interface DrawnRun {
  readonly seen: SeenFlow;
  readonly from: RibbonPoint;
  readonly to: RibbonPoint;
  /** Of the whole ribbon, in cells. */
  readonly length: number;
  readonly hasDetails: boolean;
  /** Its width runs along z, and is what the ribbons of a band cover together. */
  readonly isSwept: boolean;
}

/** CSS pixels: a narrower band is as wide as one ribbon. */
const LEAST_BAND = 1.2;

/** The runs of a ribbon, or of the band that it stands for. */
export function drawnRuns(seen: SeenFlow, eye: Eye): DrawnRun[] {
  const { flow, back, cellSize } = seen;
  if (back !== undefined) return bandRuns(seen, back, eye);
  return ribbonRuns(flow, cellSize).map((run) => ({ ...run, seen, isSwept: false }));
}

function bandRuns(seen: SeenFlow, back: Flow, eye: Eye): DrawnRun[] {
  const { flow, cellSize } = seen;
  const last = ribbonRuns(back, cellSize);
  const axes = axesAt(plus(flow.path[0] ?? { x: 0, y: 0, z: 0 }, seen.origin), eye);
  return ribbonRuns(flow, cellSize).map((run, index) => {
    const other = last[index] ?? run;
    const depth = (run.from.z - other.from.z + run.to.z - other.to.z) / 2;
    const isSwept = axes.across(run.to.x - run.from.x, run.to.y - run.from.y) * depth >= LEAST_BAND;
    const from = amid(run.from, other.from.z, isSwept);
    const to = amid(run.to, other.to.z, isSwept);
    return { ...run, seen, from, to, isSwept };
  });
}

/** A cross-section midway between the first ribbon and the last one. */
function amid(point: RibbonPoint, back: number, isSwept: boolean): RibbonPoint {
  const z = (point.z + back) / 2;
  return isSwept ? { ...point, z, acrossX: 0, acrossY: 0, halfWidth: (point.z - back) / 2 } : { ...point, z };
}

/** What a cell along each axis is on the canvas, around a point relative to the eye. */
function axesAt(point: Point, eye: Eye) {
  const at = (x: number, y: number, z: number) => eye.project(plus(eye.position, plus(point, { x, y, z })));
  const [origin, alongX, alongY, alongZ] = [at(0, 0, 0), at(1, 0, 0), at(0, 1, 0), at(0, 0, 1)];
  return {
    /** CSS pixels, square to a line of that direction, for each cell of depth. */
    across(dx: number, dy: number): number {
      const wayX = dx * (alongX.x - origin.x) + dy * (alongY.x - origin.x);
      const wayY = dx * (alongX.y - origin.y) + dy * (alongY.y - origin.y);
      const cross = wayX * (alongZ.y - origin.y) - wayY * (alongZ.x - origin.x);
      return Math.abs(cross) / Math.max(1e-30, Math.hypot(wayX, wayY));
    },
  };
}
