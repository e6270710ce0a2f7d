/**
 * The camera in somebody's hands: turning, shifting, zooming, flights. It holds the pose that is drawn and the one it is on its
 * way to, moves between them when `update` is called, and comes fully to rest, so that an idle page draws nothing.
 *
 * The library that was meant for this, camera-controls, works on a camera that looks at its target in the middle of the canvas.
 * Our lens looks level and shifts its frustum, and in it what the hand holds slips: with 376 px of a 1440 × 900 canvas covered on the
 * left, its zoom to the cursor moves the point under the cursor by 202 px for each doubling, and 200 px of dragging move the
 * world by 215 px at a pitch of 15° and by 242 px at 24°. What would be left of it is turning by drag.
 */
import { Easing, Tween } from '@tweenjs/tween.js';
import type { Eye } from '../eye.ts';
import type { Layout, Point } from '../geometry.ts';
import { HALL_YAW } from '../layout/spacing.ts';
import type { Spot } from '../marks/stroke.ts';
import { pick } from '../pick.ts';
import type { View } from '../picture.ts';
import { flightDuration, interpolate } from './flight.ts';
import { keptInView, nearestPlace } from './in-view.ts';
import { along, difference, makeEye, type Pose, type Viewport } from './lens.ts';
import { type DistanceLimits, distanceLimits, poseOf, viewOf, withinBox } from './pose.ts';

export interface RigEvents {
  /** The picture has to be drawn anew. */
  readonly onChange: () => void;
  /** Somebody moved the camera by hand: what led it until now should let go. */
  readonly onTakenByHand: () => void;
  /** Whether the person asked for less motion: flights and glides become cuts. */
  readonly prefersReducedMotion: () => boolean;
}

/** Where the camera stands before anything else is said. */
export const WHOLE_MODEL: View = { blocks: [], yaw: -27, pitch: 12, zoom: 1 };
const WHOLE_HALL: View = { ...WHOLE_MODEL, yaw: HALL_YAW };

/** From where all of a layout is seen at first. */
export const wholeOf = (layout: Layout | undefined): View => (layout?.stands ? WHOLE_HALL : WHOLE_MODEL);

const LOWEST_PITCH = -10;
const HIGHEST_PITCH = 85;
/** Beyond this yaw a model would show its back, which carries no numbers. */
const WIDEST_YAW = 85;

/** The glide after the hand: the part of the way that is left falls to 1/e in this time. Milliseconds. */
const GLIDE = 55;
/** The glide ends where what is left could not be seen: in parts of the distance, and degrees. */
const REST = 2e-4;

interface Flight {
  readonly tween: Tween<{ progress: number }>;
  readonly end: (arrived: boolean) => void;
}

export class Rig {
  private pose: Pose;
  /** Where the hand has moved the camera to; the pose glides after it. */
  private goal: Pose;
  /** The view that was asked for; undefined after the hand has moved the camera away from it. */
  private asked: View | undefined = WHOLE_MODEL;
  private limits: DistanceLimits;
  private flight: Flight | undefined;
  private lastUpdate: number | undefined;
  /** Of the layout, what is drawn: what a hand can point at. */
  private drawn: Layout;

  constructor(
    private layout: Layout,
    private viewport: Viewport,
    private readonly events: RigEvents,
  ) {
    this.drawn = layout;
    this.pose = poseOf(WHOLE_MODEL, layout, viewport);
    this.goal = this.pose;
    this.limits = this.limitsHere();
  }

  /** The eye of the frame that is drawn now. */
  get eye(): Eye {
    return makeEye(this.pose, this.viewport);
  }

  /** The same eye with another number of device pixels to each CSS pixel. */
  eyeAt(pixelRatio: number): Eye {
    return makeEye(this.pose, { ...this.viewport, pixelRatio });
  }

  /** The eye that a view would give. */
  eyeOf(view: View): Eye {
    return makeEye(poseOf(view, this.layout, this.viewport), this.viewport);
  }

  /** Where the camera is going, as an address that means the same in every window. */
  get view(): View {
    return this.asked ?? viewOf(this.goal, this.layout, this.viewport);
  }

