import { describe, expect, it } from 'vitest';
import { flightDuration, interpolate } from '../../../src/scene/camera/flight.ts';
import { freeArea, makeEye, type Pose, type Viewport } from '../../../src/scene/camera/lens.ts';
import { poseOf, subjectOf, viewOf } from '../../../src/scene/camera/pose.ts';
import { WHOLE_MODEL } from '../../../src/scene/camera/rig.ts';
import type { Box, Point } from '../../../src/scene/geometry.ts';
import type { View } from '../../../src/scene/picture.ts';
import { chance, LARGE, laidOut, NANO, VIEWPORT } from './camera-models.ts';

const nano = laidOut(NANO, 11);
const large = laidOut(LARGE, 64);

const corners = ({ min, max }: Box): Point[] =>
  [min.x, max.x].flatMap((x) => [min.y, max.y].flatMap((y) => [min.z, max.z].map((z) => ({ x, y, z }))));

/** Clip coordinates as the GPU computes them, in float32, as CSS pixels. */
function throughMatrix(pose: Pose, point: Point) {
  const { matrix, position, width, height, near } = makeEye(pose, VIEWPORT);
  const relative = [point.x - position.x, point.y - position.y, point.z - position.z, 1];
  const clip = [0, 1, 2, 3].map((row) =>
    relative.reduce((sum, part, column) => sum + part * (matrix[column * 4 + row] ?? 0), 0),
  );
  const [x = 0, y = 0, z = 0, w = 0] = clip;
  return { x: ((x / w + 1) / 2) * width, y: ((1 - y / w) / 2) * height, depth: w, reversed: z / w, near };
}

describe('the lens', () => {
  const pose: Pose = { target: { x: 40, y: -70, z: 3 }, yaw: -27, pitch: 12, distance: 400 };

  it('shows the target in the middle of the free area, from every side', () => {
    for (const yaw of [-80, -27, 0, 45]) {
      for (const pitch of [-10, 0, 12, 25, 40, 60, 85]) {
        const seen = makeEye({ ...pose, yaw, pitch }, VIEWPORT).project(pose.target);
        expect(seen.x).toBeCloseTo(376 + (1440 - 376) / 2, 6);
        expect(seen.y).toBeCloseTo(48 + (900 - 108) / 2, 6);
      }
    }
  });

  it('keeps verticals vertical up to 25°, and no longer from above', () => {
    const slant = (pitch: number) => {
      const eye = makeEye({ ...pose, pitch }, VIEWPORT);
      const foot = { x: 120, y: -150, z: -20 };
      return Math.abs(eye.project(foot).x - eye.project({ ...foot, y: 60 }).x);
    };
    for (const pitch of [-10, 0, 12, 25]) expect(slant(pitch)).toBeLessThan(1e-6);
    expect(slant(50)).toBeGreaterThan(5);
  });

  it('stands to the left for a negative yaw and above for a positive pitch', () => {
    const { position } = makeEye(pose, VIEWPORT);
    expect(position.x).toBeLessThan(pose.target.x);
    expect(position.y).toBeGreaterThan(pose.target.y);
    expect(position.z).toBeGreaterThan(pose.target.z);
  });

  it('gives the GPU the same picture as project(), with depth from 1 at the near plane towards 0', () => {
    const eye = makeEye(pose, VIEWPORT);
    const point = { x: 77, y: -30, z: -14 };
    const seen = throughMatrix(pose, point);
    const expected = eye.project(point);
    expect(seen.x).toBeCloseTo(expected.x, 2);
    expect(seen.y).toBeCloseTo(expected.y, 2);
    expect(seen.depth).toBeCloseTo(expected.depth, 2);
    expect(seen.reversed).toBeCloseTo(eye.near / expected.depth, 6);
  });

  it('sends the ray of a pixel through the points that are projected there', () => {
    const eye = makeEye({ ...pose, pitch: 40 }, VIEWPORT);
    const point = { x: -13, y: 20, z: 9 };
    const { x, y, depth } = eye.project(point);
    const ray = eye.ray(x, y);
    expect(eye.position.x + ray.x * depth).toBeCloseTo(point.x, 6);
    expect(eye.position.y + ray.y * depth).toBeCloseTo(point.y, 6);
    expect(eye.position.z + ray.z * depth).toBeCloseTo(point.z, 6);
  });
});

