/** A config.json that is pasted, and what becomes of its model with other sizes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { settle } from './support/drawing.ts';
import { describeBuilt } from './support/served.ts';

const GPT3 = readFileSync(join(import.meta.dirname, '../../models/configs/gpt3-175b.json'), 'utf8');

/** As a browser does it that has a text to paste. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

const parameters = (page: Page) => page.locator('.top-bar .model-name .figure').textContent();

const GPT3_PARAMETERS = '174,604,259,328 parameters';

describeBuilt('other sizes', (site) => {
  test('a pasted config opens, its layers can be changed where one stands, and the way back undoes that', async () => {
    const { page } = site.shared;
    await paste(page, GPT3);
    await expect.poll(() => parameters(page)).toBe(GPT3_PARAMETERS);
    const block = 'layers.2.ffn.up.weight';
    await page.evaluate((block) => window.cutaway.look({ block }), block);
    await settle(page);
    const view = await page.evaluate(() => window.cutaway.state.view);
    const layers = page.getByLabel('Layers', { exact: true });
    await layers.fill('3');
    await layers.press('Enter');
    // 96 layers of 12 × 12288² numbers and 13 × 12288 in biases and norms, less 93 of them.
    await expect.poll(() => parameters(page)).toBe('6,079,045,632 parameters');
    await settle(page);
    expect(await page.evaluate(() => window.cutaway.state.view)).toEqual(view);
    expect(await page.locator('.costs tbody tr').first().innerText()).toMatch(
      /Parameters\s+174\.6B\s+6\.079B\s+0\.0348/,
    );
    await expect.poll(() => page.url()).toContain('sizes=layers.3');
    await page.goBack();
    await expect.poll(() => parameters(page)).toBe(GPT3_PARAMETERS);
    expect(await layers.inputValue()).toBe('96');
  });

  test('sizes that do not go together are refused beside their field, and what is shown stays', async () => {
    const { page } = site.shared;
    const heads = page.getByLabel('Heads', { exact: true });
    await heads.fill('97');
    await heads.press('Enter');
    expect(await page.locator('.size-problem').textContent()).toContain('divides n_embd (12288), got 97');
    expect(await heads.getAttribute('aria-invalid')).toBe('true');
    expect(await parameters(page)).toBe(GPT3_PARAMETERS);
    await page.getByRole('button', { name: 'Back to the sizes as opened' }).click();
    expect(await heads.inputValue()).toBe('96');
    expect(await page.locator('.size-problem').count()).toBe(0);
  });

  test('a text that is no config is refused with a reason, from the field too', async () => {
    const { page } = site.shared;
    await page.getByRole('button', { name: 'Paste a config.json' }).click();
    await page.getByLabel('Text of a config.json').fill('{ "model_type": "bert" }');
    await page.getByRole('button', { name: 'Show its shape' }).click();
    await expect.poll(() => page.locator('.refusal .lead').textContent()).toContain('model_type: expected one of');
    await paste(page, 'bert');
    await expect.poll(() => page.locator('.refusal .code').textContent()).toBe('InvalidJson');
    expect(await parameters(page)).toBe(GPT3_PARAMETERS);
  });
});
