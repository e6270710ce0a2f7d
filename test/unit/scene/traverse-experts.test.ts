import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import type { Box, Point } from '../../../src/scene/geometry.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { type SeenSlab, traverse } from '../../../src/scene/tiles/traverse.ts';
import { blockAt, boxOfBlock } from './layouts.ts';

const viewport = { width: 1280, height: 800, pixelRatio: 1, insets: { top: 0, right: 0, bottom: 0, left: 0 } };
const graph = buildGraph(JSON.parse(readFileSync('models/configs/deepseek-r1.json', 'utf8')));
const layout = layOut(graph, 7, { aspect: 1.6 });
const GATES = /^layers\.30\.ffn\.experts\.(\d+)\.gate\.weight$/;

/** Around all blocks of one of layer 30's experts. */
function expertBox(expert: number): Box {
  const names = ['gate', 'up', 'down'].map((part) => `layers.30.ffn.experts.${expert}.${part}.weight`);
  const boxes = names.map((id) => boxOfBlock(blockAt(layout, id)));
  const corner = (of: (...all: number[]) => number, end: 'min' | 'max'): Point => ({
    x: of(...boxes.map((box) => box[end].x)),
    y: of(...boxes.map((box) => box[end].y)),
    z: of(...boxes.map((box) => box[end].z)),
  });
  return { min: corner(Math.min, 'min'), max: corner(Math.max, 'max') };
}

/** The gate weights of layer 30's experts that are drawn, seen from so far before one of them, in cells. */
function gatesBefore(expert: number, distance: number) {
  const { min, max } = boxOfBlock(blockAt(layout, `layers.30.ffn.experts.${expert}.gate.weight`));
  const target = { x: (min.x + max.x) / 2, y: (min.y + max.y) / 2, z: max.z };
  const { slabs } = traverse(layout.root, makeEye({ target, yaw: -27, pitch: 12, distance }, viewport));
  return slabs.filter(({ id }) => GATES.test(id));
}

/** How many members of a stack a solid shows: itself, or as many as there are stripes on its sides; none where it is plain. */
function toldIn({ stackDepth, stackPitch }: SeenSlab): number {
  if (stackDepth === 0) return 1;
  return stackPitch === 0 ? 0 : 1 + Math.round(stackDepth / stackPitch);
}

describe('experts', () => {
  it('are one solid from the first to the last where they cannot be told apart', () => {
    const { min, max } = layout.box;
    const seen = gatesBefore(0, 1.8 * (max.x - min.x));
    expect(seen.map(({ id }) => id)).toEqual(['layers.30.ffn.experts.0.gate.weight']);
    const [first, last] = [0, 255].map((expert) => blockAt(layout, `layers.30.ffn.experts.${expert}.gate.weight`));
    expect(seen[0]?.stackDepth).toBe((first?.origin.z ?? 0) - (last?.origin.z ?? 0));
  });

  it('are each shown head-on before a corner, where only the other corners tell them apart', () => {
    const { min, max } = expertBox(0);
    const across = max.x - min.x;
    const beforeCorner = (target: Point, distance: number) => {
      const { slabs } = traverse(layout.root, makeEye({ target, yaw: 0, pitch: 0, distance }, viewport));
      return slabs.filter(({ id }) => GATES.test(id));
    };
    for (const target of [max, { ...min, z: max.z }, { x: min.x, y: max.y, z: max.z }]) {
      const near = beforeCorner(target, across);
      expect(near.map(toldIn).reduce((sum, told) => sum + told)).toBeGreaterThan(100);
      const far = beforeCorner(target, 60 * across);
      expect(far).toHaveLength(1);
      expect(far.map(toldIn)).toEqual([0]);
    }
  });

  it('are no wall where there is mostly air: the films between their matrices', () => {
    const { min, max } = layout.box;
    const target = { x: (min.x + max.x) / 2, y: (min.y + max.y) / 2, z: 0 };
    const eye = makeEye({ target, yaw: -27, pitch: 12, distance: 0.5 * (max.x - min.x) }, viewport);
    const solids = traverse(layout.root, eye).slabs.filter(
      ({ id, stackDepth }) => /experts/.test(id) && stackDepth > 0,
    );
    expect(solids.length).toBeGreaterThan(10);
    expect(solids.filter(({ block }) => block.tensor.kind !== 'weight').map(({ id }) => id)).toEqual([]);
  });

  it('have their ribbons in bands that stand for all of them', () => {
    const { min, max } = layout.box;
    const target = { x: (min.x + max.x) / 2, y: (min.y + max.y) / 2, z: 0 };
    const eye = makeEye({ target, yaw: -27, pitch: 12, distance: 1.2 * (max.x - min.x) }, viewport);
    const { flows } = traverse(layout.root, eye);
    expect(flows.length).toBeLessThan(3000);
    const results = flows.filter(
      ({ flow, prefix }) => prefix === 'layers.30.' && /experts\.\d+\.down$/.test(flow.from),
    );
    expect(results.reduce((sum, { count }) => sum + count, 0)).toBe(256);
  });

  it('are each shown where the eye is among them', () => {
    const seen = gatesBefore(128, 60);
    expect(seen.map(({ id }) => id)).toContain('layers.30.ffn.experts.128.gate.weight');
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every((slab) => toldIn(slab) > 0)).toBe(true);
  });
});
