import { describe, expect, it } from 'vitest';
import { hallGraph } from '../../../src/architecture/hall.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';
import { makeEye, type Viewport } from '../../../src/scene/camera/lens.ts';
import { poseOf } from '../../../src/scene/camera/pose.ts';
import { wholeOf } from '../../../src/scene/camera/rig.ts';
import { annotate, type Words } from '../../../src/scene/labels/annotate.ts';
import { meet } from '../../../src/scene/labels/room.ts';
import { roomOf } from '../../../src/scene/labels/text.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { PALETTES } from '../../../src/scene/palette.ts';
import { pick } from '../../../src/scene/pick.ts';
import type { View } from '../../../src/scene/picture.ts';
import { traverse } from '../../../src/scene/tiles/traverse.ts';
import { ALL, TOKENS } from './layouts.ts';

const members = Object.entries(ALL)
  .map(([name, graph]) => ({ name, graph }))
  .sort((one, other) => parameterCount(one.graph) - parameterCount(other.graph));
const names = members.map(({ name }) => name);
const words: Words = {
  names: {
    block: () => undefined,
    group: (id) => (id.includes('/') ? { name: id, details: [] } : undefined),
    plate: (id) =>
      names.includes(id)
        ? {
            name: id,
            details: ['2023 · 7 billion parameters', '32 layers'],
            short: '7 billion',
            asSpeck: (pixels) => `speck of ${pixels}`,
          }
        : undefined,
    head: String,
    count: String,
    span: (from, to) => `${from} to ${to}`,
  },
  letter: () => undefined,
};
const measure = (text: string, { size }: { readonly size: number }) => (text.length * size) / 2;
const WIDE: Viewport = { width: 904, height: 740, pixelRatio: 1, insets: { top: 56, right: 16, bottom: 44, left: 16 } };
const WINDOWS = [WIDE, { width: 390, height: 844, pixelRatio: 2, insets: { top: 52, right: 8, bottom: 430, left: 8 } }];

function written(viewport: Viewport, view: Partial<View> = {}) {
  const aspect = viewport.width / (viewport.height - viewport.insets.bottom - viewport.insets.top);
  const layout = layOut(hallGraph(members), TOKENS, { aspect });
  const eye = makeEye(poseOf({ ...wholeOf(layout), ...view }, layout, viewport), viewport);
  const { slabs, flows } = traverse(layout.root, eye);
  const picture = { named: [], outlines: [], links: [] };
  const { insets } = viewport;
  const frame = { eye, layout, slabs, flows, picture, insets, given: 0, density: 1, palette: PALETTES.dark };
  return { eye, layout, ...annotate(frame, words, measure, new Map()) };
}

describe('the plates of a hall', () => {
  it.each(WINDOWS)('stand beside one another and on no model, in a window $width wide', (viewport) => {
    for (const view of [{}, { yaw: -20 }, { zoom: 2 }, { pitch: 30 }]) {
      const { eye, layout, labels, lines } = written(viewport, view);
      labels.forEach((label, index) => {
        expect(labels.slice(index + 1).some((other) => meet(label, other))).toBe(false);
      });
      for (const line of lines.filter(({ text }) => names.includes(text))) {
        const { left, top, right, bottom } = roomOf(line, measure);
        for (const x of [left, (left + right) / 2, right]) {
          expect(pick(layout, eye, x, (top + bottom) / 2)).toBeUndefined();
        }
      }
    }
    expect(written(viewport).lines.filter(({ text }) => names.includes(text)).length).toBeGreaterThan(3);
  });

  it.each(WINDOWS)('are known by their models, the smallest by its ring too, in a window $width wide', (viewport) => {
    const { eye, layout, plates, lines } = written(viewport);
    expect(plates.length).toBeGreaterThan(4);
    const [smallest] = layout.stands ?? [];
    const ringed = plates.find(({ id }) => id === smallest?.name);
    if (smallest === undefined || ringed === undefined) throw new Error('the smallest has no plate');
    const { x, y } = eye.project(smallest.box.min);
    const holdsIt = ringed.rooms.some(
      ({ left, top, right, bottom }) => x >= left - 2 && x <= right + 2 && y >= top - 2 && y <= bottom + 2,
    );
    expect(holdsIt).toBe(true);
    for (const { id } of plates) expect(lines.some(({ text }) => text === id)).toBe(true);
  });

  it('tell of every model that is large enough to be seen, of its layers only from near', () => {
    const said = (view: Partial<View>) => written(WIDE, view).lines.map(({ text }) => text);
    for (const name of ['GPT-2', 'Llama 3.2 3B', 'Mixtral 8x7B', 'GPT-3', 'DeepSeek-R1'])
      expect(said({})).toContain(name);
    const isLayer = (text: string) => text.includes('/layers.');
    expect(said({}).some(isLayer)).toBe(false);
    const near = said({ blocks: ['GPT-3/layers.40.ffn.up.weight'], zoom: 0.3 });
    expect(near.some(isLayer)).toBe(true);
  });

  it('tell of the smallest how small it is, and under the same name what it has once it can be seen', () => {
    const [smallest = ''] = names;
    const { eye, layout, lines } = written(WIDE);
    const { min, max } = layout.stands?.[0]?.box ?? layout.box;
    const [left, right] = [eye.project(min), eye.project({ x: max.x, y: min.y, z: max.z })];
    const speck = lines.find(({ text }) => text.startsWith('speck of '))?.text.slice('speck of '.length);
    expect(Number(speck)).toBeGreaterThan(0.5 * (right.x - left.x));
    expect(Number(speck)).toBeLessThan(1);
    expect(lines.find(({ text }) => text === smallest)?.colour).toEqual(PALETTES.dark.accentText);
    const near = written(WIDE, { blocks: [`${smallest}/layers.0.ffn.up.weight`], zoom: 0.02 });
    expect(near.lines.find(({ text }) => text === smallest)?.colour).toEqual(PALETTES.dark.ink);
  });
});