describe('a view', () => {
  const whole: View = { blocks: [], yaw: -27, pitch: 12, zoom: 1 };
  const extent = (view: View, layout = nano) => {
    const eye = makeEye(poseOf(view, layout, VIEWPORT), VIEWPORT);
    const seen = subjectOf(view, layout)
      .flatMap(corners)
      .map((corner) => eye.project(corner));
    const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)];
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  };

  it.each([
    ['the whole small model', whole, nano],
    ['the whole large model', whole, large],
    ['a block from above', { ...whole, blocks: ['layers.1.ffn.up.weight'], pitch: 60 }, nano],
    ['two blocks', { ...whole, blocks: ['layers.0.attention.query', 'layers.2.ffn.down'], yaw: 30 }, nano],
    ['a layer', { ...whole, blocks: ['layers.1'] }, nano],
    [
      'a part of a layer, and a block of another',
      { ...whole, blocks: ['layers.0.attention', 'layers.2.ffn.up'] },
      nano,
    ],
    [
      'one cell',
      {
        ...whole,
        blocks: ['layers.0.attention.scores'],
        cells: [{ block: 'layers.0.attention.scores', from: [2, 9, 4], to: [2, 9, 4] }],
      },
      nano,
    ],
    [
      'a row of cells',
      {
        ...whole,
        blocks: ['layers.0.attention.scores'],
        cells: [{ block: 'layers.0.attention.scores', from: [2, 9, 0], to: [2, 9, 10] }],
      },
      nano,
    ],
    [
      'cells of one block and all of another',
      {
        ...whole,
        blocks: ['layers.0.attention.weights', 'layers.0.attention.mixed'],
        cells: [{ block: 'layers.0.attention.mixed', from: [0, 0], to: [10, 15] }],
      },
      nano,
    ],
  ])('fits %s into 92 %% of the free width or height', (_, view, layout) => {
    const free = freeArea(VIEWPORT);
    const { left, right, top, bottom } = extent(view, layout);
    const across = (right - left) / free.width;
    const down = (bottom - top) / free.height;
    expect(Math.max(across, down)).toBeGreaterThan(0.9);
    expect(Math.max(across, down)).toBeLessThan(0.9201);
    const border = 0.04 * Math.min(free.width, free.height) - 1;
    expect(left).toBeGreaterThan(376 + border);
    expect(right).toBeLessThan(1440 - border);
    expect(top).toBeGreaterThan(48 + border);
    expect(bottom).toBeLessThan(840 - border);
  });

  it('stands a tall subject beside what covers a corner at the bottom, where it is larger, and a wide one above it', () => {
    const covered = { ...VIEWPORT, insets: { ...VIEWPORT.insets, right: 16, bottom: 200, bottomReach: 700 } };
    const sizeAndPlace = (view: View, viewport = covered) => {
      const eye = makeEye(poseOf(view, nano, viewport), viewport);
      const seen = subjectOf(view, nano)
        .flatMap(corners)
        .map((corner) => eye.project(corner));
      return {
        size: eye.pixelsPerCell / eye.targetDistance,
        left: Math.min(...seen.map(({ x }) => x)),
        right: Math.max(...seen.map(({ x }) => x)),
        bottom: Math.max(...seen.map(({ y }) => y)),
      };
    };
    const tall = sizeAndPlace({ ...whole, blocks: ['layers.0.ffn.up'] });
    expect(tall.left).toBeGreaterThan(700);
    expect(tall.bottom).toBeGreaterThan(700);
    expect(tall.bottom).toBeLessThan(900 - 16);
    // No further from the middle of the free area than need be.
    const clear = { ...covered, insets: { ...covered.insets, bottomReach: 300 } };
    const { left, right } = sizeAndPlace({ ...whole, blocks: ['layers.0.ffn.up'] }, clear);
    expect((left + right) / 2).toBeCloseTo(freeArea(clear).centreX, -1);
    const wide = sizeAndPlace({ ...whole, blocks: ['layers.0.ffn.up.weight'] });
    expect(wide.left).toBeLessThan(700);
    expect(wide.bottom).toBeLessThan(700);
  });

  it('leaves room above blocks in a window too narrow for names beside them, and none above the whole model', () => {
    const insets = { top: 52, right: 8, bottom: 430, left: 8 };
    const phone: Viewport = { ...VIEWPORT, width: 390, height: 844, insets };
    const roomAround = (blocks: string[]) => {
      const view = { ...WHOLE_MODEL, blocks };
      const eye = makeEye(poseOf(view, nano, phone), phone);
      const heights = subjectOf(view, nano).flatMap((box) => corners(box).map((corner) => eye.project(corner).y));
      return { above: Math.min(...heights) - insets.top, below: phone.height - insets.bottom - Math.max(...heights) };
    };
    expect(roomAround(['embedding']).above).toBeCloseTo(60, 3);
    const { above, below } = roomAround([]);
    expect(Math.abs(above - below)).toBeLessThan(10);
  });

  it('looks at the last tokens there are where the text has become shorter', () => {
    const tokens = (from: number, to: number): View => ({
      ...whole,
      blocks: ['tokens'],
      cells: [{ block: 'tokens', from: [from], to: [to] }],
    });
    const short = laidOut(NANO, 4);
    expect(poseOf(tokens(2, 9), short, VIEWPORT)).toEqual(poseOf(tokens(2, 3), short, VIEWPORT));
    expect(poseOf(tokens(8, 9), short, VIEWPORT)).toEqual(poseOf(tokens(3, 3), short, VIEWPORT));
  });

  it('draws twice as large at zoom 2', () => {
    const view = { ...whole, blocks: ['layers.0.ffn.up.weight'] };
    const pixels = (zoom: number) => {
      const eye = makeEye(poseOf({ ...view, zoom }, nano, VIEWPORT), VIEWPORT);
      return eye.pixelsPerCell / eye.targetDistance;
    };
    expect(pixels(2) / pixels(1)).toBeCloseTo(2, 6);
    expect(pixels(16) / pixels(1)).toBeCloseTo(16, 6);
  });

  it('shows the whole model where it names blocks of another one', () => {
    const pose = poseOf({ ...whole, blocks: ['layers.0.ffn.gate'] }, nano, VIEWPORT);
    expect(pose).toEqual(poseOf(whole, nano, VIEWPORT));
  });

  it('comes back from a pose at a cell, and to the same size in another window', () => {
    const view: View = {
      blocks: ['layers.40.ffn.up.weight'],
      cells: [{ block: 'layers.40.ffn.up.weight', from: [8000, 20000], to: [8000, 20000] }],
      yaw: -20,
      pitch: 14,
      zoom: 0.031,
    };
    const address = viewOf(poseOf(view, large, VIEWPORT), large, VIEWPORT);
    expect(address.blocks).toEqual(view.blocks);
    expect(address.cells).toEqual(view.cells);
    expect(address.zoom).toBeCloseTo(view.zoom, 9);

    const phone = { width: 390, height: 500, pixelRatio: 3, insets: { top: 0, right: 0, bottom: 0, left: 0 } };
    const eye = makeEye(poseOf(address, large, phone), phone);
    const back = viewOf(poseOf(address, large, phone), large, phone);
    expect(back.cells).toEqual(view.cells);
    // One cell takes the same part of the narrower side of the free window.
    const here = makeEye(poseOf(view, large, VIEWPORT), VIEWPORT);
    const part = (e: typeof eye, side: number) => e.pixelsPerCell / e.targetDistance / side;
    expect(part(eye, 390) / part(here, 792)).toBeGreaterThan(0.8);
    expect(part(eye, 390) / part(here, 792)).toBeLessThan(1.25);
  });
});

