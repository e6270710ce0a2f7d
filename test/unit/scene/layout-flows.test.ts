import { describe, expect, test } from 'vitest';
import type { Graph } from '../../../src/architecture/graph.ts';
import { operandsOf } from '../../../src/architecture/operands.ts';
import type { Box, Layout } from '../../../src/scene/geometry.ts';
import { layOut } from '../../../src/scene/layout.ts';
import {
  ALL,
  ASPECTS,
  blockAt,
  boxOfBlock,
  flowsOf,
  overlap,
  type PlacedFlow,
  SMALL,
  slabBoxes,
  TOKENS,
} from './layouts.ts';

const cases = Object.entries(SMALL).flatMap(([name, graph]) => ASPECTS.map((aspect) => ({ name, graph, aspect })));

/** The area of each run of a ribbon, at the width that it has there. */
function runsOf({ flow, path }: PlacedFlow): Box[] {
  const reach = Math.max(flow.startWidth, flow.endWidth) / 2;
  return path.slice(1).map((end, index) => {
    const start = path[index] ?? end;
    const isLevel = start.y === end.y;
    return {
      min: {
        x: Math.min(start.x, end.x) - (isLevel ? 0 : reach),
        y: Math.min(start.y, end.y) - (isLevel ? reach : 0),
        z: Math.min(start.z, end.z),
      },
      max: {
        x: Math.max(start.x, end.x) + (isLevel ? 0 : reach),
        y: Math.max(start.y, end.y) + (isLevel ? reach : 0),
        z: Math.max(start.z, end.z),
      },
    };
  });
}

/** Faces that a ribbon would be drawn over: it runs in front of all slabs of a block that it does not join. */
function crossings(layout: Layout): string[] {
  const solids = [...layout.blocks()].map((placed) => ({ id: placed.id, boxes: slabBoxes(placed) }));
  return flowsOf(layout).flatMap((placed) =>
    runsOf(placed).flatMap((run) =>
      solids
        .filter(({ id, boxes }) => {
          const isJoined = id === placed.from || id === placed.to;
          const isOver = boxes.some((box) => overlap(box, run, ['x', 'y']));
          return isOver && !isJoined && boxes.every((box) => box.max.z <= run.max.z);
        })
        .map(({ id }) => `${placed.from} → ${placed.to} over ${id}`),
    ),
  );
}

describe('ribbons', () => {
  test.each(cases)('of $name cross no face at aspect $aspect', ({ graph, aspect }) => {
    for (const tokens of [1, TOKENS, graph.dimensions.context]) {
      expect(crossings(layOut(graph, tokens, { aspect }))).toEqual([]);
    }
  });

  test.each(Object.entries(ALL))('of %s run level or upright, and end at what they join', (_, graph) => {
    const layout = layOut(graph, TOKENS, { aspect: 1.4 });
    const wrong = flowsOf(layout).filter(({ flow, path, to }) => {
      const runs = path.slice(1).map((point, index) => ({ point, before: path[index] ?? point }));
      const isStraight = runs.every(({ point, before }) => (point.x === before.x) !== (point.y === before.y));
      const { min, max } = boxOfBlock(blockAt(layout, to));
      const end = path.at(-1) ?? min;
      const isArriving =
        flow.kind === 'riser' ||
        (end.x > min.x - 1e-6 && end.x < max.x + 1e-6 && end.y > min.y - 1e-6 && end.y < max.y + 1e-6);
      const isThere = Math.min(flow.startWidth, flow.endWidth, flow.strength) > 0 && flow.strands === TOKENS;
      return runs.length === 0 || !isStraight || !isArriving || !isThere;
    });
    expect(wrong).toEqual([]);
  });

  test.each(Object.entries(ALL))('of %s start and end behind the faces of what they join', (_, graph) => {
    const layout = layOut(graph, TOKENS, { aspect: 1.4 });
    const before = flowsOf(layout).filter(({ from, to, path }) => {
      const isBefore = (id: string, z = 0) => z >= boxOfBlock(blockAt(layout, id)).max.z;
      return isBefore(from, path[0]?.z) || isBefore(to, path.at(-1)?.z);
    });
    expect(before.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('of heads keep to their depth behind the weights, and meet in what mixes them', () => {
    const layout = layOut(SMALL['nano-sort'] as Graph, TOKENS, { aspect: 1.4 });
    const mixed = boxOfBlock(blockAt(layout, 'layers.1.attention.mixed'));
    const foot = boxOfBlock(blockAt(layout, 'layers.1.attention.weights')).min.y;
    const faces = slabBoxes(blockAt(layout, 'layers.1.attention.value')).map(({ max }) => max.z);
    const values = flowsOf(layout).filter(
      ({ from, to }) => from.endsWith('1.attention.value') && to.endsWith('1.attention.mixed'),
    );
    expect(values.map(({ path }) => path.filter(({ y }) => y >= foot).map(({ z }) => z))).toEqual(
      faces.map((face) => [face - 1.6, face - 1.6]),
    );
    expect(new Set(values.map(({ path }) => path.at(-1)?.z))).toEqual(new Set([mixed.max.z - 1.6]));
  });

  test.each(Object.entries(SMALL))('of %s bring every op what it computes with', (_, graph) => {
    const flows = flowsOf(layOut(graph, TOKENS, { aspect: 1.4 }));
    const isJoined = (from: string, to: string) => flows.some((flow) => flow.from === from && flow.to === to);
    for (const op of graph.ops()) {
      for (const { part, id } of operandsOf(op)) {
        const isStrip = part === 'bias' || (part === 'weight' && op.kind !== 'linear');
        if (isStrip) continue;
        const reachesOutput = isJoined(id, op.output) || (op.kind === 'linear' && isJoined(id, op.weight));
        expect(reachesOutput, `${id} → ${op.output}`).toBe(true);
      }
    }
  });

  test('of repeated heads are fainter, one for each head at its depth', () => {
    const layout = layOut(SMALL['nano-sort'] as Graph, TOKENS, { aspect: 1.4 });
    const heads = flowsOf(layout).filter(({ to }) => to === 'layers.1.attention.weights');
    const faces = slabBoxes(blockAt(layout, 'layers.1.attention.scores')).map(({ max }) => max.z);
    expect(heads.map(({ path }) => path[0]?.z)).toEqual(faces.map((face) => face - 0.8));
    for (const { flow } of heads) expect(flow.strength).toBe(0.55);
  });

  test('of the stream go down every column and climb once to each next one', () => {
    for (const graph of Object.values(ALL)) {
      const layout = layOut(graph, TOKENS, { aspect: 2.2 });
      const columns = new Set(layout.root.template.groups.map(({ origin }) => origin.x));
      const risers = layout.root.template.flows.filter(({ kind }) => kind === 'riser');
      expect(columns.size).toBeGreaterThan(1);
      expect(risers).toHaveLength(columns.size - 1);
      for (const { path } of risers) {
        const heights = path.map(({ y }) => y);
        expect(Math.max(...heights)).toBeGreaterThan(path.at(-1)?.y ?? 0);
        expect(Math.min(...heights)).toBeLessThan(path[0]?.y ?? 0);
      }
    }
  });
});
