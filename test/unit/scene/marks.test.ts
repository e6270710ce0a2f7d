import { describe, expect, it } from 'vitest';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import { poseOf } from '../../../src/scene/camera/pose.ts';
import type { Box, CellRange } from '../../../src/scene/geometry.ts';
import { boxOfRange } from '../../../src/scene/layout/cells.ts';
import { curve, nearestPorts, type Port } from '../../../src/scene/marks/link.ts';
import { marksOf } from '../../../src/scene/marks/marks.ts';
import { faceCentre } from '../../../src/scene/marks/outline.ts';
import { strandBetween } from '../../../src/scene/marks/strand.ts';
import { projectPath } from '../../../src/scene/marks/stroke.ts';
import { PALETTES } from '../../../src/scene/palette.ts';
import { pick } from '../../../src/scene/pick.ts';
import { laidOut, NANO, VIEWPORT } from './camera-models.ts';

const nano = laidOut(NANO, 11);
const palette = PALETTES.light;
const scores = 'layers.0.attention.scores';
const eye = makeEye(poseOf({ blocks: [scores], yaw: -20, pitch: 10, zoom: 0.8 }, nano, VIEWPORT), VIEWPORT);
const cell = { block: scores, from: [0, 9, 2], to: [0, 9, 2] };
const query = { block: 'layers.0.attention.query', from: [0, 9, 0], to: [0, 9, 15] };
const value = { block: 'layers.0.attention.value', from: [0, 0, 3], to: [0, 10, 3] };
const mixed = { block: 'layers.0.attention.mixed', from: [9, 3], to: [9, 3] };

describe('outlines', () => {
  it('go around the cell that is picked within them', () => {
    const [outline] = marksOf({ outlines: [{ range: cell, style: 'accent' }], links: [] }, nano, eye, palette);
    const points = outline?.points ?? [];
    const centre = {
      x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
      y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
    };
    expect(pick(nano, eye, centre.x, centre.y)?.cell).toEqual([0, 9, 2]);
    expect(points[0]).toEqual(points.at(-1));
    expect(outline?.colour).toBe(palette.accent);
    expect(outline?.width).toBeGreaterThanOrEqual(1.7);
    expect(outline?.width).toBeLessThanOrEqual(2.6);
  });

  it('are dots from the first to the last cell of a dotted column', () => {
    const range = { block: scores, from: [0, 0, 2], to: [0, 8, 2] };
    const dots = marksOf({ outlines: [{ range, style: 'dotted' }], links: [] }, nano, eye, palette);
    expect(dots.length).toBeGreaterThan(9);
    const ends = [dots[0], dots.at(-1)].map((stroke) => stroke?.points[0]);
    const rows = ends.map((spot) => spot && pick(nano, eye, spot.x, spot.y)?.cell);
    expect(rows).toContainEqual([0, 0, 2]);
    expect(rows).toContainEqual([0, 8, 2]);
  });

  it('of a block that this model does not have are left out', () => {
    const range = { block: 'layers.9.ffn.gate', from: [0, 0], to: [0, 0] };
    expect(marksOf({ outlines: [{ range, style: 'accent' }], links: [] }, nano, eye, palette)).toEqual([]);
  });
});

