import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { BYTES, costOf, flopsPerToken } from '../../../src/architecture/cost.ts';
import type { Graph } from '../../../src/architecture/graph.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';
import {
  FURTHER_DEEPSEEK,
  SMALL_DEEPSEEK,
  SMALL_LLAMA,
  SMALL_MIXTRAL,
  SMALL_PHI3,
  SMALL_QWEN3,
  SORTER,
} from './configs.ts';

const CONFIGS = join(import.meta.dirname, '../../../models/configs');

function published(name: string): Graph {
  return buildGraph(JSON.parse(readFileSync(join(CONFIGS, `${name}.json`), 'utf8')));
}

describe('what sizes cost', () => {
  it('is what the published sizes of Llama-2 7B come to', () => {
    const cost = costOf(published('llama-2-7b'));
    expect(cost.parameters).toEqual({
      embedding: 2 * 131_072_000,
      attention: 32 * 67_108_864,
      feedForward: 32 * 135_266_304,
      norms: 65 * 4096,
    });
    // A key and a value of 32 heads × 128 channels in each of 32 layers: half a MiB a token in bf16.
    expect(cost.cachedNumbers).toBe(262_144);
    expect(cost.cachedNumbers * BYTES.bf16).toBe(2 ** 19);
    // All but the token table, which is looked up, and the norms.
    expect(cost.weightProducts).toBe(6_738_415_616 - 131_072_000 - 65 * 4096);
    expect(flopsPerToken(cost, 1)).toBe(2 * 6_607_077_376 + 2 * 262_144);
    // 4096 tokens: 32 layers × 32 heads × 128 channels × 4096 keys, once for the scores and once for the values.
    expect(flopsPerToken(cost, 4096) - flopsPerToken(cost, 0)).toBe(2 * 2 * 32 * 32 * 128 * 4096);
  });

  it('is what the published sizes of Llama-3.3 70B come to', () => {
    const cost = costOf(published('llama-3.3-70b'));
    // 8 keys and 8 values of 128 channels in each of 80 layers, but products of all 64 query heads.
    expect(cost.cachedNumbers).toBe(163_840);
    expect(cost.pairProducts).toBe(2 * 80 * 64 * 128);
    expect(cost.parameters.attention).toBe(80 * (2 * 8192 * 8192 + 2 * 8192 * 1024));
  });

  it('is what the published sizes of DeepSeek-R1 come to', () => {
    const cost = costOf(published('deepseek-r1'));
    // A latent of 512 numbers and a shared key of 64 in each of 61 layers.
    expect(cost.cachedNumbers).toBe(61 * (512 + 64));
    const attention = 7168 * 1536 + 1536 * 24_576 + 7168 * 576 + 512 * 32_768 + 16_384 * 7168;
    expect(cost.parameters.attention).toBe(61 * attention);
    const expert = 3 * 7168 * 2048;
    // 8 routed experts and the shared one of 257, whose corrections are no products.
    const mixture = 7168 * 256 + 9 * expert;
    expect(cost.weightProducts).toBe(61 * attention + 3 * (3 * 7168 * 18_432) + 58 * mixture + 7168 * 129_280);
    // Queries and keys have 192 channels, values 128.
    expect(cost.pairProducts).toBe(61 * 128 * (192 + 128));
  });

  it('is what the published sizes of GPT-2 come to', () => {
    const cost = costOf(published('gpt2'));
    expect(cost.parameters).toEqual({
      embedding: (50_257 + 1024) * 768,
      attention: 12 * (4 * 768 * 768 + 4 * 768),
      feedForward: 12 * (8 * 768 * 768 + 5 * 768),
      norms: 25 * 2 * 768,
    });
    expect(cost.cachedNumbers).toBe(18_432);
    // The tied output matrix is not stored again, but multiplied with.
    expect(cost.weightProducts).toBe(12 * 12 * 768 * 768 + 50_257 * 768);
    expect(flopsPerToken(cost, 1024)).toBe(2 * (123_532_032 + 18_432 * 1024));
  });

  it.each([
    ['the sorter', SORTER],
    ['a tied Llama', { ...SMALL_LLAMA, tie_word_embeddings: true, attention_bias: true }],
    ['a Qwen3', SMALL_QWEN3],
    ['a Phi-3', SMALL_PHI3],
    ['a Mixtral', SMALL_MIXTRAL],
    ['a DeepSeek', SMALL_DEEPSEEK],
    ['a DeepSeek with its further layer', FURTHER_DEEPSEEK],
  ])('shares out all parameters of %s', (_, config) => {
    const graph = buildGraph(config);
    const { parameters } = costOf(graph);
    expect(Object.values(parameters).reduce((sum, count) => sum + count, 0)).toBe(parameterCount(graph));
  });

  it('counts the norms of single heads as norms', () => {
    const [plain, normed] = [SMALL_LLAMA, SMALL_QWEN3].map((config) => costOf(buildGraph({ ...config, head_dim: 10 })));
    expect((normed?.parameters.norms ?? 0) - (plain?.parameters.norms ?? 0)).toBe(2 * 2 * 10);
    expect(normed?.parameters.attention).toBe(plain?.parameters.attention);
  });

  it('does not depend on how weights are stored', () => {
    expect(costOf(buildGraph(SMALL_PHI3))).toEqual(costOf(buildGraph(SMALL_LLAMA)));
  });
});
