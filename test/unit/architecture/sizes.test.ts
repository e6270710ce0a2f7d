import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { ConfigError } from '../../../src/architecture/config.ts';
import { costOf } from '../../../src/architecture/cost.ts';
import {
  fittingSize,
  SIZE_NAMES,
  type SizeName,
  sizeInField,
  sizeRange,
  sizesOf,
  withSizes,
} from '../../../src/architecture/sizes.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';

const CONFIGS = join(import.meta.dirname, '../../../models/configs');
// The catalogue beside them is no config.
const NAMES = readdirSync(CONFIGS).filter((name) => name.endsWith('.json') && name !== 'catalogue.json');

function published(name: string): unknown {
  return JSON.parse(readFileSync(join(CONFIGS, name), 'utf8'));
}

function parametersWith(name: string, sizes: Parameters<typeof withSizes>[1]): number {
  return parameterCount(buildGraph(withSizes(published(name), sizes)));
}

describe.each(NAMES)('the sizes of %s', (name) => {
  const config = published(name);
  const sizes = sizesOf(config);

  it('are there, and chosen once more they change nothing', () => {
    for (const size of ['layers', 'width', 'heads', 'hidden', 'vocabulary'] as const)
      expect(sizes[size]).toBeGreaterThan(0);
    const again = buildGraph(withSizes(config, sizes));
    expect(again.dimensions).toEqual(buildGraph(config).dimensions);
    expect(parameterCount(again)).toBe(parameterCount(buildGraph(config)));
  });

  it.each(SIZE_NAMES.filter((size) => sizes[size] !== undefined))(
    '%s can be chosen, and becomes what was chosen',
    (size) => {
      const usual = sizes[size] ?? 0;
      const { step, most } = sizeRange(usual);
      for (const wanted of [step, 2 * step, most]) {
        const choice = fittingSize(config, size, wanted, usual) ?? usual;
        const chosen = withSizes(config, { [size]: choice });
        expect(sizesOf(chosen)[size]).toBe(choice);
        // Another number of heads may share out the same width.
        if (choice !== usual && size !== 'heads') {
          expect(parameterCount(buildGraph(chosen))).not.toBe(parameterCount(buildGraph(config)));
        }
      }
    },
  );

  it('cost a layer as much as any other', () => {
    const { layers = 0 } = sizes;
    const [one, two] = [1, 2].map((more) => parametersWith(name, { layers: layers + more }));
    expect((two ?? 0) - (one ?? 0)).toBe((one ?? 0) - parametersWith(name, {}));
  });
});

/** Of a GPT-2 of any size: matrices and their biases, norms, and the two tables. */
function gpt2Parameters(layers: number, d: number, hidden: number, vocabulary: number, context: number): number {
  const layer = 4 * d * d + 4 * d + 2 * d * hidden + hidden + d + 4 * d;
  return layers * layer + 2 * d + (vocabulary + context) * d;
}

