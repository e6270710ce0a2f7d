import { beforeAll, describe, expect, it } from 'vitest';
import { joined } from '../../../src/app/hall.ts';
import { modelAround, type OpenModel } from '../../../src/app/model.ts';
import { NANO_SORT, TALES } from '../inference/models.ts';
import { openFolder } from './opened.ts';

let sorter: OpenModel;
let teller: OpenModel;
beforeAll(async () => {
  [sorter, teller] = await Promise.all([openFolder(NANO_SORT), openFolder(TALES)]);
});

describe('a model of the reader’s own in the hall', () => {
  it('stands there by size, under a name that no other has, and keeps its own', () => {
    const alone = joined({ ...sorter, members: [{ name: sorter.id, model: sorter }] }, teller);
    expect(alone.members?.map(({ name }) => name)).toEqual(['nano-sort', 'own']);
    expect(modelAround('own/layers.0.ffn.up.weight', alone)).toBe(teller);
    expect(modelAround('own', alone)).toBe(teller);
    expect(modelAround('layers.0.ffn.up.weight', alone)).toBe(alone);
    expect(alone.parameterCount).toBe(sorter.parameterCount + teller.parameterCount);
    // A folder of the reader's own may be called as a model of the page is.
    const namesake = joined(alone, { ...sorter, parameterCount: 1 });
    expect(namesake.members?.map(({ name, model }) => [name, model.id])).toEqual([
      ['own-2', 'nano-sort'],
      ['nano-sort', 'nano-sort'],
      ['own', 'tales'],
    ]);
  });

  it('has its numbers there, told apart from those of others with the same names', async () => {
    const hall = joined({ ...sorter, members: [{ name: 'nano-sort', model: sorter }] }, teller);
    const block = 'own/layers.0.ffn.up.weight';
    const tensor = hall.graph.tensor(block);
    if (tensor.kind !== 'weight') throw new Error(`${block} is no weight`);
    const name = tensor.stored.names.find((one) => hall.checkpoint.tensors.has(one));
    expect(name).toBeDefined();
    const here = await hall.checkpoint.read(name ?? '');
    const there = await teller.checkpoint.read((name ?? '').replace('own/', ''));
    expect(here).toEqual(there);
  });
});
