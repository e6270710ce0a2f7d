/** What “How big is big?” says, counted from the models’ descriptions, against what is published. */
import tours from 'virtual:tours';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SumFigure } from '../../../src/narrative/figures/sum.ts';
import { plainText, type ReadNode, readText } from '../../../src/narrative/reading.ts';
import type { PlacedBeat } from '../../../src/narrative/schedule.ts';
import type { Stage, StageSource } from '../../../src/narrative/stage.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import type { CompiledTour, TextNode } from '../../../src/narrative/tour.ts';
import { CATALOGUE, loadHall } from './hall.ts';
import { saidFigure } from './nano-sort.ts';
import { randomNumbers } from './random.ts';
import { gapsIn, wrongIn } from './told.ts';

let tour: CompiledTour;
let source: StageSource;
let timeline: TourTimeline;

beforeAll(async () => {
  const loaded = await tours['how-big-is-big']?.();
  if (loaded === undefined) throw new Error('there is no such tour');
  tour = loaded.default;
  source = await loadHall();
  timeline = new TourTimeline(tour, source);
});

const read = ({ beat }: PlacedBeat): ReadNode[] => readText(beat.text, { source, tokens: 0, answered: 0 });

/** The text of a beat. */
function said(title: string): string {
  const placed = timeline.beats.find(({ beat }) => beat.title === title);
  if (placed === undefined) throw new Error(`there is no beat “${title}”`);
  return plainText(read(placed), saidFigure);
}

function sums(): SumFigure[] {
  return timeline.beats.flatMap((placed) =>
    read(placed).flatMap((node) => (node.kind === 'figure' && node.figure?.kind === 'sum' ? [node.figure] : [])),
  );
}

const published = (id: string) => CATALOGUE.find((model) => model.id === id)?.parameters.toLocaleString('en');

describe('“How big is big?”', () => {
  it('is a tour of at least 8 chapters and 30 beats', () => {
    expect(timeline.chapters.length).toBeGreaterThanOrEqual(8);
    expect(timeline.beats.length).toBeGreaterThanOrEqual(30);
  });

  it('has a number for every number, and says nothing that is not so', () => {
    const told = [{ input: 'nothing', source, beats: timeline.beats }];
    expect(gapsIn(told)).toEqual([]);
    expect(wrongIn(told)).toEqual([]);
  });

  it('writes no figure that the page did not count, but for those in names', () => {
    const names = [...CATALOGUE.map(({ name }) => name), 'R1', 'Llama 2', '7B'];
    const words = (nodes: readonly TextNode[]): string =>
      nodes.map((node) => (node.kind === 'text' ? node.text : 'children' in node ? words(node.children) : '')).join('');
    const texts = timeline.beats.map(({ beat }) => words(beat.text));
    const unnamed = texts.map((text) => names.reduce((rest, name) => rest.replaceAll(name, ''), text));
    expect(unnamed.filter((text) => /\d/.test(text))).toEqual([]);
  });

  it('tells the published totals', () => {
    expect(said('Llama 2 7B')).toContain(`${published('llama-2-7b')} parameters`);
    expect(said('GPT-2')).toContain(`${published('gpt2')} parameters`);
    expect(said('A wall')).toContain(`${published('gpt3-175b')} parameters`);
    expect(said('DeepSeek-R1')).toContain(`${published('deepseek-r1')} parameters`);
  });

  it('counts Llama 2 row by row, to the last parameter', () => {
    const figures = sums();
    const [tables, attention, feedForward, all] = [1, 3, 5, 6].map((at) => figures[at]?.total);
    expect(tables).toBe(262_144_000);
    expect(attention).toBe(262_144_000 + 32 * 67_108_864);
    expect(feedForward).toBe(262_144_000 + 32 * (67_108_864 + 135_266_304));
    expect(all).toBe(6_738_415_616);
    for (const { whole } of figures) expect(whole).toBe(6_738_415_616);
  });

  it('begins each sum with the rows of the one before', () => {
    const rows = sums().map((figure) => figure.rows.map(({ block, isNew }) => ({ block, isNew })));
    expect(rows.length).toBeGreaterThan(5);
    for (const [index, now] of rows.entries()) {
      const before = rows[index - 1] ?? [];
      expect(now.filter(({ isNew }) => !isNew).map(({ block }) => block)).toEqual(before.map(({ block }) => block));
      expect(now.length).toBeGreaterThan(before.length);
    }
  });

  it('tells by how much a count with rotary frequencies differs', () => {
    expect(said('A count that differs')).toContain((6_738_415_616 + 32 * 64).toLocaleString('en'));
  });

  it('tells what shared keys, experts and latents save', () => {
    expect(said('What shrinks')).toMatch(/4,194,304 .* 16,777,216.* 262,144 .* 65,536/);
    expect(said('What a token wakes')).toMatch(/671.billion .* 36\.6.billion/);
    expect(said('The larger keeps less')).toMatch(/35,136 .* 262,144.* 2,359,296/);
  });

  it('shows the same whether one plays to a moment or goes to it', () => {
    const seen = (stage: Stage) => JSON.stringify({ ...stage, pending: stage.pending.size, values: stage.values.size });
    const random = randomNumbers(5);
    for (let round = 0; round < 60; round += 1) {
      const [from = 0, to = 0] = [random() * timeline.duration, random() * timeline.duration];
      const straight = seen(new TourTimeline(tour, source).stageAt(to));
      for (let step = 0; step <= 4; step += 1) timeline.stageAt(from + ((to - from) * step) / 4);
      expect(seen(timeline.stageAt(to)), `from ${from} to ${to}`).toBe(straight);
    }
  });
});
