/** The weights of another moment of the training, in the scene and in the runs. */
import { expect, test } from 'vitest';
import { difference, picture } from './support/drawing.ts';
import { describeBuilt } from './support/served.ts';

describeBuilt('a key frame', (site) => {
  test('is painted and run, and the model itself comes back', async () => {
    const { page } = site.shared;
    const logits = () => page.evaluate(() => Array.from(window.cutaway.tensor('logits').data));
    await page.evaluate(() => window.cutaway.look({ block: 'layers.0.ffn.up.weight' }));
    const lead = () => page.locator('.opening .lead').textContent();
    const [before, weights] = [await logits(), await picture(page)];
    const steps = await page.evaluate(async () => (await window.cutaway.training()).map(({ step }) => step));
    expect(steps).toHaveLength(30);

    await page.evaluate(() => window.cutaway.frame(0));
    const untrained = await logits();
    expect(untrained).not.toEqual(before);
    expect(await difference(page, await picture(page), weights)).toBeGreaterThan(0.1);
    expect(await page.evaluate(() => window.cutaway.state.frame)).toBe(0);
    await expect.poll(() => page.evaluate(() => location.hash)).toContain('frame=0');
    expect(await lead()).toMatch(/at step 0 of its training/);

    const mark = page.locator('.top-bar .training-mark');
    expect(await mark.textContent()).toMatch(/^step 0 of 2,000/);
    await mark.getByRole('button', { name: 'Show as it is now' }).click();
    await mark.waitFor({ state: 'detached' });
    const after = await logits();
    expect(after.length).toBe(before.length);
    expect(Math.max(...after.map((value, at) => Math.abs(value - (before[at] ?? Number.NaN))))).toBeLessThan(1e-3);
    // Labels keep the places that they had taken in between.
    expect(await difference(page, await picture(page), weights)).toBeLessThan(0.01);
    await expect.poll(() => page.evaluate(() => location.hash)).not.toContain('frame=');
    expect(await lead()).toMatch(/six letters in order/);
  });
});
