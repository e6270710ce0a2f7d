import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { activeParameterCount, parameterCount, parametersOfModule } from '../../../src/architecture/tally.ts';
import { FURTHER_DEEPSEEK, SMALL_DEEPSEEK, SMALL_LLAMA, SMALL_MIXTRAL, SORTER } from './configs.ts';

const ROOT = join(import.meta.dirname, '../../..');

// Published counts, or counted from the published checkpoints.
const COUNTS: [string, number][] = [
  ['models/nano-sort/config.json', 85_728],
  ['models/configs/gpt2.json', 124_439_808],
  ['models/configs/gpt2-xl.json', 1_557_611_200],
  ['models/configs/gpt3-175b.json', 174_604_259_328],
  ['models/configs/llama-2-7b.json', 6_738_415_616],
  ['models/configs/llama-3.2-3b.json', 3_212_749_824],
  ['models/configs/llama-3.3-70b.json', 70_553_706_496],
  ['models/configs/mistral-7b-v0.1.json', 7_241_732_096],
  ['models/configs/mixtral-8x7b.json', 46_702_792_704],
  ['models/configs/deepseek-r1.json', 671_026_419_200],
  ['models/configs/qwen3-0.6b.json', 596_049_920],
  ['models/configs/gemma-2b.json', 2_506_172_416],
  ['models/configs/phi-3-mini-4k.json', 3_821_079_552],
];

const WIDEST = {
  hidden_size: 2 ** 20,
  num_hidden_layers: 2 ** 10,
  num_attention_heads: 2 ** 12,
  num_key_value_heads: 2 ** 12,
  intermediate_size: 2 ** 20,
  vocab_size: 2 ** 24,
  max_position_embeddings: 2 ** 24,
};
const [WIDTH, LAYERS] = [2n ** 20n, 2n ** 10n];
/** Token table, output matrix, all norms of width. */
const AROUND_LAYERS = 2n * 2n ** 24n * WIDTH + (2n * LAYERS + 1n) * WIDTH;

/** With every number counted in integers of any size. */
const LARGEST: [string, object, bigint][] = [
  ['Llama', { ...SMALL_LLAMA, ...WIDEST }, LAYERS * 7n * WIDTH * WIDTH + AROUND_LAYERS],
  [
    'Mixtral',
    { ...SMALL_MIXTRAL, ...WIDEST, num_local_experts: 2 ** 7, intermediate_size: 2 ** 13 },
    LAYERS * (7n * WIDTH * WIDTH + 2n ** 7n * WIDTH) + AROUND_LAYERS,
  ],
];

describe('the parameter tally', () => {
  it.each(COUNTS)('is exact for %s', (path, expected) => {
    const config: unknown = JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
    expect(parameterCount(buildGraph(config))).toBe(expected);
  });

  it.each(LARGEST)('is exact for the largest %s that is accepted', (_, config, expected) => {
    const parameters = parameterCount(buildGraph(config));
    expect(Number.isSafeInteger(parameters)).toBe(true);
    expect(BigInt(parameters)).toBe(expected);
  });

  it.each<readonly [id: string, parameters: number | undefined]>([
    ['', 85_728],
    ['embedding', 48 * (3 + 11)],
    ['layers.0', 28_272],
    ['layers.0.attention', 2 * 48 + 48 * 4 * 48 + 4 * 48],
    ['layers.2.ffn', 2 * 48 + 2 * 48 * 192 + 192 + 48],
    ['head', 2 * 48 + 48 * 3],
    ['layers.3', undefined],
    ['layers.0.ffn.up', undefined],
  ])('tells of a module by its id: “%s” has %d', (id, parameters) => {
    expect(parametersOfModule(buildGraph(SORTER), id)).toBe(parameters);
  });

  it('tells of each expert', () => {
    const graph = buildGraph(SMALL_MIXTRAL);
    expect(parametersOfModule(graph, 'layers.1.ffn.experts.4')).toBe(3 * 24 * 40);
    expect(parametersOfModule(graph, 'layers.1.ffn.experts')).toBe(5 * 3 * 24 * 40);
    expect(parametersOfModule(graph, 'layers.1.ffn.experts.5')).toBeUndefined();
  });

  it('equals the sum over every weight, tied ones once', () => {
    for (const config of [
      SORTER,
      { ...SMALL_LLAMA, tie_word_embeddings: true },
      SMALL_MIXTRAL,
      SMALL_DEEPSEEK,
      FURTHER_DEEPSEEK,
    ]) {
      const graph = buildGraph(config);
      let sum = 0;
      for (const tensor of graph.tensors()) {
        if (tensor.kind !== 'weight' || tensor.sameNumbersAs !== undefined) continue;
        sum += tensor.axes.reduce((product, { extent }) => product * Number(extent), 1);
      }
      expect(parameterCount(graph)).toBe(sum);
    }
  });
});

describe('the parameters that one token reads', () => {
  const published = (name: string) =>
    buildGraph(JSON.parse(readFileSync(join(ROOT, 'models/configs', `${name}.json`), 'utf8')));

  it('are all but the rows of other tokens where there are no experts', () => {
    expect(activeParameterCount(published('llama-2-7b'))).toBe(6_738_415_616 - 31_999 * 4096);
    // One row for the token and one for its place; the tied matrix is read whole at the end.
    expect(activeParameterCount(published('gpt2'))).toBe(124_439_808 - 1023 * 768 + 768);
  });

  it('are those of two experts of eight in Mixtral', () => {
    const others = 32 * 6 * (3 * 4096 * 14_336) + 31_999 * 4096;
    expect(activeParameterCount(published('mixtral-8x7b'))).toBe(46_702_792_704 - others);
  });

  it('are those of eight experts of 256 and the shared one in DeepSeek-R1', () => {
    const others = 58 * 248 * (3 * 7168 * 2048) + 129_279 * 7168;
    expect(activeParameterCount(published('deepseek-r1'))).toBe(671_026_419_200 - others);
    expect(activeParameterCount(published('deepseek-r1'))).toBe(36_625_625_600);
  });
});
