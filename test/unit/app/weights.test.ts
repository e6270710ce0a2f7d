import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Weights } from '../../../src/app/weights.ts';
import { buildGraph } from '../../../src/architecture/build.ts';
import { blockFromStored } from '../../../src/architecture/view.ts';
import { openCheckpoint } from '../../../src/checkpoint/open-checkpoint.ts';
import { FIXTURES, NANO_SORT } from '../inference/models.ts';
import { openFolder } from './opened.ts';

async function weightsOf(folder: string) {
  const model = await openFolder(folder);
  return { ...model, weights: new Weights(model.graph, model.checkpoint, () => {}) };
}

describe('the weights of a model', () => {
  it('are listed once each, as they are stored', async () => {
    const { weights, checkpoint } = await weightsOf(NANO_SORT);
    const listed = new Map(weights.list().map(({ name, axes, shape }) => [name, { axes, shape }]));
    expect([...listed.keys()].sort()).toEqual([...checkpoint.tensors.keys()].sort());
    expect(listed.get('lm_head.weight')).toEqual({ axes: ['vocab', 'channel'], shape: [3, 48] });
    expect(listed.get('transformer.h.0.attn.c_attn.weight')).toEqual({
      axes: ['channel', 'head × headChannel'],
      shape: [48, 144],
    });
    expect(listed.get('transformer.h.0.attn.c_attn.bias')).toEqual({ axes: ['head × headChannel'], shape: [144] });
  });

  it('have the axes of the file also where a square matrix hides that it is transposed', async () => {
    const { weights } = await weightsOf(join(FIXTURES, 'llama-grouped'));
    const listed = new Map(weights.list().map(({ name, axes }) => [name, axes]));
    expect(listed.get('model.layers.0.self_attn.o_proj.weight')).toEqual(['channel', 'mixedChannel']);
    expect(listed.get('model.layers.0.self_attn.k_proj.weight')).toEqual(['kvHead × headChannel', 'channel']);
    expect(listed.get('model.layers.0.mlp.down_proj.weight')).toEqual(['channel', 'hidden']);
  });

  it('are found by id as blocks and by name as they are stored', async () => {
    const { weights, graph } = await weightsOf(NANO_SORT);
    const stored = await weights.find('transformer.h.1.attn.c_attn.weight');
    const block = await weights.find('layers.1.attention.key.weight');
    expect([stored.axes, stored.shape]).toEqual([
      ['channel', 'head × headChannel'],
      [48, 144],
    ]);
    expect([block.axes, block.shape]).toEqual([
      ['kvHead', 'channel', 'headChannel'],
      [3, 48, 16],
    ]);
    const tensor = graph.tensor('layers.1.attention.key.weight');
    if (tensor.kind !== 'weight') throw new Error('not a weight');
    expect(block.data).toEqual(blockFromStored(tensor.stored, block.shape, stored.data));
    await expect(weights.find('logits')).rejects.toThrow('computed, not stored');
    await expect(weights.find('nothing')).rejects.toThrow('“nothing”');
  });

  it('of a config alone have names and shapes, and no numbers', async () => {
    const config = JSON.parse(readFileSync(join(NANO_SORT, 'config.json'), 'utf8'));
    const checkpoint = await openCheckpoint([new File([JSON.stringify(config)], 'config.json')]);
    const weights = new Weights(buildGraph(config), checkpoint, () => {});
    expect(weights.list()[0]).toEqual({ name: 'transformer.wte.weight', axes: ['vocab', 'channel'], shape: [3, 48] });
    expect(weights.state('logits.weight')).toBe('absent');
    await expect(weights.find('logits.weight')).rejects.toThrow('not in what was opened');
  });
});
