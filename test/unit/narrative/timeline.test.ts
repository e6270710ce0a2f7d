import { beforeAll, describe, expect, it } from 'vitest';
import { operandsOf } from '../../../src/architecture/operands.ts';
import type { Stage, StageSource } from '../../../src/narrative/stage.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import type { CompiledTour } from '../../../src/narrative/tour.ts';
import { loadSorter, readTour, type Sorter } from './nano-sort.ts';
import { randomNumbers } from './random.ts';

const tour: CompiledTour = readTour();
let sorter: Sorter;
let source: StageSource;
let timeline: TourTimeline;

beforeAll(async () => {
  sorter = await loadSorter();
  source = await sorter.run('AACBAB');
  timeline = new TourTimeline(tour, source);
});

/** Everything of a stage that can be seen, in one string to compare; NaN and −Infinity told apart. */
function seen(stage: Stage): string {
  return JSON.stringify({
    ...stage,
    pending: [...stage.pending].sort(),
    values: [...stage.values].map(([block, values]) => [block, values.join()]),
    movers: stage.movers.map((mover) => ({ ...mover, values: mover.values.join() })),
  });
}

/** What of a stage shows the computation, arrays by their identity: a new array is a new picture. */
function computationOf({ pending, values, outlines, links, movers, tokens }: Stage, arrays: Float32Array[]): string {
  const shown = [...values].map(([block, numbers]) => {
    if (!arrays.includes(numbers)) arrays.push(numbers);
    return [block, arrays.indexOf(numbers)];
  });
  return JSON.stringify([pending.size, shown, outlines, links, movers.map(({ progress }) => progress), tokens]);
}

describe('the stage at a time', () => {
  it('is the same whether one seeks to it, plays to it, or comes back to it', () => {
    const random = randomNumbers(11);
    for (let pair = 0; pair < 200; pair += 1) {
      const [from = 0, to = 0] = [random() * timeline.duration, random() * timeline.duration];
      const straight = seen(new TourTimeline(tour, source).stageAt(to));
      timeline.stageAt(from);
      expect(seen(timeline.stageAt(to)) === straight, `from ${from} to ${to}`).toBe(true);
    }
  });

  it('is the same after playing frame by frame, forwards and backwards', () => {
    const times = Array.from({ length: 200 }, (_, index) => 240 + index * 0.31);
    const forwards = times.map((time) => seen(timeline.stageAt(time)));
    const backwards = times.toReversed().map((time) => seen(timeline.stageAt(time)));
    expect(backwards.toReversed()).toEqual(forwards);
    const last = new TourTimeline(tour, source).stageAt(times.at(-1) ?? 0);
    expect(seen(last)).toEqual(forwards.at(-1));
  });

  it('does not leave the tour before its start or after its end', () => {
    expect(seen(timeline.stageAt(-5))).toEqual(seen(timeline.stageAt(0)));
    expect(seen(timeline.stageAt(timeline.duration + 5))).toEqual(seen(timeline.stageAt(timeline.duration)));
  });

  it('shows the same array object while the numbers are the same', () => {
    for (const { rest, end } of timeline.beats) {
      const early = timeline.stageAt(rest).values;
      const late = timeline.stageAt((rest + end) / 2).values;
      for (const [block, values] of early) expect(late.get(block), block).toBe(values);
    }
  });

  it('shows numbers of the run or of a step on the way to them, and the run itself at the end', () => {
    const { values, pending } = timeline.stageAt(timeline.duration);
    expect([...values]).toEqual([]);
    expect([...pending]).toEqual([]);
  });
});