  /**
   * Another window, or the blocks stand elsewhere: a view that was asked for is fitted anew (in flight, its end is), a camera in the
   * hand stays, in another layout at the cell that it looks at.
   */
  setStage(layout: Layout, viewport: Viewport): void {
    const isSameLayout = layout === this.layout;
    const held = isSameLayout ? undefined : this.view;
    this.layout = layout;
    this.viewport = viewport;
    this.limits = this.limitsHere();
    if (this.asked && this.flight && isSameLayout) this.goal = poseOf(this.asked, layout, viewport);
    else if (this.asked) this.show(this.asked);
    else this.place(held ? poseOf(held, layout, viewport) : this.goal);
  }

  /** What is drawn of the layout, where some of it is out of the way. */
  setDrawn(drawn: Layout): void {
    this.drawn = drawn;
  }

  /** Shows a view at once. */
  show(view: View): void {
    this.place(poseOf(view, this.layout, this.viewport));
    this.asked = view;
  }

  /** Shows a moment of a scripted way between two views; `progress` 0 … 1 is eased already. */
  showBetween(from: View, to: View, progress: number): void {
    const [start, end] = [poseOf(from, this.layout, this.viewport), poseOf(to, this.layout, this.viewport)];
    this.place(interpolate(start, end, progress));
    this.asked = progress <= 0 ? from : progress >= 1 ? to : undefined;
  }

  /**
   * Flies to a view, or cuts to it where less motion is wanted. `duration` in milliseconds; by default as long as the way needs.
   * Resolves to whether the camera arrived: false when something else took it on the way.
   */
  flyTo(view: View, { duration }: { readonly duration?: number } = {}): Promise<boolean> {
    const start = this.pose;
    if (this.events.prefersReducedMotion()) {
      this.show(view);
      return Promise.resolve(true);
    }
    this.endFlight(false);
    this.asked = view;
    this.goal = poseOf(view, this.layout, this.viewport);
    const usual = flightDuration(start, this.goal);
    return new Promise((resolve) => {
      const tween = new Tween({ progress: 0 })
        .to({ progress: 1 }, duration ?? usual)
        .easing(Easing.Cubic.InOut)
        .onUpdate(({ progress }) => {
          this.pose = interpolate(start, this.goal, progress);
        })
        .onComplete(() => this.endFlight(true));
      this.flight = { tween, end: resolve };
      this.events.onChange();
    });
  }

  /** Flies to the whole model, from the side where the camera is. */
  fit(): Promise<boolean> {
    return this.flyTo({ ...WHOLE_MODEL, yaw: this.goal.yaw, pitch: this.goal.pitch });
  }

  /** Turns the camera around its target, in degrees. */
  orbitBy(yaw: number, pitch: number): void {
    this.moveByHand((held) => ({ ...held, yaw: held.yaw + yaw, pitch: held.pitch + pitch }));
  }

  /** Shifts the world by CSS pixels: what is under the pointer at the target's depth follows it. */
  panBy(dx: number, dy: number): void {
    this.moveByHand((held) => {
      const eye = makeEye(held, this.viewport);
      const way = difference(eye.ray(dx, dy), eye.ray(0, 0));
      return { ...held, target: along(held.target, way, -eye.project(held.target).depth) };
    });
  }

  /**
   * Zooms by a factor (above 1: nearer); what is at (x, y), in CSS pixels, stays there, and over empty ground the cell nearest to
   * it. By default the middle stays.
   */
  zoomBy(factor: number, at?: Spot): void {
    this.moveByHand((held) => {
      const distance = Math.min(this.limits.most, Math.max(this.limits.least, held.distance / factor));
      return at ? this.zoomedTo(held, distance, at) : { ...held, distance };
    });
  }

  /** Moves on to `now`, in milliseconds. True while there is more to come. */
  update(now: number): boolean {
    const elapsed = now - (this.lastUpdate ?? now);
    if (this.flight === undefined) this.glide(elapsed);
    else if (this.flight.tween.isPlaying()) this.flight.tween.update(now);
    else this.flight.tween.start(now);
    const isMoving = this.flight !== undefined || this.pose !== this.goal;
    this.lastUpdate = isMoving ? now : undefined;
    return isMoving;
  }

