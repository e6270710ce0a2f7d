import { describe, expect, it } from 'vitest';
import { hallGraph } from '../../../src/architecture/hall.ts';
import { makeEye, type Viewport } from '../../../src/scene/camera/lens.ts';
import { poseOf } from '../../../src/scene/camera/pose.ts';
import { wholeOf } from '../../../src/scene/camera/rig.ts';
import { mainRuler } from '../../../src/scene/labels/ruler.ts';
import { type RulerLine, stretchWithin, ticksOf } from '../../../src/scene/labels/ticks.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { ALL, TOKENS } from './layouts.ts';

const VIEWPORT: Viewport = {
  width: 904,
  height: 740,
  pixelRatio: 1,
  insets: { top: 56, right: 16, bottom: 44, left: 16 },
};
const SAFE = { left: 28, top: 68, right: 876, bottom: 684 };
const hall = layOut(hallGraph(Object.entries(ALL).map(([name, graph]) => ({ name, graph }))), TOKENS, { aspect: 1.4 });

/** A level line that runs away from an eye over its near end, so that a cell is drawn as large as 1000 / (100 + its number). */
const RECEDING: RulerLine = {
  length: 1e7,
  at: (cells) => ({ x: (1000 * cells) / (100 + cells), y: 300, depth: 100 + cells }),
};

describe('ticks of a ruler', () => {
  it('stand at round numbers, apart from one another, and more finely where it is nearer', () => {
    const ticks = ticksOf(RECEDING, { from: 0, to: 1e7 }, 80);
    expect(ticks[0]).toBe(0);
    const gaps = ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0));
    const pixels = ticks.slice(1).map((tick, index) => RECEDING.at(tick).x - RECEDING.at(ticks[index] ?? 0).x);
    expect(Math.min(...pixels)).toBeGreaterThanOrEqual(80);
    expect(Math.max(...pixels)).toBeLessThan(80 * 5);
    expect(gaps).toEqual(gaps.toSorted((one, other) => one - other));
    expect(gaps.at(-1)).toBeGreaterThan(3 * (gaps[0] ?? 0));
    for (const tick of ticks) expect(String(tick).replace(/0+$/, '').length).toBeLessThanOrEqual(2);
  });

  it('are whole cells, however near', () => {
    const near: RulerLine = { length: 100, at: (cells) => ({ x: 700 * cells, y: 0, depth: 1 }) };
    expect(ticksOf(near, { from: 3.2, to: 6.7 }, 80)).toEqual([4, 5, 6]);
  });

  it('are those of what is before the eye and on the canvas', () => {
    const across: RulerLine = { length: 100, at: (cells) => ({ x: 1000 / (cells - 50), y: 100, depth: cells - 50 }) };
    const stretch = stretchWithin(across, { left: 0, top: 0, right: 200, bottom: 200 }, 1);
    expect(stretch?.from).toBeCloseTo(55);
    expect(stretch?.to).toBe(100);
    expect(stretchWithin(across, { left: 0, top: 200, right: 200, bottom: 300 }, 1)).toBeUndefined();
  });
});

describe('the ruler of a hall', () => {
  it.each(['nano-sort/layers.1.ffn.up.weight', 'DeepSeek-R1/layers.60.attention.output.weight'])(
    'has two to twelve numbers at every distance, down to a few cells of %s',
    (block) => {
      const cell = { block, from: [10, 20], to: [10, 20] };
      const whole = wholeOf(hall);
      for (let nearer = 0; nearer <= 1; nearer += 0.02) {
        const start = poseOf(whole, hall, VIEWPORT);
        const end = poseOf({ ...whole, blocks: [block], cells: [cell], zoom: 0.1 }, hall, VIEWPORT);
        const between = (a: number, b: number) => a * (b / a) ** nearer;
        const left = between(1, end.distance / start.distance);
        const target = {
          x: end.target.x + (start.target.x - end.target.x) * left,
          y: end.target.y + (start.target.y - end.target.y) * left,
          z: end.target.z + (start.target.z - end.target.z) * left,
        };
        const eye = makeEye({ ...end, target, distance: between(start.distance, end.distance) }, VIEWPORT);
        const count = mainRuler({ eye, layout: hall, safe: SAFE })?.numbered.length ?? 0;
        expect(count, `${nearer} of the way`).toBeGreaterThanOrEqual(2);
        expect(count, `${nearer} of the way`).toBeLessThanOrEqual(12);
      }
    },
  );

  it('is not there for one model', () => {
    const [layout] = Object.values(ALL).map((graph) => layOut(graph, TOKENS, { aspect: 1.4 }));
    if (layout === undefined) throw new Error('no models');
    const eye = makeEye(poseOf(wholeOf(layout), layout, VIEWPORT), VIEWPORT);
    expect(mainRuler({ eye, layout, safe: SAFE })).toBeUndefined();
  });
});