describe('every beat of “How a transformer sorts”', () => {
  it('there are enough of: at least 14 chapters and 60 beats, in less than 25 minutes', () => {
    expect(timeline.chapters.length).toBeGreaterThanOrEqual(14);
    expect(timeline.beats.length).toBeGreaterThanOrEqual(60);
    expect(timeline.duration / 60).toBeLessThan(25);
  });

  it('changes what the scene shows of the computation while the camera stands still', () => {
    for (const { beat, start, rest } of timeline.beats) {
      const states = new Set<string>();
      const arrays: Float32Array[] = [];
      for (let time = start; time <= rest; time += 0.1) {
        const stage = timeline.stageAt(time);
        if (stage.flight.progress === 1) states.add(computationOf(stage, arrays));
      }
      // The fewest: three probabilities are looked through.
      expect(states.size, beat.title).toBeGreaterThanOrEqual(3);
    }
  });

  it('computes something, and nothing before what it is made of', () => {
    for (const { beat, start, rest } of timeline.beats) {
      const pending = [...timeline.stageAt(start).pending].length;
      let before = timeline.stageAt(start);
      for (let time = start; time <= rest; time += 0.25) {
        const stage = timeline.stageAt(time);
        for (const block of before.pending) {
          const op = source.graph.producer(block);
          if (stage.pending.has(block) || op === undefined) continue;
          for (const { id } of operandsOf(op)) expect(stage.pending.has(id), `${beat.title}: ${id}`).toBe(false);
        }
        before = stage;
      }
      expect(before.pending.size, beat.title).toBeLessThanOrEqual(pending);
    }
  });

  it('rests for as long as its text takes to read, and then the next one begins', () => {
    timeline.beats.forEach(({ beat, rest, end }, index) => {
      expect(end - rest).toBeCloseTo(beat.readSeconds);
      expect(timeline.beats[index + 1]?.start ?? timeline.duration).toBe(end);
    });
  });

  it('finds its cells for other letters too, and when nothing has run', async () => {
    for (const letters of ['AAAAAA', 'CCCBBA', 'ABCABC']) {
      const other = new TourTimeline(tour, await sorter.run(letters));
      expect(other.stageAt(other.duration).answered).toBe(6);
    }
    const idle = new TourTimeline(tour, sorter.idle);
    for (const { rest } of idle.beats) {
      const { values, movers } = idle.stageAt(rest - 0.01);
      expect([values.size, movers.length]).toEqual([0, 0]);
    }
  });

  it('moves nothing by itself for those who asked for that', () => {
    const still = new TourTimeline(tour, source, { still: true });
    for (const [index, { start, rest }] of still.beats.entries()) {
      expect(rest).toBe(start);
      const moving = timeline.beats[index];
      const stage = still.stageAt(start);
      expect(stage.flight.progress).toBe(1);
      expect(seen(stage)).toEqual(seen(timeline.stageAt(((moving?.rest ?? 0) + (moving?.end ?? 0)) / 2)));
    }
    expect(still.moving.duration).toBe(timeline.duration);
    expect(timeline.moving).toBe(timeline);
  });
});

describe('tokens and answers', () => {
  it('come one by one: a token is there once the answer before it was chosen and appended', () => {
    let before = timeline.stageAt(timeline.chapters.at(-1)?.start ?? 0);
    expect([before.tokens, before.answered]).toEqual([6, 1]);
    for (let time = timeline.chapters.at(-1)?.start ?? 0; time <= timeline.duration; time += 0.1) {
      const stage = timeline.stageAt(time);
      expect(stage.tokens - source.given).toBeLessThanOrEqual(stage.answered);
      expect(stage.tokens).toBeGreaterThanOrEqual(before.tokens);
      before = stage;
    }
    expect([before.tokens, before.answered]).toEqual([11, 6]);
  });

  it('that are not there yet have no numbers in any block', () => {
    const answer = timeline.chapters.at(-1);
    const { values, tokens } = timeline.stageAt((answer?.start ?? 0) - 1);
    expect(tokens).toBe(6);
    const stream = values.get('layers.1.ffn_residual') ?? new Float32Array();
    expect(stream).toHaveLength(11 * 48);
    expect(stream.subarray(0, 6 * 48).every(Number.isFinite)).toBe(true);
    expect(stream.subarray(6 * 48).every(Number.isNaN)).toBe(true);
  });
});

describe('a tour on a model that it does not fit', () => {
  const look = (at: object): CompiledTour => ({
    id: 'x',
    title: 'X',
    chapters: [{ title: 'C', beats: [{ title: 'B', text: [], readSeconds: 4, cues: [at as never], holds: [] }] }],
  });
  const outline = (block: string, offset: number) =>
    look({
      kind: 'outline',
      style: 'accent',
      at: [{ block, indices: [{ kind: 'place', from: 'first', offset }] }],
    });

  it.each([
    ['a block it has not', () => outline('layers.9.ffn.up', 0), /layers\.9\.ffn\.up/],
    ['too few indices', () => outline('embedding', 0), /embedding has the axes \[token, channel\], but .* with 1/],
    [
      'an index outside',
      () => outline('final_norm.weight', 48),
      /48 is outside the axis channel, whose last index is 47/,
    ],
  ])('names %s', (_, make, message) => {
    expect(() => new TourTimeline(make(), source)).toThrow(message);
  });
});