  private glide(elapsed: number): void {
    if (this.pose === this.goal) return;
    const part = this.events.prefersReducedMotion() ? 1 : 1 - Math.exp(-elapsed / GLIDE);
    // Target and distance go the same part of their ways, so that the point under the pointer stays there meanwhile.
    const { target, yaw, pitch, distance } = this.pose;
    const left = difference(this.goal.target, target);
    const far =
      Math.max(Math.hypot(left.x, left.y, left.z), Math.abs(this.goal.distance - distance)) / this.goal.distance;
    const turn = Math.max(Math.abs(this.goal.yaw - yaw), Math.abs(this.goal.pitch - pitch));
    if (part === 1 || (far < REST && turn < REST * 100)) {
      this.pose = this.goal;
      return;
    }
    this.pose = {
      target: along(target, left, part),
      yaw: yaw + (this.goal.yaw - yaw) * part,
      pitch: pitch + (this.goal.pitch - pitch) * part,
      distance: distance + (this.goal.distance - distance) * part,
    };
  }

  /** The pose at another distance that shows the same point of the world at `at`, or the nearest cell where it was. */
  private zoomedTo(held: Pose, distance: number, at: Spot): Pose {
    const { still, place } = this.anchorAt(held, at);
    const target = along(still, difference(held.target, still), distance / held.distance);
    // The angle of view follows the distance a little: take back what that has moved under the pointer.
    const eye = makeEye({ ...held, target, distance }, this.viewport);
    const underPlace = along(eye.position, eye.ray(place.x, place.y), eye.project(still).depth);
    return { ...held, target: along(target, difference(still, underPlace), 1), distance };
  }

  /** A flight that is broken off is taken over where it is. */
  private moveByHand(move: (held: Pose) => Pose): void {
    const moved = move(this.flight ? this.pose : this.goal);
    this.endFlight(false);
    const goal = {
      target: withinBox(moved.target, this.layout.box),
      yaw: Math.min(WIDEST_YAW, Math.max(-WIDEST_YAW, moved.yaw)),
      pitch: Math.min(HIGHEST_PITCH, Math.max(LOWEST_PITCH, moved.pitch)),
      distance: moved.distance,
    };
    this.goal = keptInView(goal, this.layout, this.viewport);
    this.asked = undefined;
    this.events.onTakenByHand();
    this.events.onChange();
  }

  private place(pose: Pose): void {
    this.endFlight(false);
    this.pose = pose;
    this.goal = pose;
    this.events.onChange();
  }

  private endFlight(arrived: boolean): void {
    const flight = this.flight;
    this.flight = undefined;
    if (arrived) this.pose = this.goal;
    flight?.end(arrived);
  }

  /** What stays while the camera zooms at a point of the canvas: what is there on a solid, else the cell nearest to it. */
  private anchorAt(held: Pose, at: Spot): { readonly still: Point; readonly place: Spot } {
    const eye = makeEye(held, this.viewport);
    const met = pick(this.drawn, eye, at.x, at.y);
    if (met !== undefined) return { still: met.point, place: at };
    const ground = this.groundAt(eye, at) ?? along(eye.position, eye.ray(at.x, at.y), eye.project(held.target).depth);
    const nearest = nearestPlace(this.drawn, ground);
    return nearest === undefined ? { still: ground, place: at } : { still: nearest, place: eye.project(nearest) };
  }

  /** Where the line of sight meets the plane that all stands on, z = 0; undefined where it does not. */
  private groundAt(eye: Eye, at: Spot): Point | undefined {
    const ray = eye.ray(at.x, at.y);
    const depth = -eye.position.z / ray.z;
    return depth > eye.near && Number.isFinite(depth) ? along(eye.position, ray, depth) : undefined;
  }

  private limitsHere(): DistanceLimits {
    return distanceLimits(this.layout, WHOLE_MODEL.yaw, WHOLE_MODEL.pitch, this.viewport);
  }
}
