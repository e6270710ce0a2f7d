import { median, sampled } from './figures.js';

/** Moments of each chapter, spread over its motion. */
const MOMENTS = 12;

/**
 * Frames while the tour plays, against one full-screen quad drawn after each: of the chapter whose frames cost most.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<import('./figures.js').Figure[]>}
 */
export async function measureChapters(page) {
  const chapters = await page.evaluate((moments) => window.cutawayBench?.chapterTimes(moments) ?? [], MOMENTS);
  const measured = [];
  for (const { title, times } of chapters) {
    const frames = await page.evaluate(async (times) => {
      const bench = window.cutawayBench;
      if (bench === undefined) throw new Error('the page was not opened with ?bench');
      const frames = [];
      for (const time of times) {
        await bench.restBefore(time);
        const before = window.webglCounts.drawCalls;
        const frame = await bench.playedFrame(time);
        const drawCalls = window.webglCounts.drawCalls - before;
        frames.push({ ratio: frame / bench.quad(), drawCalls });
      }
      return frames;
    }, times);
    const ratios = frames.map(({ ratio }) => ratio);
    measured.push({
      title,
      ratios,
      median: median(ratios),
      drawCalls: Math.max(...frames.map((one) => one.drawCalls)),
    });
  }
  const costliest = measured.toSorted((a, b) => b.median - a.median)[0];
  if (costliest === undefined) throw new Error('the tour has no chapter');
  return [
    sampled(`frame of play, “${costliest.title}”`, costliest.ratios, '× quad', 4),
    {
      name: 'draw calls of a frame of play, at most',
      value: Math.max(...measured.map((one) => one.drawCalls)),
      unit: '',
      limit: 12,
    },
  ];
}
