import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import { poseOf } from '../../../src/scene/camera/pose.ts';
import { Rig, WHOLE_MODEL } from '../../../src/scene/camera/rig.ts';
import { pick } from '../../../src/scene/pick.ts';
import type { View } from '../../../src/scene/picture.ts';
import { laidOut, NANO, VIEWPORT } from './camera-models.ts';

const nano = laidOut(NANO, 11);
const scores: View = { blocks: ['layers.0.attention.scores'], yaw: -20, pitch: 10, zoom: 0.7 };

describe('the camera in the hand', () => {
  const onChange = vi.fn();
  const onTakenByHand = vi.fn();
  let reducedMotion = false;
  let rig: Rig;
  let now = 0;

  /** One frame of 16 ms; whether the camera is still moving. */
  const frame = (): boolean => {
    now += 16;
    return rig.update(now);
  };

  /** Steps the clock until the camera rests; the number of frames. */
  const settle = (): number => {
    let frames = 1;
    while (frame()) {
      frames++;
      expect(frames).toBeLessThan(500);
    }
    return frames;
  };

  beforeEach(() => {
    vi.clearAllMocks();
    reducedMotion = false;
    rig = new Rig(nano, VIEWPORT, { onChange, onTakenByHand, prefersReducedMotion: () => reducedMotion });
    onChange.mockClear();
  });

  it('rests until something moves it', () => {
    expect(rig.update(1000)).toBe(false);
    expect(onChange).not.toHaveBeenCalled();
    expect(rig.view).toEqual(WHOLE_MODEL);
  });

  it('flies to a view, arrives exactly, and rests', async () => {
    const arrived = rig.flyTo(scores, { duration: 700 });
    expect(onTakenByHand).not.toHaveBeenCalled();
    const frames = settle();
    expect(frames).toBeGreaterThan(700 / 16 - 2);
    expect(frames).toBeLessThan(700 / 16 + 4);
    await expect(arrived).resolves.toBe(true);
    expect(rig.eye.position).toEqual(makeEye(poseOf(scores, nano, VIEWPORT), VIEWPORT).position);
    expect(rig.view).toEqual(scores);
    expect(frame()).toBe(false);
  });

  it('cuts where less motion is wanted', async () => {
    reducedMotion = true;
    await expect(rig.flyTo(scores)).resolves.toBe(true);
    expect(rig.update(5)).toBe(false);
    expect(rig.eye.position).toEqual(makeEye(poseOf(scores, nano, VIEWPORT), VIEWPORT).position);
  });

  it('lets the hand take over a flight where it is', async () => {
    const arrived = rig.flyTo(scores, { duration: 1000 });
    for (let count = 0; count < 20; count++) frame();
    const before = rig.eye.position;
    rig.orbitBy(1, 0);
    await expect(arrived).resolves.toBe(false);
    expect(onTakenByHand).toHaveBeenCalledOnce();
    settle();
    const after = rig.eye.position;
    const moved = Math.hypot(after.x - before.x, after.y - before.y, after.z - before.z);
    expect(moved).toBeLessThan(0.05 * rig.eye.targetDistance);
  });

  it('keeps what is under the pointer there while it zooms', () => {
    rig.show(scores);
    for (const at of [
      { x: 700, y: 300 },
      { x: 1100, y: 640 },
      { x: 905, y: 450 },
    ]) {
      for (const factor of [1.25, 1.25, 0.5, 3]) {
        const eye = rig.eye;
        const met = pick(nano, eye, at.x, at.y);
        const depth = met?.distance ?? eye.project(poseOf(scores, nano, VIEWPORT).target).depth;
        const ray = eye.ray(at.x, at.y);
        const under = {
          x: eye.position.x + ray.x * depth,
          y: eye.position.y + ray.y * depth,
          z: eye.position.z + ray.z * depth,
        };
        rig.zoomBy(factor, at);
        settle();
        if (met === undefined) continue;
        const seen = rig.eye.project(under);
        expect(Math.hypot(seen.x - at.x, seen.y - at.y)).toBeLessThan(1);
      }
    }
  });

  it('keeps something of the model in view, wherever the hand zooms, turns and shifts', () => {
    const isSomethingSeen = () => {
      const steps = Array.from({ length: 40 }, (_, index) => (index + 0.5) / 40);
      return steps.some((x) => steps.some((y) => pick(nano, rig.eye, 376 + x * 1064, 48 + y * 792) !== undefined));
    };
    for (const at of [
      { x: 400, y: 820 },
      { x: 1420, y: 60 },
      { x: 1000, y: 760 },
      { x: 908, y: 444 },
    ]) {
      rig.show(WHOLE_MODEL);
      for (let notch = 0; notch < 40; notch++) rig.zoomBy(1.25, at);
      settle();
      expect(isSomethingSeen()).toBe(true);
      rig.panBy(0, 5000);
      rig.orbitBy(40, 30);
      settle();
      expect(isSomethingSeen()).toBe(true);
    }
  });

  it('moves the world with the hand', () => {
    rig.show(scores);
    const target = poseOf(scores, nano, VIEWPORT).target;
    const before = rig.eye.project(target);
    rig.panBy(31, -17);
    settle();
    const after = rig.eye.project(target);
    expect(after.x - before.x).toBeCloseTo(31, 3);
    expect(after.y - before.y).toBeCloseTo(-17, 3);
    expect(onTakenByHand).toHaveBeenCalled();
    expect(onChange).toHaveBeenCalled();
  });

  it('turns no further than the backs of the blocks, and neither under the ground nor over the top', () => {
    rig.orbitBy(-500, 500);
    expect(rig.view.pitch).toBe(85);
    expect(Math.abs(rig.view.yaw)).toBeLessThan(90);
    rig.orbitBy(0, -500);
    expect(rig.view.pitch).toBe(-10);
  });

  it('zooms from the model at a tenth of the window to a few cells', () => {
    rig.zoomBy(1e-9);
    settle();
    const eye = rig.eye;
    const { min, max } = nano.box;
    const corners = [min.x, max.x].flatMap((x) => [min.y, max.y].map((y) => eye.project({ x, y, z: max.z })));
    const xs = corners.map(({ x }) => x);
    expect((Math.max(...xs) - Math.min(...xs)) / 1064).toBeGreaterThan(0.05);
    expect((Math.max(...xs) - Math.min(...xs)) / 1064).toBeLessThan(0.12);
    rig.zoomBy(1e9);
    settle();
    const cells = 792 / (rig.eye.pixelsPerCell / rig.eye.targetDistance);
    expect(cells).toBeCloseTo(4, 1);
  });

  it('fits what was asked for into another window, but leaves a camera in the hand alone', () => {
    const wide = { ...VIEWPORT, width: 1920 };
    rig.show(scores);
    rig.setStage(nano, wide);
    expect(rig.eye.position).toEqual(makeEye(poseOf(scores, nano, wide), wide).position);
    rig.orbitBy(5, 0);
    settle();
    const { position } = rig.eye;
    rig.setStage(nano, VIEWPORT);
    expect(rig.eye.position).toEqual(position);
  });

  it('lands where the view is in a window that changed during the flight', async () => {
    const wide = { ...VIEWPORT, width: 1920 };
    const arrived = rig.flyTo(scores, { duration: 500 });
    for (let count = 0; count < 10; count++) frame();
    rig.setStage(nano, wide);
    expect(frame()).toBe(true);
    settle();
    await expect(arrived).resolves.toBe(true);
    expect(rig.eye.position).toEqual(makeEye(poseOf(scores, nano, wide), wide).position);
  });

  it('shows a scripted way as a function of its progress alone', () => {
    rig.showBetween(WHOLE_MODEL, scores, 0.4);
    const there = rig.eye.position;
    rig.showBetween(WHOLE_MODEL, scores, 0.9);
    rig.showBetween(WHOLE_MODEL, scores, 0.4);
    expect(rig.eye.position).toEqual(there);
    expect(frame()).toBe(false);
    rig.showBetween(WHOLE_MODEL, scores, 1);
    expect(rig.view).toEqual(scores);
  });
});
