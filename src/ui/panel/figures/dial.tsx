/** A pair of channels as a point on a circle. */
import type { ComponentChildren } from 'preact';
import type { Point } from '../../../architecture/rotation.ts';

/** Of the circle in its drawing of 2 by 2. */
const RADIUS = 0.86;
const HEAD = { length: 0.26, width: 0.11 };

interface DialProps {
  readonly children: ComponentChildren;
}

/** The circle that a pair turns on, with its two channels as axes. Every pair is drawn at one length: a turn changes none. */
export function Dial({ children }: DialProps) {
  return (
    <svg class="dial-circle" viewBox="-1 -1 2 2" aria-hidden="true">
      <path class="axis" d="M-1,0H1M0,-1V1" />
      <circle class="way" r={RADIUS} />
      {children}
    </svg>
  );
}

interface ArrowProps {
  readonly to: Point;
  readonly kind: 'before' | 'now' | 'key';
}

/** From the middle to where a pair points, the second channel upwards. */
export function Arrow({ to, kind }: ArrowProps) {
  const angle = Math.atan2(to[1], to[0]);
  const along = (radius: number, aside: number) => {
    const [x, y] = [
      radius * Math.cos(angle) - aside * Math.sin(angle),
      radius * Math.sin(angle) + aside * Math.cos(angle),
    ];
    return `${x.toFixed(3)},${(-y).toFixed(3)}`;
  };
  const neck = RADIUS - HEAD.length;
  return (
    <g class={`arrow ${kind}`}>
      <path d={`M0,0L${along(neck, 0)}`} />
      <path class="head" d={`M${along(RADIUS, 0)}L${along(neck, HEAD.width)}L${along(neck, -HEAD.width)}Z`} />
    </g>
  );
}

interface SweepProps {
  readonly from: Point;
  /** Radians, from the first channel's axis towards the second's. */
  readonly angle: number;
}

/** What has been swept over, the last time round. */
export function Sweep({ from, angle }: SweepProps) {
  const start = Math.atan2(from[1], from[0]);
  const last = angle % (2 * Math.PI);
  const at = (turn: number) => `${(RADIUS * Math.cos(turn)).toFixed(3)},${(-RADIUS * Math.sin(turn)).toFixed(3)}`;
  const large = Math.abs(last) > Math.PI ? 1 : 0;
  const side = last > 0 ? 0 : 1;
  return <path class="sweep" d={`M0,0L${at(start)}A${RADIUS},${RADIUS} 0 ${large} ${side} ${at(start + last)}Z`} />;
}
