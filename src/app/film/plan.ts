/** What a film holds, before any of it is drawn. */
import type { TourTimeline } from '../../narrative/timeline.ts';
import type { FilmOptions } from '../app.ts';

/** What is asked of a tour. */
type Timeline = Pick<TourTimeline, 'chapters' | 'duration'> & { readonly tour: Pick<TourTimeline['tour'], 'title'> };

/** Seconds from the tour's start. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface FilmFormat {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames for each second. */
  readonly fps: number;
}

export interface FilmPlan extends FilmFormat, Stretch {
  /** Of the chapter, or of the tour. */
  readonly title: string;
  /** At least one. Frame i shows the time `from` + i / fps. */
  readonly frames: number;
}

const FPS = { usual: 30, most: 120 };
const HEIGHT = { usual: 720, least: 90, most: 2160 };

/** @throws RangeError where the tour has no such chapter or stretch, or no film is that large or fast */
export function planFilm(timeline: Timeline, options: FilmOptions): FilmPlan {
  const { height = HEIGHT.usual, fps = FPS.usual } = options;
  if (!Number.isInteger(height) || height < HEIGHT.least || height > HEIGHT.most)
    throw new RangeError(`A film is ${HEIGHT.least} to ${HEIGHT.most} pixels high, not ${height}.`);
  if (!(fps > 0 && fps <= FPS.most))
    throw new RangeError(`A film has up to ${FPS.most} frames a second, more than none, not ${fps}.`);
  const stretch = stretchOf(timeline, options);
  const frames = Math.max(1, Math.round((stretch.to - stretch.from) * fps));
  const title = chapterOf(timeline, options)?.title ?? timeline.tour.title;
  return { ...stretch, ...evenSize(height), fps, frames, title };
}

function stretchOf(timeline: Timeline, options: FilmOptions): Stretch {
  const whole = chapterOf(timeline, options) ?? { start: 0, end: timeline.duration };
  const { from = whole.start, to = whole.end } = options;
  if (!(from >= 0 && from < to && to <= timeline.duration))
    throw new RangeError(`The tour lasts ${timeline.duration} seconds: it has no stretch from ${from} to ${to}.`);
  return { from, to };
}

function chapterOf({ chapters, tour }: Timeline, { chapter }: FilmOptions) {
  if (chapter === undefined) return undefined;
  const found = chapters[chapter];
  if (found === undefined) throw new RangeError(`“${tour.title}” has no chapter ${chapter}; they count from 0.`);
  return found;
}

/** 16 by 9, and both even, as encoders want them. */
function evenSize(height: number): { width: number; height: number } {
  const even = (length: number) => 2 * Math.round(length / 2);
  return { width: even((height * 16) / 9), height: even(height) };
}
