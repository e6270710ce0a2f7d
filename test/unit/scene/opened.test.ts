import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/architecture/address.ts';
import type { Graph } from '../../../src/architecture/graph.ts';
import { hallGraph } from '../../../src/architecture/hall.ts';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import { boxOfRange } from '../../../src/scene/layout/cells.ts';
import { openedAt } from '../../../src/scene/layout/opened.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { pick } from '../../../src/scene/pick.ts';
import { VIEWPORT } from './camera-models.ts';
import { ALL, TOKENS } from './layouts.ts';

const graph = ALL['DeepSeek-R1'];
if (graph === undefined) throw new Error('there is no DeepSeek-R1');
const layer = [...graph.root.modules].findLast(({ id }) => id.startsWith('layers.'))?.id;
const expert = (index: number) => `${layer}.ffn.experts.${index}.up.weight`;

const layoutOf = (graph: Graph) => layOut(graph, TOKENS, { aspect: 1.4 });

describe('an opened stack', () => {
  it.each([
    ['alone', graph, (id: string) => id],
    ['in a hall', hallGraph([{ name: 'one', graph }]), (id: string) => addressOf({ model: 'one', id })],
  ] as const)('shows the expert that is asked for, which others hide, %s', (_, graph, idOf) => {
    const whole = layoutOf(graph);
    const block = idOf(expert(100));
    const cell = [3000, 1000];
    const placed = whole.find(block);
    if (placed === undefined) throw new Error(`there is no ${block}`);
    const { min, max } = boxOfRange(placed, cell, cell);
    const target = { x: (min.x + max.x) / 2, y: (min.y + max.y) / 2, z: max.z };
    const eye = makeEye({ target, yaw: -24, pitch: 12, distance: 120_000 }, VIEWPORT);
    const { x, y } = eye.project(target);
    expect(pick(whole, eye, x, y)?.block).not.toBe(block);
    const opened = openedAt(whole, block);
    expect(pick(opened, eye, x, y)).toMatchObject({ block });
    expect(opened.box).toEqual(whole.box);
    expect(opened.stands).toEqual(whole.stands);
    expect(opened.find(idOf(expert(0)))).toEqual(whole.find(idOf(expert(0))));
  });

  it('is the same layout where nothing stands before', () => {
    const whole = layoutOf(graph);
    for (const id of [expert(0), `${layer}.attention.scores`, 'embedding', 'nothing.of.it', ''])
      expect(openedAt(whole, id)).toBe(whole);
  });
});
