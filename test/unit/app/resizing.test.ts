import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenModel } from '../../../src/app/model.ts';
import { isResizable, presentConfig, resized } from '../../../src/app/resizing.ts';
import { sameIn } from '../../../src/app/switching.ts';
import { ConfigError } from '../../../src/architecture/config.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';
import { openFolder } from './opened.ts';

const MODELS = join(import.meta.dirname, '../../../models');

/** A model of which a config alone was opened. */
async function shape(name: string): Promise<OpenModel> {
  const model = await openFolder(join(MODELS, 'nano-sort'));
  const config: unknown = JSON.parse(readFileSync(join(MODELS, 'configs', name), 'utf8'));
  const { checkpoint } = model;
  const alone = Object.assign(Object.create(Object.getPrototypeOf(checkpoint)), checkpoint, { config, files: [] });
  return { ...model, checkpoint: alone, runnable: false };
}

describe('a model whose shape is open', () => {
  it('gets other sizes, always in place of those it was opened with', async () => {
    const opened = await shape('gpt2.json');
    const narrow = resized(opened, { width: 384 });
    const shallow = resized(narrow, { layers: 3 });
    expect(narrow.graph.dimensions).toMatchObject({ width: 384, layers: 12 });
    expect(shallow.graph.dimensions).toMatchObject({ width: 768, layers: 3 });
    expect(shallow.parameterCount).toBe(parameterCount(shallow.graph));
    expect(shallow.absence).toBe('otherSizes');
    expect(presentConfig(shallow)).toMatchObject({ n_layer: 3, n_embd: 768 });
  });

  it('is the one that was opened again with its own sizes, or none', async () => {
    const opened = await shape('gpt2.json');
    expect(resized(resized(opened, { layers: 3 }), {})).toBe(opened);
    expect(resized(resized(opened, { layers: 3 }), { layers: 12 })).toBe(opened);
  });

  it('keeps what is pinned as far as it has it', async () => {
    const shallow = resized(await shape('gpt2.json'), { layers: 3, width: 384 });
    const block = 'layers.2.attention_norm.weight';
    expect(sameIn(shallow, 8, { block, cell: [10] })).toEqual({ block, cell: [10] });
    expect(sameIn(shallow, 8, { block, cell: [500] })).toEqual({ block });
    expect(sameIn(shallow, 8, { block: 'layers.3.attention_norm.weight' })).toBeUndefined();
  });

  it('refuses sizes that do not go together', async () => {
    const opened = await shape('gpt2.json');
    expect(() => resized(opened, { heads: 5 })).toThrow(ConfigError);
  });
});

it('a model with its weights keeps its sizes', async () => {
  const model = await openFolder(join(MODELS, 'nano-sort'));
  expect(isResizable(model)).toBe(false);
  expect(() => resized(model, { layers: 5 })).toThrow(/nano-sort/);
});
