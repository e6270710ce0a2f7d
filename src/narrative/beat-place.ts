/** A moment of a tour by names, which stays where it is when the tour gets other beats before it. */
import type { PlacedBeat } from './schedule.ts';
import type { TourTimeline } from './timeline.ts';

export interface BeatPlace {
  /** Names of the chapter and of the beat within it, as `nameOf` makes them from their titles. */
  readonly chapter: string;
  readonly beat: string;
  /** From the beat's start. */
  readonly seconds: number;
}

/** A title as it stands in an address: “A row of scores” is `a-row-of-scores`. */
export function nameOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{Ll}\p{Lo}\p{N}]+/gu);
  return words?.join('-') ?? '';
}

/** @param time Seconds from the tour's start. */
export function placeAt(timeline: TourTimeline, time: number): BeatPlace {
  const placed = timeline.beatAt(time);
  const { chapters } = timeline.tour;
  return {
    chapter: nameOf(chapters[placed.chapter]?.title ?? ''),
    beat: nameOf(placed.beat.title),
    seconds: time - placed.start,
  };
}

/**
 * Seconds from the tour's start; where the beat has become shorter, when it rests. Undefined where the tour has no such beat (any
 * more).
 */
export function timeOf(timeline: TourTimeline, { chapter, beat, seconds }: BeatPlace): number | undefined {
  const isChapter = ({ chapter: index }: PlacedBeat) => nameOf(timeline.tour.chapters[index]?.title ?? '') === chapter;
  const placed = timeline.beats.find((candidate) => isChapter(candidate) && nameOf(candidate.beat.title) === beat);
  if (placed === undefined) return undefined;
  const time = placed.start + seconds;
  const isInside = time < placed.end || placed === timeline.beats.at(-1);
  return isInside ? Math.min(time, placed.end) : placed.rest;
}

/** The number of a chapter by its name. */
export function chapterOf(timeline: TourTimeline, name: string): number | undefined {
  const index = timeline.tour.chapters.findIndex(({ title }) => nameOf(title) === name);
  return index < 0 ? undefined : index;
}
