import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { schedule } from '../../../src/narrative/schedule.ts';
import {
  blocksOnStage,
  firstBeatOn,
  layerOf,
  type Part,
  type Section,
  schematicOf,
} from '../../../src/narrative/schematic.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import { SMALL_LLAMA, SORTER } from '../architecture/configs.ts';
import { loadSorter, readTour } from './nano-sort.ts';

const partsOf = (sections: readonly Section[]) =>
  sections.flatMap((section) => {
    if (section.kind === 'gap') return [];
    return section.kind === 'step' ? [section.part] : section.parts;
  });

describe.each([
  ['GPT-2', SORTER],
  ['Llama', SMALL_LLAMA],
])('the schematic of a %s', (_, config) => {
  const graph = buildGraph(config);
  const sections = schematicOf(graph, 0, 6);

  it('has the parts of the model in their order', () => {
    const layers = Array.from({ length: graph.dimensions.layers }, (_, layer) => [
      `layers.${layer}.attention`,
      `layers.${layer}.ffn`,
    ]);
    expect(partsOf(sections).map(({ id }) => id)).toEqual([
      'embedding',
      ...layers.flat(),
      ...['final_norm', 'logits', 'probabilities'],
    ]);
  });

  it('has every block in one part', () => {
    const blocks = partsOf(sections).flatMap((part) => [...part.blocks]);
    expect(blocks.toSorted()).toEqual([...graph.tensors()].map(({ id }) => id).toSorted());
  });

  it('lets a block of the part’s own role stand for it', () => {
    for (const { role, block, blocks } of partsOf(sections)) {
      expect(blocks).toContain(block);
      expect(graph.tensor(block).role).toBe(role);
    }
    expect(partsOf(sections).find(({ id }) => id === 'layers.0.attention')?.role).toBe('attention');
  });
});

describe('the schematic of a model of many layers', () => {
  const graph = buildGraph(JSON.parse(readFileSync('models/configs/gpt3-175b.json', 'utf8')));

  it('shows the ends and where one is, and says what it leaves out', () => {
    for (const room of [5, 6, 9]) {
      for (let here = 0; here < 96; here += 1) {
        const sections = schematicOf(graph, here, room).filter(({ kind }) => kind !== 'step');
        expect(sections).toHaveLength(room);
        const spans = sections.map((section) => {
          if (section.kind === 'gap') return [section.from, section.to] as const;
          return section.kind === 'layer' ? ([section.layer, section.layer] as const) : ([-1, -1] as const);
        });
        let next = 0;
        for (const [from, to] of spans) {
          expect(from, `room ${room}, layer ${here}`).toBe(next);
          expect(to).toBeGreaterThanOrEqual(from);
          next = to + 1;
        }
        expect(next).toBe(96);
        const layers = sections.flatMap((section) => (section.kind === 'layer' ? [section.layer] : []));
        expect(layers).toEqual(expect.arrayContaining([0, here, 95]));
      }
    }
  });
});

describe('where the tour is', async () => {
  const sorter = await loadSorter();
  const source = await sorter.run('CABBAC');
  const tour = readTour();
  const { beats } = schedule(tour, source, false);
  const parts = partsOf(schematicOf(source.graph, 0, 6));

  it('is what is lit, else what the camera looks at, else nowhere', () => {
    const flight = (blocks: readonly string[]) => {
      const pose = { blocks, yaw: 0, pitch: 0, zoom: 1 };
      return { from: pose, to: pose, progress: 1 };
    };
    expect(blocksOnStage({ lit: [{ block: 'logits' }], flight: flight(['tokens']) })).toEqual(['logits']);
    expect(blocksOnStage({ flight: flight(['layers.1.ffn.up']) })).toEqual(['layers.1.ffn.up']);
    expect(blocksOnStage({ flight: flight([]) })).toEqual([]);
    expect(layerOf(['embedding', 'layers.1.ffn.up', 'layers.2.ffn.up'])).toBe(1);
    expect(layerOf(['embedding'])).toBe(0);
  });

  it('is found again by jumping to any part that is ever lit', () => {
    const timeline = new TourTimeline(tour, source);
    const isLitAt = (seconds: number, { blocks }: Part) =>
      timeline.stageAt(seconds).lit?.some(({ block }) => blocks.has(block)) === true;
    for (const part of parts) {
      const lit = beats.find(({ rest }) => isLitAt(rest, part));
      if (lit === undefined) continue;
      const beat = firstBeatOn(beats, part) ?? lit;
      expect(beats.indexOf(beat), part.id).toBeLessThanOrEqual(beats.indexOf(lit));
      const moments = Array.from({ length: 40 }, (_, index) => beat.start + ((beat.end - beat.start) * index) / 40);
      expect(
        moments.some((seconds) => isLitAt(seconds, part)),
        part.id,
      ).toBe(true);
    }
    expect(parts.filter((part) => firstBeatOn(beats, part) !== undefined).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['embedding', 'layers.0.attention', 'layers.0.ffn', 'final_norm', 'logits']),
    );
  });

  it('is not found for a part that no beat speaks of', () => {
    const [other] = partsOf(schematicOf(buildGraph({ ...SORTER, n_layer: 4 }), 0, 6)).filter(
      ({ id }) => id === 'layers.3.attention',
    );
    expect(other && firstBeatOn(beats, other)).toBeUndefined();
    expect(other).toBeDefined();
  });
});
