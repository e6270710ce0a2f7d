/**
 * The camera's way from one pose to another. Far ways rise first and come down again, so that the eye keeps its bearings:
 * van Wijk & Nuij, "Smooth and efficient zooming and panning", InfoVis 2003, with the distance as the width of the view.
 */
import { along, difference, dot, type Pose } from './lens.ts';

/** How readily the camera rises; the paper's readers liked 1.4 best. */
const RHO = Math.SQRT2;
/** Ways shorter than this part of the distance are a change of distance alone. */
const STRAIGHT_BELOW = 1e-6;

interface Way {
  /** Length of the way in the paper's measure: even motion covers it evenly. */
  readonly length: number;
  /** Part of the way between the targets (0 … 1) and distance, at a part of the length. */
  at(part: number): { readonly travelled: number; readonly distance: number };
}

function wayBetween(a: Pose, b: Pose): Way {
  const between = difference(b.target, a.target);
  const gap = Math.sqrt(dot(between, between));
  const logRatio = Math.log(b.distance / a.distance);
  if (gap < STRAIGHT_BELOW * Math.min(a.distance, b.distance)) {
    return {
      length: Math.abs(logRatio) / RHO,
      at: (part) => ({ travelled: part, distance: a.distance * Math.exp(logRatio * part) }),
    };
  }
  const rho2 = RHO * RHO;
  const turn = (end: number, distance: number) => {
    const squares = b.distance ** 2 - a.distance ** 2 + end * rho2 * rho2 * gap ** 2;
    // −asinh(x) is ln(√(x² + 1) − x) without the loss of digits.
    return -Math.asinh(squares / (2 * distance * rho2 * gap));
  };
  const start = turn(1, a.distance);
  const end = turn(-1, b.distance);
  return {
    length: (end - start) / RHO,
    at(part) {
      const here = start + part * (end - start);
      const scale = a.distance / (rho2 * gap);
      return {
        travelled: scale * (Math.cosh(start) * Math.tanh(here) - Math.sinh(start)),
        distance: (a.distance * Math.cosh(start)) / Math.cosh(here),
      };
    },
  };
}

/** The turn from one yaw to another, the short way round, in degrees. */
function turnBetween(from: number, to: number): number {
  return ((((to - from + 180) % 360) + 360) % 360) - 180;
}

/** The pose at a part of the way: exactly `a` at 0 and `b` at 1. `progress` is eased already. */
export function interpolate(a: Pose, b: Pose, progress: number): Pose {
  if (progress <= 0) return a;
  if (progress >= 1) return b;
  const { travelled, distance } = wayBetween(a, b).at(progress);
  return {
    target: along(a.target, difference(b.target, a.target), travelled),
    yaw: a.yaw + turnBetween(a.yaw, b.yaw) * progress,
    pitch: a.pitch + (b.pitch - a.pitch) * progress,
    distance,
  };
}

/** Milliseconds for which a flight is neither a jump nor a wait. */
const SHORTEST = 600;
const LONGEST = 1100;
/** A way of this length (a zoom by a factor of 17, or a walk over a few windows) or a half turn takes the longest time. */
const LONG_WAY = 4;
const HALF_TURN = 180;

/** How long a flight between two poses should take, in milliseconds. */
export function flightDuration(a: Pose, b: Pose): number {
  const turn = Math.hypot(turnBetween(a.yaw, b.yaw), b.pitch - a.pitch);
  const effort = Math.min(1, wayBetween(a, b).length / LONG_WAY + turn / HALF_TURN);
  return SHORTEST + (LONGEST - SHORTEST) * effort;
}
