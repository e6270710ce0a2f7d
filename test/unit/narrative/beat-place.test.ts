import { beforeAll, describe, expect, it } from 'vitest';
import { chapterOf, nameOf, placeAt, timeOf } from '../../../src/narrative/beat-place.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import type { Beat, CompiledTour } from '../../../src/narrative/tour.ts';
import { loadSorter } from './nano-sort.ts';

function beat(title: string, readSeconds = 4): Beat {
  return { title, text: [], readSeconds, cues: [{ kind: 'rest', seconds: 3 }], holds: [] };
}

function tourOf(...chapters: [title: string, ...beats: Beat[]][]): CompiledTour {
  return { id: 'tour', title: 'Tour', chapters: chapters.map(([title, ...beats]) => ({ title, beats })) };
}

let source: StageSource;
beforeAll(async () => {
  source = await (await loadSorter()).run('AACBAB');
});

describe('a place in a tour by names', () => {
  it('is made of the words of the titles', () => {
    expect(nameOf('A row of scores')).toBe('a-row-of-scores');
    expect(nameOf('“Größe”: 2 × 3?')).toBe('große-2-3');
    expect(nameOf('…')).toBe('');
  });

  it('leads back to the same time, at any time', () => {
    const timeline = new TourTimeline(tourOf(['One', beat('First'), beat('Second')], ['Two', beat('First')]), source);
    for (let time = 0; time <= timeline.duration; time += 0.25)
      expect(timeOf(timeline, placeAt(timeline, time))).toBeCloseTo(time, 9);
    expect(placeAt(timeline, 15)).toEqual({ chapter: 'two', beat: 'first', seconds: 1 });
  });

  it('stays at its beat when others come before it, and when it moves', () => {
    const place = { chapter: 'two', beat: 'first', seconds: 1 };
    const more = tourOf(['Zero', beat('New')], ['Two', beat('New'), beat('First')], ['One', beat('First')]);
    expect(timeOf(new TourTimeline(more, source), place)).toBe(15);
  });

  it('does not run on into the next beat where its own has become shorter', () => {
    const timeline = new TourTimeline(tourOf(['One', beat('First'), beat('Second')]), source);
    expect(timeOf(timeline, { chapter: 'one', beat: 'first', seconds: 30 })).toBe(3);
    expect(timeOf(timeline, { chapter: 'one', beat: 'second', seconds: 30 })).toBe(timeline.duration);
  });

  it('is nowhere when the beat is gone, though its chapter may be there', () => {
    const timeline = new TourTimeline(tourOf(['One', beat('First')], ['Two', beat('First')]), source);
    expect(timeOf(timeline, { chapter: 'two', beat: 'second', seconds: 0 })).toBeUndefined();
    expect(chapterOf(timeline, 'two')).toBe(1);
    expect(chapterOf(timeline, 'three')).toBeUndefined();
  });
});