describe('the address of a pose', () => {
  const PHONE: Viewport = {
    width: 390,
    height: 844,
    pixelRatio: 3,
    insets: { top: 52, right: 8, bottom: 430, left: 8 },
  };
  /** Where the hand may have taken the camera: among the blocks, over empty ground, turned, near and far. */
  const random = chance(23);
  const held = Array.from({ length: 60 }, (): Pose => {
    const { min, max } = nano.box;
    const between = (axis: 'x' | 'y' | 'z') => min[axis] + random() * (max[axis] - min[axis]);
    return {
      target: { x: between('x'), y: between('y'), z: between('z') },
      yaw: -80 + 160 * random(),
      pitch: -5 + 80 * random(),
      distance: 10 * 400 ** random(),
    };
  });

  it('leads back to it exactly', () => {
    for (const pose of held) {
      const back = poseOf(viewOf(pose, nano, VIEWPORT), nano, VIEWPORT);
      expect(back.distance / pose.distance).toBeCloseTo(1, 6);
      for (const axis of ['x', 'y', 'z'] as const) expect(back.target[axis]).toBeCloseTo(pose.target[axis], 6);
      expect([back.yaw, back.pitch]).toEqual([pose.yaw, pose.pitch]);
    }
  });

  it('in another window has the same in its middle', () => {
    for (const pose of held) {
      const there = poseOf(viewOf(pose, nano, VIEWPORT), nano, PHONE);
      const miss = Math.hypot(...(['x', 'y', 'z'] as const).map((axis) => there.target[axis] - pose.target[axis]));
      expect(miss / pose.distance).toBeLessThan(0.02);
    }
  });

  it('draws the whole model as wide as another window is, where it did so in the first', () => {
    const turned = { ...poseOf(WHOLE_MODEL, nano, VIEWPORT), yaw: 35, pitch: 30 };
    const eye = makeEye(poseOf(viewOf(turned, nano, VIEWPORT), nano, PHONE), PHONE);
    const across = corners(nano.box).map((corner) => eye.project(corner).x);
    expect(Math.max(...across) - Math.min(...across)).toBeLessThan(PHONE.width);
    expect(Math.max(...across) - Math.min(...across)).toBeGreaterThan(0.6 * PHONE.width);
  });
});

