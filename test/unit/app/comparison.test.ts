import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { famousModels } from '../../../src/app/catalogue.ts';
import { figuresOf } from '../../../src/app/comparison.ts';
import { length } from '../../../src/app/words.ts';
import { buildGraph } from '../../../src/architecture/build.ts';
import { samePlace } from '../../../src/architecture/same-place.ts';
import { bytes, flops, roughly, roundly } from '../../../src/ui/compare/quantities.ts';

const CONFIGS = join(import.meta.dirname, '../../../models/configs');

function famous(id: string) {
  return buildGraph(JSON.parse(readFileSync(join(CONFIGS, `${id}.json`), 'utf8')));
}

describe('figures of a model', () => {
  test.each(famousModels)(
    '$name’s parts come to its total, of which a token reads no more than all',
    ({ id, ...model }) => {
      const { cost, active, parameters } = figuresOf(famous(id));
      const { embedding, attention, feedForward, norms } = cost.parameters;
      expect(embedding + attention + feedForward + norms).toBe(model.parameters);
      expect(parameters).toBe(model.parameters);
      // A tied table is read whole where it makes logits, and one row of it where it embeds.
      expect(active).toBeLessThanOrEqual(parameters + 2 * cost.parameters.norms);
    },
  );

  test('tell of a mixture how many experts there are and how many a token wakes, of other models nothing', () => {
    expect(figuresOf(famous('deepseek-r1')).experts).toEqual({ count: 256, awake: 8 });
    expect(figuresOf(famous('mixtral-8x7b')).experts).toEqual({ count: 8, awake: 2 });
    expect(figuresOf(famous('llama-2-7b')).experts).toBeUndefined();
  });
});

describe('the same place in another model', () => {
  const gpt2 = famous('gpt2');

  test.each([
    ['layers.3.attention.value.weight', 'layers.3.attention.value.weight'],
    ['layers.70.attention.value.weight', 'layers.11.attention.value.weight'],
    ['final_norm.weight', 'final_norm.weight'],
    ['layers.3.ffn.gate.weight', undefined],
    ['nowhere', undefined],
  ])('of %s in GPT-2 is %s', (block, there) => {
    expect(samePlace(block, gpt2)).toBe(there);
  });

  test('of an expert is the same expert, where there are so many', () => {
    const mixtral = famous('mixtral-8x7b');
    expect(samePlace('layers.60.ffn.experts.7.up.weight', mixtral)).toBe('layers.31.ffn.experts.7.up.weight');
    expect(samePlace('layers.60.ffn.experts.8.up.weight', mixtral)).toBeUndefined();
  });
});

test('quantities are written with their units, to three figures', () => {
  expect([bytes(13_476_831_232), bytes(999_600), bytes(0.5)]).toEqual(['13.5 GB', '1 MB', '0.5 byte']);
  expect([flops(13_214_154_752), flops(170_304)]).toEqual(['13.2 GFLOP', '170 kFLOP']);
  expect([length(Math.sqrt(85_728)), length(Math.sqrt(174_604_259_328))]).toEqual(['29.3 cm', '418 m']);
  expect([roundly(6_738_415_616), roughly(174_604_259_328 / 85_728)]).toEqual(['6.74B', '2 million']);
});
