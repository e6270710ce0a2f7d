import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Player } from '../../../src/narrative/player.ts';
import type { PlacedBeat } from '../../../src/narrative/schedule.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import { loadSorter, readTour, type Sorter } from './nano-sort.ts';
import { loadTeller, readTour as readTalesTour } from './tales.ts';

let sorter: Sorter;
let timeline: TourTimeline;
let player: Player;
/** A clock that only the test moves, milliseconds. */
let now = 0;

beforeAll(async () => {
  sorter = await loadSorter();
  timeline = new TourTimeline(readTour(), await sorter.run('CABBAC'));
});

beforeEach(() => {
  player = new Player(timeline);
});

/** Frames of 50 ms for so many seconds. */
function wait(seconds: number): void {
  player.tick(now);
  for (let frame = 0; frame < seconds * 20; frame += 1) {
    now += 50;
    player.tick(now);
  }
}

function beat(index: number): PlacedBeat {
  const found = timeline.beats[index];
  if (found === undefined) throw new Error(`no beat ${index}`);
  return found;
}

describe('Player', () => {
  it('moves only while it plays, at its speed', () => {
    wait(2);
    expect(player.time.value).toBe(0);
    player.play();
    wait(2);
    expect(player.time.value).toBeCloseTo(2);
    player.speed.value = 2;
    wait(2);
    expect(player.time.value).toBeCloseTo(6);
    player.pause();
    wait(2);
    expect(player.time.value).toBeCloseTo(6);
    expect(player.playing.value).toBe(false);
  });

  it('shows the stage and the beat of its time', () => {
    const head = player.timeline.value.beats.findIndex(({ beat }) => beat.title === 'Every position');
    player.seek(beat(head).rest + 0.1);
    expect(player.beat.value).toBe(beat(head));
    expect(player.place.value).toEqual({ chapter: 2, beat: 2 });
    expect(player.stage.value.pending.has('embedding')).toBe(false);
    expect(player.stage.value.pending.has('layers.0.attention_norm')).toBe(true);
  });

  it('does not jump on after its page was hidden', () => {
    player.play();
    wait(1);
    now += 60_000;
    player.tick(now);
    expect(player.time.value).toBeLessThan(2);
  });

  it('rests at a beat and goes on', () => {
    player.seek(beat(0).rest - 0.2);
    player.play();
    wait(beat(0).end - beat(0).rest + 1);
    expect(player.beat.value).toBe(beat(1));
    expect(player.playing.value).toBe(true);
  });

  it('stops where each beat has shown all, if it is set to, and plays on with the next', () => {
    player.stopsAtBeats.value = true;
    player.play();
    wait(60);
    expect([player.time.value, player.playing.value]).toEqual([beat(0).rest, false]);
    player.play();
    expect(player.time.value).toBe(beat(1).start);
    wait(60);
    expect(player.time.value).toBe(beat(1).rest);
  });

  it('steps by beat: paused, it plays the one beat; playing, it plays on', () => {
    player.next();
    expect(player.time.value).toBe(beat(1).start);
    wait(60);
    expect([player.time.value, player.playing.value]).toEqual([beat(1).rest, false]);
    player.previous();
    wait(60);
    expect(player.time.value).toBe(beat(0).rest);
    player.play();
    player.next();
    wait(beat(1).end - beat(1).start + 1);
    expect([player.beat.value, player.playing.value]).toEqual([beat(2), true]);
  });

  it('a second step before the first one is over is a step too', () => {
    player.next();
    player.next();
    wait(60);
    expect(player.time.value).toBe(beat(2).rest);
  });

  it('steps from within the first beat to its start, and nowhere after the last', () => {
    player.seek(beat(0).rest);
    player.previous();
    expect(player.time.value).toBe(0);
    player.seek(player.duration);
    player.next();
    expect(player.time.value).toBe(player.duration);
  });

  it('goes to chapters and beats, and says which there are not', () => {
    player.goTo(3, 2);
    expect(player.place.value).toEqual({ chapter: 3, beat: 2 });
    expect(player.time.value).toBe(player.beat.value.start);
    expect(() => player.goTo(3, 99)).toThrow('no beat 99 in chapter 3');
  });

  it('keeps within the tour', () => {
    player.seek(1e9);
    expect(player.time.value).toBe(player.duration);
    player.seek(-3);
    expect(player.time.value).toBe(0);
    player.seek(Number.NaN);
    expect(player.time.value).toBe(0);
  });

  it('ends at the end, and plays again from the start', () => {
    player.seek(player.duration - 0.5);
    player.play();
    wait(2);
    expect([player.time.value, player.playing.value]).toEqual([player.duration, false]);
    player.play();
    expect(player.time.value).toBe(0);
  });

  it('is begun from the first step on, also back at its start, until it is rewound', () => {
    expect(player.begun.value).toBe(false);
    player.goTo(1);
    expect(player.begun.value).toBe(true);
    player.goTo(0);
    expect([player.time.value, player.begun.value]).toEqual([0, true]);
    player.play();
    player.rewind();
    expect([player.time.value, player.playing.value, player.begun.value]).toEqual([0, false, false]);
    player.play();
    expect(player.begun.value).toBe(true);
  });

  it('waits off the rails and comes back to where it was', () => {
    player.seek(30);
    player.play();
    player.leave();
    wait(3);
    expect([player.time.value, player.onRails.value, player.playing.value]).toEqual([30, false, false]);
    player.back();
    expect([player.time.value, player.onRails.value]).toEqual([30, true]);
    player.leave();
    player.play();
    expect(player.onRails.value).toBe(true);
  });

  it('takes the tour on other letters without losing the place', async () => {
    player.seek(beat(20).rest);
    const other = new TourTimeline(readTour(), await sorter.run('BBBBBB'));
    player.load(other);
    expect(player.time.value).toBeCloseTo(beat(20).rest);
    expect(player.timeline.value.source.words.slice(0, 6).join('')).toBe('BBBBBB');
  });

  it('stays in its beat, as far through it, where a text grows and the beats before it last longer', async () => {
    const tell = await loadTeller();
    const [shorter, longer] = await Promise.all([0, 1].map(async (made) => tell('Tom', made)));
    if (shorter === undefined || longer === undefined) throw new Error('not run');
    const [before, after] = [shorter, longer].map((source) => new TourTimeline(readTalesTour(), source));
    const at = before?.beats.findLastIndex(({ start, rest }) => rest > start) ?? -1;
    const [old, grown] = [before?.beats[at], after?.beats[at]];
    if (before === undefined || after === undefined || old === undefined || grown === undefined)
      throw new Error('no beat');
    expect(grown.start).not.toBeCloseTo(old.start);
    const telling = new Player(before);
    for (const stretch of [
      ['start', 'rest'],
      ['rest', 'end'],
    ] as const) {
      const [from, to] = stretch;
      for (const share of [0, 0.5]) {
        telling.load(before);
        telling.seek(old[from] + share * (old[to] - old[from]));
        telling.load(after);
        expect(telling.beat.value).toBe(grown);
        expect(telling.time.value).toBeCloseTo(grown[from] + share * (grown[to] - grown[from]));
      }
    }
    telling.load(before);
    telling.stepTo(old);
    telling.load(after);
    telling.tick(0);
    for (let now = 400; telling.playing.value; now += 400) telling.tick(now);
    expect(telling.time.value).toBeCloseTo(grown.rest);
  });
});