describe('a flight', () => {
  const a: Pose = { target: { x: 0, y: 0, z: 0 }, yaw: -27, pitch: 12, distance: 60 };
  const b: Pose = { target: { x: 900, y: -400, z: 20 }, yaw: 10, pitch: 30, distance: 40 };

  it('begins and ends exactly at its poses', () => {
    expect(interpolate(a, b, 0)).toBe(a);
    expect(interpolate(a, b, 1)).toBe(b);
    const nearlyThere = interpolate(a, b, 1 - 1e-9);
    expect(nearlyThere.target.x).toBeCloseTo(900, 4);
    expect(nearlyThere.distance).toBeCloseTo(40, 4);
  });

  it('rises on a far way and goes straight on a short one', () => {
    expect(interpolate(a, b, 0.5).distance).toBeGreaterThan(150);
    const near = { ...a, target: { x: 1, y: 0, z: 0 } };
    expect(interpolate(a, near, 0.5).distance).toBeLessThan(60.1);
    const nearer = { ...a, distance: 6 };
    expect(interpolate(a, nearer, 0.5).distance).toBeCloseTo(Math.sqrt(60 * 6), 6);
  });

  it('goes forward all the way, the same way back', () => {
    let before = -1;
    for (let step = 0; step <= 50; step++) {
      const here = interpolate(a, b, step / 50);
      const back = interpolate(b, a, 1 - step / 50);
      expect(here.target.x).toBeGreaterThan(before);
      expect(back.target.x).toBeCloseTo(here.target.x, 6);
      expect(back.distance).toBeCloseTo(here.distance, 6);
      before = here.target.x;
    }
  });

  it('turns the short way round', () => {
    expect(interpolate({ ...a, yaw: -80 }, { ...a, yaw: 80 }, 0.5).yaw).toBeCloseTo(0, 9);
  });

  it('takes 600 to 1100 ms, longer for a longer way', () => {
    const random = chance(7);
    for (let round = 0; round < 100; round++) {
      const far = { ...b, target: { x: 1e6 * random(), y: 0, z: 0 }, distance: 1 + 1e5 * random() };
      const duration = flightDuration(a, far);
      expect(duration).toBeGreaterThanOrEqual(600);
      expect(duration).toBeLessThanOrEqual(1100);
    }
    expect(flightDuration(a, a)).toBe(600);
    expect(flightDuration(a, b)).toBeGreaterThan(flightDuration(a, { ...a, distance: 30 }));
  });
});
