/** What tours say of models that everybody knows, counted anew from their descriptions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tours from 'virtual:tours';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import type { Graph } from '../../../src/architecture/graph.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';
import type { KnownFigure, TextNode } from '../../../src/narrative/tour.ts';
import { formatNumber } from '../../../src/narrative/written.ts';

type Known = Extract<TextNode, { kind: 'known' }>;

function knownIn(nodes: readonly TextNode[]): Known[] {
  return nodes.flatMap((node): Known[] => {
    if (node.kind === 'known') return [node];
    if (node.kind === 'choice') return knownIn([...node.holds, ...node.otherwise]);
    return 'children' in node ? knownIn(node.children) : [];
  });
}

function graphOf(model: string): Graph {
  const path = join(import.meta.dirname, '../../../models/configs', `${model}.json`);
  return buildGraph(JSON.parse(readFileSync(path, 'utf8')));
}

function count(graph: Graph, of: KnownFigure): number {
  const { layers, kvHeads, headDimension } = graph.dimensions;
  if (of === 'parameters') return parameterCount(graph);
  return of === 'cache' ? 2 * layers * kvHeads * headDimension : graph.dimensions[of];
}

const compiled = await Promise.all(Object.values(tours).map((load) => load()));
const told = compiled.flatMap(({ default: { chapters } }) =>
  chapters.flatMap(({ beats }) => beats.flatMap(({ text }) => knownIn(text))),
);

describe('a figure of a known model', () => {
  it.each(told.map((node) => [`${node.of} of ${node.model}`, node] as const))('is right: %s', (_, node) => {
    expect(node.text).toBe(formatNumber(count(graphOf(node.model), node.of), 0));
  });
});
