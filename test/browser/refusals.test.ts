/** Files that are refused: why stands on the page, the rule's name is the error's code, and the open model stays. */
import { expect, test } from 'vitest';
import { f32, fileOf, headerOf, safetensors, textBytes } from '../unit/checkpoint/make-safetensors.ts';
import { describeServed } from './support/served.ts';

const CONFIG = { model_type: 'gpt2', vocab_size: 3, n_positions: 11, n_embd: 48, n_layer: 1, n_head: 3 };
const config = textBytes(JSON.stringify(CONFIG));

const REFUSED: readonly (readonly [rule: string, files: Readonly<Record<string, Uint8Array>>])[] = [
  ['HeaderTooSmall', { 'config.json': config, 'model.safetensors': new Uint8Array(3) }],
  ['InvalidHeaderLength', { 'config.json': config, 'model.safetensors': Uint8Array.of(200, 0, 0, 0, 0, 0, 0, 0, 123) }],
  ['InvalidHeaderDeserialization', { 'config.json': config, 'model.safetensors': fileOf(headerOf({ dtype: 'F33' })) }],
  [
    'TensorInvalidInfo',
    { 'config.json': config, 'model.safetensors': fileOf(headerOf({ shape: [3] }), new Uint8Array(8)) },
  ],
  ['MetadataIncompleteBuffer', { 'config.json': config, 'model.safetensors': fileOf(headerOf({}), new Uint8Array(4)) }],
  [
    'NotSafetensors',
    { 'config.json': config, 'model.safetensors': textBytes('<!doctype html><title>Not found</title>') },
  ],
  ['NoConfig', { 'model.safetensors': safetensors({ w: f32([2], [1, 2]) }) }],
  ['WeightShape', { 'config.json': config, 'model.safetensors': safetensors({ 'wte.weight': f32([2], [1, 2]) }) }],
  ['InvalidConfig', { 'config.json': textBytes(JSON.stringify({ ...CONFIG, model_type: 'mamba' })) }],
  ['InvalidConfig', { 'config.json': textBytes(JSON.stringify({ ...CONFIG, n_head: 5 })) }],
  ['InvalidJson', { 'config.json': textBytes('{ "model_type": ') }],
];

describeServed('refused', (site) => {
  test.each(REFUSED)('%s', async (rule, files) => {
    const { page } = site.shared;
    const given = Object.entries(files).map(([name, bytes]) => ({ name, bytes: Array.from(bytes) }));
    const error = await page.evaluate(async (given) => {
      try {
        await window.cutaway.open(given.map(({ name, bytes }) => new File([Uint8Array.from(bytes)], name)));
        return undefined;
      } catch (error) {
        return error instanceof Error ? { code: Reflect.get(error, 'code'), message: error.message } : undefined;
      }
    }, given);
    expect(error?.code).toBe(rule);

    const refusal = page.locator('.panel .refusal');
    expect(await refusal.locator('.code').textContent()).toBe(rule);
    expect(await refusal.locator('.lead').textContent()).toBe(error?.message);
    expect(await page.locator('.panel-foot').textContent()).toContain('nano-sort is still open');

    await page.evaluate(() => window.cutaway.run('CBA'));
    expect(await page.evaluate(() => window.cutaway.tensor('tokens').data.length)).toBe(3);
    await page.keyboard.press('Escape');
    await expect.poll(() => refusal.count()).toBe(0);
  });

  test('a model that there is not', async () => {
    const { page } = site.shared;
    await expect(page.evaluate(() => window.cutaway.open('gpt-5'))).rejects.toThrow('There is no model “gpt-5”');
    expect(await page.locator('.refusal .code').textContent()).toBe('UnknownModel');
    await page.keyboard.press('Escape');
  });
});
