/** Famous models, opened by their ids, and all models beside one another. */
import { expect, test } from 'vitest';
import { describeBuilt } from './support/served.ts';

const DEEPSEEK = 671_026_419_200;

describeBuilt('famous models', (site) => {
  test('open by their ids, as geometry under their names, and say whose weights were never published', async () => {
    const { page } = site.shared;
    const opened = await page.evaluate(() => window.cutaway.open('gpt3-175b'));
    expect(opened).toMatchObject({ id: 'gpt3-175b', parameterCount: 174_604_259_328, runnable: false });
    expect(opened.problems.map(({ code }) => code)).toEqual(['NotPublished']);
    expect(await page.locator('.top-bar .model-name strong').textContent()).toBe('GPT-3');
    const opening = page.locator('.opening');
    expect(await opening.locator('h1').textContent()).toBe('GPT-3 at its true size.');
    // There are no files that could be opened.
    expect(await opening.locator('.lead').textContent()).not.toContain('files');
    await page.evaluate(() => window.cutaway.inspect({ block: 'layers.95.ffn.up.weight', cell: [0, 0] }));
    await expect.poll(() => page.locator('.inspector').innerText()).toContain('not published');
    expect(await page.evaluate(() => window.cutaway.state.model)).toBe('gpt3-175b');
  });

  test('have the same place in others, the nearest layer where they have fewer, and a way back', async () => {
    const { page } = site.shared;
    await page.locator('.same-place summary').click();
    const link = page.locator('.same-place li', { hasText: 'GPT-2 layer 11' });
    await link.getByRole('link').click();
    await expect.poll(() => page.evaluate(() => window.cutaway.state.pinned?.block)).toBe('layers.11.ffn.up.weight');
    expect(await page.evaluate(() => window.cutaway.state.model)).toBe('gpt2');
    expect(await page.locator('.way-back').textContent()).toContain('GPT-3');
    await page.goBack();
    await expect.poll(() => page.evaluate(() => window.cutaway.state.pinned?.block)).toBe('layers.95.ffn.up.weight');
  });
});

describeBuilt('the comparison of models', (site) => {
  test('tells of all by size, in a table, and walks into one', async () => {
    const { page } = site.shared;
    await page.keyboard.press('c');
    const names = page.locator('.comparison tbody th button');
    await names.first().waitFor();
    const all = await names.allTextContents();
    expect([all[0], all.at(-1)]).toEqual(['nano-sort', 'DeepSeek-R1']);
    await page.getByRole('button', { name: 'Numbers', exact: true }).click();
    const totals = await page.locator('.comparison tbody tr td:nth-child(2)').allTextContents();
    const counts = totals.map((total) => Number(total.replaceAll(',', '')));
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
    expect(counts.at(-1)).toBe(DEEPSEEK);
    await names.last().focus();
    const side = Math.round(Math.sqrt(DEEPSEEK) / 1000);
    await expect
      .poll(() => page.locator('.comparison .sentences').innerText())
      .toContain(`DeepSeek-R1 one of ${side} m`);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.comparison').count()).toBe(0);
    expect(await page.evaluate(() => window.cutaway.state.model)).toBe('deepseek-r1');
  });

  test('shows the small ones on a logarithmic scale, by keys alone, and says which scale it is', async () => {
    const { page, context } = await site.open({ hash: '#v=1&model=mistral-7b-v0.1&compare=all' });
    const heights = () =>
      page.locator('.squares .square').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    const figure = page.locator('.squares [role="img"]');
    await figure.waitFor();
    expect(await figure.getAttribute('aria-label')).toContain('area');
    const logarithmic = page.getByRole('group', { name: 'Scale of the figure' }).getByText('Logarithmic');
    expect(await logarithmic.getAttribute('aria-pressed')).toBe('false');
    await logarithmic.focus();
    await page.keyboard.press('Enter');
    expect(await logarithmic.getAttribute('aria-pressed')).toBe('true');
    expect(await figure.getAttribute('aria-label')).toContain('logarithmic');
    const towers = await heights();
    expect(towers).toEqual([...towers].sort((one, other) => one - other));
    expect(towers[0]).toBeGreaterThan(10);
    expect(towers.at(-1)).toBeLessThan(10 * (towers[0] ?? 0));
    await context.close();
  });

  test('is part of a link, marks the open model, and closes with Esc', async () => {
    const { page } = await site.open({ hash: '#v=1&model=mistral-7b-v0.1&compare=all' });
    await expect
      .poll(() => page.locator('.comparison tr[aria-current="true"] button').textContent())
      .toBe('Mistral 7B');
    expect(await page.evaluate(() => window.cutaway.state.compare)).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.comparison').count()).toBe(0);
    expect(await page.evaluate(() => window.cutaway.state.compare)).toBeUndefined();
  });
});
