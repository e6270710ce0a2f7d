import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { word } from '../words.ts';
import type { PlacedBeat } from './schedule.ts';
import type { Stage } from './stage.ts';
import type { PlacedChapter, TourTimeline } from './timeline.ts';
import type { CompiledTour } from './tour.ts';

/** A frame that took longer counts as this: after a hidden tab wakes up, the tour goes on where it was. Seconds. */
const LONGEST_FRAME = 0.5;

/**
 * Plays a tour. Holds no clock of its own: the app calls `tick` with the time of each frame while `playing`, and tests call it with
 * any time they like.
 */
export class Player {
  /** Of the tour on the present run; `load` replaces it. */
  readonly timeline: ReadonlySignal<TourTimeline>;
  /** Seconds from the tour's start. */
  readonly time: ReadonlySignal<number>;
  readonly playing: ReadonlySignal<boolean>;
  /** It has been played, or a place in it gone to: from then on, at its start too, it says what is shown. `rewind` undoes it. */
  readonly begun: ReadonlySignal<boolean>;
  /** False after the reader has taken the camera: the tour waits until `back`. */
  readonly onRails: ReadonlySignal<boolean>;
  /** The beat under way. */
  readonly beat: ReadonlySignal<PlacedBeat>;
  /** Its chapter and its number within it, both from 0. */
  readonly place: ReadonlySignal<{ readonly chapter: number; readonly beat: number }>;
  readonly stage: ReadonlySignal<Stage>;
  /** How many answers have been chosen by now: what a text may tell. */
  readonly answered: ReadonlySignal<number>;
  /** 1: as written. */
  readonly speed: Signal<number>;
  /** Stops when a beat has shown what it has to show, instead of resting and going on. */
  readonly stopsAtBeats: Signal<boolean>;

  readonly #timeline: Signal<TourTimeline>;
  readonly #time = signal(0);
  readonly #playing = signal(false);
  readonly #begun = signal(false);
  readonly #onRails = signal(true);
  /** Where a single step by hand ends. */
  #stop: number | undefined;
  #lastTick: number | undefined;