describe('links', () => {
  const link = (progress: number) =>
    marksOf({ outlines: [], links: [{ from: value, to: mixed, progress }] }, nano, eye, palette);

  it('lie on paper, grow from their start, and end in a dot', () => {
    expect(link(0)).toEqual([]);
    const [half, whole] = [link(0.5), link(1)];
    const lineOf = (strokes: typeof whole) => strokes.find(({ width }) => width === 1.25)?.points ?? [];
    expect(whole[0]?.colour).toBe(palette.paper);
    expect(lineOf(half)[0]).toEqual(lineOf(whole)[0]);
    const length = (points: readonly { x: number; y: number }[]) =>
      points
        .slice(1)
        .reduce((sum, b, index) => sum + Math.hypot(b.x - (points[index]?.x ?? 0), b.y - (points[index]?.y ?? 0)), 0);
    expect(length(lineOf(half))).toBeLessThan(0.7 * length(lineOf(whole)));
    expect(whole.length).toBe(half.length + 1);
  });

  it('join the edges that face one another', () => {
    const ports = (left: number): Port[] => [
      { spot: { x: left, y: 50 }, outward: { x: -1, y: 0 } },
      { spot: { x: left + 100, y: 50 }, outward: { x: 1, y: 0 } },
      { spot: { x: left + 50, y: 0 }, outward: { x: 0, y: -1 } },
      { spot: { x: left + 50, y: 100 }, outward: { x: 0, y: 1 } },
    ];
    const pair = nearestPorts(ports(0), ports(300));
    expect(pair?.map(({ spot }) => spot.x)).toEqual([100, 300]);
    const points = pair ? curve(pair, 1) : [];
    expect(points[0]).toEqual({ x: 100, y: 50 });
    expect(points.at(-1)?.x).toBeCloseTo(300, 9);
    for (const { y } of points) expect(y).toBeCloseTo(50, 9);
  });
});

describe('a link along a ribbon', () => {
  const key = { block: 'layers.0.attention.key', from: [0, 2, 0], to: [0, 2, 15] };
  const boxOf = (range: CellRange): Box => {
    const placed = nano.find(range.block);
    if (placed === undefined) throw new Error(`${range.block} has no place`);
    return boxOfRange(placed, range.from, range.to);
  };
  const spotsOf = (from: typeof query, progress = 1) =>
    marksOf({ outlines: [], links: [{ from, to: cell, progress }] }, nano, eye, palette);

  it.each([
    ['a query comes beneath its column and goes along its row', query, [0, 9, 10]],
    ['a key comes down its column', key, [0, 0, 2]],
  ])('is the strand that carries it: %s', (_, from, entered) => {
    const strokes = spotsOf(from);
    const line = strokes.find(({ width }) => width === 1.5)?.points ?? [];
    const dots = strokes
      .filter(({ width, points }) => width === 1.7 && points.length === 2)
      .map(({ points }) => points[0]);
    const column = boxOf(from);
    expect(line[0]?.x).toBeCloseTo(eye.project(faceCentre(column)).x, 6);
    const cells = dots.map((spot) => spot && pick(nano, eye, spot.x, spot.y)?.cell);
    expect(cells).toContainEqual(entered);
    for (const at of cells) if (at) expect(at[1] === 9 || at[2] === 2).toBe(true);
  });

  it('grows from its start, and is drawn at the depth of its head', () => {
    const widths = (progress: number) => spotsOf(query, progress).map(({ width }) => width);
    expect(spotsOf(query, 0)).toEqual([]);
    expect(widths(0.3)).not.toContain(1.7);
    expect(widths(1)).toContain(1.7);
    const last = { ...query, from: [2, 9, 0], to: [2, 9, 15] };
    const strand = strandBetween(last, { block: scores, from: [2, 9, 2], to: [2, 9, 2] }, nano);
    const placed = nano.find(scores);
    const slab = placed?.block.slabs[2];
    expect(strand?.path.at(-1)?.z).toBeCloseTo((slab?.position.z ?? 0) + (slab?.thickness ?? 0), 9);
  });

  it('is none where many strands mix, and where the ribbon runs at another depth or width', () => {
    expect(strandBetween(value, mixed, nano)).toBeUndefined();
    const norm = { block: 'layers.0.attention_norm', from: [5, 0], to: [5, 47] };
    expect(strandBetween(norm, { block: query.block, from: [0, 5, 0], to: [0, 5, 0] }, nano)).toBeUndefined();
  });
});

describe('a path in the world', () => {
  it('is cut where it passes behind the eye', () => {
    const before = { x: eye.position.x, y: eye.position.y, z: eye.position.z - 50 };
    const behind = { ...before, z: eye.position.z + 50 };
    expect(projectPath([behind, { ...behind, x: behind.x + 1 }], eye)).toEqual([]);
    const pieces = projectPath([before, behind, { ...before, x: before.x + 5 }], eye);
    expect(pieces).toHaveLength(2);
    for (const piece of pieces)
      for (const { x, y } of piece) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
  });
});