describe('other sizes', () => {
  it('of GPT-2 are counted as its closed formula has it', () => {
    const [layers, width, vocabulary] = [5, 960, 1000];
    const chosen = { layers, width, vocabulary, heads: 15 };
    expect(parametersWith('gpt2.json', chosen)).toBe(gpt2Parameters(layers, width, 4 * width, vocabulary, 1024));
    expect(parametersWith('gpt2.json', { ...chosen, hidden: 7 })).toBe(
      gpt2Parameters(layers, width, 7, vocabulary, 1024),
    );
  });

  it('of Llama are counted as its closed formula has it, with fewer keys remembered', () => {
    const [layers, d, heads, kvHeads, headDimension, hidden, vocabulary] = [3, 1024, 24, 6, 64, 777, 500];
    const config = withSizes(published('llama-2-7b.json'), {
      layers,
      width: d,
      heads,
      kvHeads,
      headDimension,
      hidden,
      vocabulary,
    });
    const layer = 2 * d * heads * headDimension + 2 * d * kvHeads * headDimension + 3 * d * hidden + 2 * d;
    expect(parameterCount(buildGraph(config))).toBe(layers * layer + d + 2 * vocabulary * d);
    expect(costOf(buildGraph(config)).cachedNumbers).toBe(layers * 2 * kvHeads * headDimension);
  });

  it('of mixtures: an expert more is its three matrices and its row of the router in each layer that has experts', () => {
    const more = (name: string, experts: number) => parametersWith(name, { experts }) - parametersWith(name, {});
    expect(more('mixtral-8x7b.json', 9)).toBe(32 * (3 * 4096 * 14_336 + 4096));
    // Of DeepSeek in eight groups: eight more, each with a number that corrects its score. Three layers have none.
    expect(more('deepseek-r1.json', 264)).toBe(58 * 8 * (3 * 7168 * 2048 + 7168 + 1));
  });

  it('of DeepSeek can have the layer for a further token, which is nothing of the model’s own', () => {
    expect(sizesOf(published('deepseek-r1.json')).further).toBe(0);
    // A layer with experts, its own copies of table and output matrix, two halves of a meeting, three norms.
    expect(parametersWith('deepseek-r1.json', { further: 1 })).toBe(671_026_419_200 + 13_463_426_304);
    const graph = buildGraph(withSizes(published('deepseek-r1.json'), { further: 1 }));
    expect(graph.consumers('layers.60.ffn_residual').map(({ output }) => output)).toEqual([
      'final_norm',
      'layers.61.further.stream_norm',
    ]);
    expect(() => buildGraph(withSizes(published('deepseek-r1.json'), { further: 2 }))).toThrow(ConfigError);
  });

  it('change DeepSeek’s heads in both fields that hold them', () => {
    const config = withSizes({ ...Object(published('deepseek-r1.json')), num_key_value_heads: 128 }, { heads: 64 });
    expect(buildGraph(config).dimensions).toMatchObject({ heads: 64, kvHeads: 64 });
  });

  it.each<readonly [string, SizeName, number, SizeName]>([
    ['gpt2.json', 'heads', 5, 'heads'],
    ['llama-2-7b.json', 'kvHeads', 5, 'kvHeads'],
    ['llama-2-7b.json', 'width', 4097, 'heads'],
    ['llama-3.3-70b.json', 'heads', 12, 'kvHeads'],
    ['qwen3-0.6b.json', 'headDimension', 63, 'headDimension'],
    ['mixtral-8x7b.json', 'layers', 1.5, 'layers'],
    ['phi-3-mini-4k.json', 'vocabulary', 0, 'vocabulary'],
  ])('of %s are refused where they do not go together: %s %d, because of the %s', (name, size, value, atFault) => {
    const config = published(name);
    const build = () => buildGraph(withSizes(config, { [size]: value }));
    expect(build).toThrow(ConfigError);
    try {
      build();
    } catch (error) {
      expect(sizeInField(config, error instanceof ConfigError ? error.field : '')).toBe(atFault);
    }
  });

  it('are refused where the family has none such', () => {
    expect(() => withSizes(published('gpt2.json'), { experts: 8 })).toThrow(/experts/);
  });

  it.each<readonly [wanted: number, fitting: number | undefined]>([
    [12, 12],
    [13, 16],
    [17, 24],
    [11, 8],
    [7, 6],
    [48, 48],
    [49, undefined],
  ])('of heads that are wanted, %d of a width of 768, are %s', (wanted, fitting) => {
    expect(fittingSize(published('gpt2.json'), 'heads', wanted, 12)).toBe(fitting);
  });

  it('that are round lead back to the usual one, which need not be', () => {
    const config = withSizes(published('gpt2.json'), { vocabulary: 51_200 });
    expect(fittingSize(config, 'vocabulary', 49 * 1024, 50_257)).toBe(50_257);
    expect(fittingSize(config, 'vocabulary', 48 * 1024, 50_257)).toBe(48 * 1024);
  });
});