  constructor(timeline: TourTimeline) {
    this.#timeline = signal(timeline);
    this.timeline = this.#timeline;
    this.time = this.#time;
    this.playing = this.#playing;
    this.begun = this.#begun;
    this.onRails = this.#onRails;
    this.speed = signal(1);
    this.stopsAtBeats = signal(false);
    this.beat = computed(() => this.#timeline.value.beatAt(this.#time.value));
    this.stage = computed(() => this.#timeline.value.stageAt(this.#time.value));
    this.answered = computed(() => this.stage.value.answered);
    this.place = computed(() => ({ chapter: this.beat.value.chapter, beat: this.beat.value.index }));
  }

  get tour(): CompiledTour {
    return this.#timeline.value.tour;
  }

  get chapters(): readonly PlacedChapter[] {
    return this.#timeline.value.chapters;
  }

  /** Seconds. */
  get duration(): number {
    return this.#timeline.value.duration;
  }

  /** The tour on another run, at the same beat, and as far through it: beats last longer or shorter there. */
  load(timeline: TourTimeline): void {
    batch(() => {
      const before = this.#timeline.value;
      this.#timeline.value = timeline;
      this.#time.value = sameMoment(this.#time.value, before, timeline);
      if (this.#stop !== undefined) this.#stop = sameMoment(this.#stop, before, timeline);
    });
  }

  /** Plays on; from the end, from the start. */
  play(): void {
    batch(() => {
      this.#onRails.value = true;
      if (this.#time.value >= this.duration) this.#time.value = 0;
      const { rest, end } = this.beat.value;
      // Where every beat stops, its rest is over when the reader says so.
      if (this.stopsAtBeats.value && this.#time.value >= rest && end < this.duration) this.#time.value = end;
      this.#run(undefined);
    });
  }

  pause(): void {
    this.#playing.value = false;
    this.#lastTick = undefined;
    this.#stop = undefined;
  }

  /** Goes to a time, seconds from the tour's start; what lies outside the tour is its start or end. */
  seek(seconds: number): void {
    batch(() => {
      this.#begun.value = true;
      this.#onRails.value = true;
      this.#stop = undefined;
      this.#time.value = Math.min(Math.max(Number.isFinite(seconds) ? seconds : 0, 0), this.duration);
    });
  }

  /** To the start of a beat. @throws Error when there is none such; both count from 0, the beat within its chapter. */
  goTo(chapter: number, beat = 0): void {
    const { beats, tour } = this.#timeline.value;
    const found = beats.find((placed) => placed.chapter === chapter && placed.index === beat);
    if (found === undefined) throw new Error(word('tour.noBeat', { tour: tour.title, beat, chapter }));
    this.seek(found.start);
  }

  next(): void {
    this.#stepBy(1);
  }

  /** In the first beat to its start. */
  previous(): void {
    this.#stepBy(-1);
  }

  /** To the start of a beat. While paused, its motion is played and then it stops: one step, not the rest of the tour. */
  stepTo(beat: PlacedBeat): void {
    batch(() => {
      const playingOn = this.#playing.value && this.#stop === undefined;
      this.seek(beat.start);
      this.#run(playingOn ? undefined : beat.rest);
    });
  }

  /** The reader has taken the camera. */
  leave(): void {
    batch(() => {
      this.pause();
      this.#onRails.value = false;
    });
  }

  /** Back to where the tour stands, as it stands. */
  back(): void {
    batch(() => {
      this.#begun.value = true;
      this.#onRails.value = true;
    });
  }

  /** To the start, as before it was begun. */
  rewind(): void {
    batch(() => {
      this.pause();
      this.seek(0);
      this.#begun.value = false;
    });
  }

  /** @param now Milliseconds on any clock that runs forwards. Call it for each frame while `playing`. */
  tick(now: number): void {
    if (!this.#playing.value) return;
    const elapsed = this.#lastTick === undefined ? 0 : Math.max(0, now - this.#lastTick) / 1000;
    this.#lastTick = now;
    const before = this.#time.value;
    const stop = this.#stop ?? this.#nextStop(before);
    const after = before + Math.min(elapsed, LONGEST_FRAME) * this.speed.value;
    batch(() => {
      this.#time.value = Math.min(after, stop);
      if (after >= stop) this.pause();
    });
  }

  /** The end, or where every beat stops, the next place where a beat has shown all. */
  #nextStop(time: number): number {
    if (!this.stopsAtBeats.value) return this.duration;
    return this.#timeline.value.beats.find(({ rest }) => rest > time)?.rest ?? this.duration;
  }

  #stepBy(distance: number): void {
    const { beats } = this.#timeline.value;
    const target = beats[Math.max(0, beats.indexOf(this.beat.value) + distance)];
    if (target !== undefined) this.stepTo(target);
  }

  #run(stop: number | undefined): void {
    this.#begun.value = true;
    this.#stop = stop;
    this.#lastTick = undefined;
    this.#playing.value = true;
  }
}

/** The time at which a tour on another run has come as far as at a time on the run before, both in seconds from its start. */
function sameMoment(time: number, before: TourTimeline, after: TourTimeline): number {
  const from = before.beatAt(time);
  const to = after.beats[before.beats.indexOf(from)];
  if (to === undefined) return Math.min(time, after.duration);
  return time < from.rest
    ? within(time, [from.start, from.rest], [to.start, to.rest])
    : within(time, [from.rest, from.end], [to.rest, to.end]);
}

type Stretch = readonly [start: number, end: number];

/** A time within a stretch, as far through another one. */
function within(time: number, [start, end]: Stretch, [otherStart, otherEnd]: Stretch): number {
  const share = end > start ? (otherEnd - otherStart) / (end - start) : 0;
  return Math.min(otherStart + (time - start) * share, otherEnd);
}
