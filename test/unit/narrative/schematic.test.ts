import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { schedule } from '../../../src/narrative/schedule.ts';
import {
  blocksOnStage,
  firstBeatOn,
  isAmongBlocks,
  layerOf,
  type Section,
  schematicOf,
} from '../../../src/narrative/schematic.ts';
import { SMALL_LLAMA, SORTER } from '../architecture/configs.ts';
import { hall } from './hall.ts';
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

describe('the schematic of a hall', () => {
  const sections = schematicOf(hall, 0, 6);

  it('has its models, each for all that is in it', () => {
    expect(partsOf(sections).map(({ id }) => id)).toEqual(hall.members?.map(({ name }) => name));
    const [sorter, other] = partsOf(sections);
    if (sorter === undefined || other === undefined) throw new Error('the hall is empty');
    for (const id of ['nano-sort', 'nano-sort/layers.0', 'nano-sort/layers.0.ffn.up.weight']) {
      expect(isAmongBlocks(sorter.blocks, id)).toBe(true);
      expect(isAmongBlocks(other.blocks, id)).toBe(false);
    }
  });
});

describe('where the tour is', async () => {
  const sorter = await loadSorter();
  const source = await sorter.run('CABBAC');
  const { beats } = schedule(readTour(), source, false);
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

  const beatOf = (id: string) => {
    const part = parts.find((one) => one.id === id);
    return part && firstBeatOn(beats, part)?.beat.title;
  };

  it.each([
    ['embedding', 'A column for a letter'],
    ['layers.0.attention', 'One number of a query'],
    ['layers.0.ffn', 'Wider'],
    ['layers.1.attention', 'The same again'],
    ['layers.1.ffn', 'The same again'],
    ['layers.2.attention', 'And a last time'],
    ['layers.2.ffn', 'And a last time'],
    ['final_norm', 'To size, once more'],
    ['logits', 'One number for a letter'],
    ['probabilities', 'Probabilities'],
  ])('is found again from %s: “%s”', (id, title) => {
    expect(beatOf(id)).toBe(title);
  });

  it('is another place for every layer', () => {
    const layerIds = parts.map(({ id }) => id).filter((id) => id.startsWith('layers.'));
    for (const one of layerIds) {
      for (const other of layerIds.filter((id) => layerOf([id]) !== layerOf([one]))) {
        expect(beatOf(one), `${one} and ${other}`).not.toBe(beatOf(other));
      }
    }
  });

  it('is not found for a part that no beat speaks of', () => {
    const [other] = partsOf(schematicOf(buildGraph({ ...SORTER, n_layer: 4 }), 0, 6)).filter(
      ({ id }) => id === 'layers.3.attention',
    );
    expect(other && firstBeatOn(beats, other)).toBeUndefined();
    expect(other).toBeDefined();
  });
});
