/** The tour of the open model, told on the run that is painted; of a model that is only looked at, without one. */
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { TensorData, TensorId } from '../architecture/graph.ts';
import type { KeyFrame } from '../checkpoint/training.ts';
import { type BeatPlace, chapterOf, placeAt, timeOf } from '../narrative/beat-place.ts';
import { Player } from '../narrative/player.ts';
import type { StageSource } from '../narrative/stage.ts';
import type { TourTimeline } from '../narrative/timeline.ts';
import type { CompiledTour } from '../narrative/tour.ts';
import type { Run } from './app.ts';
import type { OpenModel } from './model.ts';
import type { SavedTour } from './saved-state.ts';
import { stageSource } from './stage-source.ts';
import { word } from './words.ts';

/** What is told of a model that is only looked at. */
const NO_RUN: Run = { tokens: [], answers: [], trace: new Map(), reusedTokens: 0 };

/** A tour, and what lays it out in time. */
interface Script {
  readonly tour: CompiledTour;
  readonly Timeline: typeof TourTimeline;
}

async function loadScript(id: string): Promise<Script | undefined> {
  const [{ default: tours }, { TourTimeline: Timeline }] = await Promise.all([
    import('virtual:tours'),
    import('../narrative/timeline.ts'),
  ]);
  const tour = (await tours[id]?.())?.default;
  return tour && { tour, Timeline };
}

export interface Told {
  readonly model: ReadonlySignal<OpenModel | undefined>;
  readonly run: ReadonlySignal<Run | undefined>;
  /** Tours are fetched when the first picture is there: it waits for nothing that it does not show. */
  readonly painted: () => Promise<void>;
  readonly read: (id: TensorId) => TensorData | undefined;
  readonly prefersReducedMotion: () => boolean;
  readonly nextFrame: (callback: (now: number) => void) => void;
  /** The key frames of the open model's training, by step; none where it is not told. */
  readonly training: () => Promise<readonly KeyFrame[]>;
  /** Takes a sentence for the reader. */
  readonly report: (problem: string) => void;
}

/** A place in a tour: chapter and beat from 0, the beat within its chapter; or a beat by name; or a time in seconds from its start. */
export interface TourPlace {
  readonly chapter?: number;
  readonly beat?: number;
  readonly at?: BeatPlace;
  readonly time?: number;
}

export class Telling {
  readonly #told: Told;
  readonly #made = signal<Player | undefined>(undefined);
  readonly #script = signal<Script | undefined>(undefined);
  readonly #training = signal<readonly KeyFrame[]>([]);
  #chosen: Promise<void> = Promise.resolve();
  #isTicking = false;

  /** The tour that is told on the open model, once it has been fetched. */
  readonly tour: ReadonlySignal<CompiledTour | undefined> = computed(() => this.#script.value?.tour);

  /** The player of the model's tour, while the run that is painted, if it tells of one, has the answers that it tells of. */
  readonly player: ReadonlySignal<Player | undefined> = computed(() =>
    this.#canTell() ? this.#made.value : undefined,
  );

  /** The open model and the run that is painted: numbers are of this run, a later one does not show through. */
  readonly source: ReadonlySignal<StageSource | undefined> = computed(() => {
    const model = this.#told.model.value;
    const run = this.#told.run.value ?? (model?.task?.kind === 'look' ? NO_RUN : undefined);
    return model && run && stageSource(model, run, this.#told.read, this.#training.value);
  });

  /** The tour has been begun: from then on it says what the scene shows. */
  readonly isTold: ReadonlySignal<boolean> = computed(() => this.player.value?.begun.value === true);

  constructor(told: Told) {
    this.#told = told;
    effect(() => {
      this.#chosen = this.#choose(told.model.value).catch(() => told.report(word('notice.noTours')));
    });
    effect(() => this.#tell());
    effect(() => {
      if (this.player.value?.playing.value === true) untracked(() => this.#playOn());
    });
  }

  /** Resolves when it is known which tour the open model has. */
  get chosen(): Promise<void> {
    return this.#chosen;
  }

  /**
   * @throws Error when this is not the model's tour, or it has no such place; of a beat by name after it has gone to the start of its
   * chapter, or of the tour
   */
  open(id: string, { chapter = 0, beat = 0, at, time }: TourPlace): void {
    const tour = this.tour.value;
    const player = this.player.value;
    if (tour?.id !== id) {
      throw new Error(
        tour === undefined ? word('tour.none', { tour: id }) : word('tour.unknown', { tour: id, known: tour.id }),
      );
    }
    if (player === undefined) throw new Error(word('tour.notRun'));
    player.pause();
    if (at !== undefined) this.#goToNamed(player, at);
    else if (time === undefined) player.goTo(chapter, beat);
    else player.seek(time);
  }

  #goToNamed(player: Player, at: BeatPlace): void {
    const timeline = player.timeline.peek();
    const time = timeOf(timeline, at);
    if (time !== undefined) {
      player.seek(time);
      return;
    }
    const chapter = chapterOf(timeline, at.chapter);
    player.goTo(chapter ?? 0);
    const { tour } = timeline;
    const title = (chapter === undefined ? undefined : tour.chapters[chapter]?.title) ?? tour.title;
    throw new Error(word('link.beat', { tour: tour.title, beat: `${at.chapter}/${at.beat}`, title }));
  }

  /** Where the tour stands, once it has been begun. */
  saved(): SavedTour | undefined {
    const player = this.player.peek();
    if (player === undefined || !this.isTold.peek()) return undefined;
    const time = player.time.peek();
    const timeline = player.timeline.peek();
    return { id: timeline.tour.id, at: placeAt(timeline, time), time };
  }

  /** Back to before it was begun. */
  close(): void {
    this.#made.peek()?.rewind();
  }

  /** Somebody goes a way of their own: a tour that is told waits for them. */
  leave(): void {
    if (this.isTold.peek()) this.player.peek()?.leave();
  }

  async #choose(model: OpenModel | undefined): Promise<void> {
    this.#script.value = undefined;
    this.#training.value = [];
    const wanted = model?.task?.tour;
    if (wanted === undefined) return;
    await this.#told.painted();
    const script = await loadScript(wanted);
    if (this.#told.model.peek() !== model) return;
    this.#script.value = script;
    // A training that is told wrongly is complained of where it is asked for; the tour goes without.
    const training = await this.#told.training().catch(() => []);
    if (this.#told.model.peek() === model) this.#training.value = training;
  }

  /** A new run is told from where the tour stands. */
  #tell(): void {
    const script = this.#script.value;
    const source = this.source.value;
    if (script === undefined || this.#told.model.value === undefined) {
      this.#made.value = undefined;
      return;
    }
    if (source === undefined || !this.#canTell()) {
      untracked(() => this.#made.value?.pause());
      return;
    }
    const still = this.#told.prefersReducedMotion();
    const timeline = new script.Timeline(script.tour, source, { still });
    untracked(() => {
      if (this.#made.value === undefined) this.#made.value = new Player(timeline);
      else this.#made.value.load(timeline);
    });
  }

  /** Of letters to sort, a pass over some tokens alone has no answers: neither its shapes nor its numbers are those of the tour. */
  #canTell(): boolean {
    const { model, run } = this.#told;
    const task = model.value?.task;
    if (task?.kind === 'look') return true;
    if (run.value === undefined || task === undefined) return false;
    return task.kind === 'continue' || run.value.answers.length === task.answerLength;
  }

  /** One frame after another, however often it is paused and played in between. */
  #playOn(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.#told.nextFrame((now) => {
      this.#isTicking = false;
      const player = this.player.peek();
      if (player?.playing.peek() !== true) return;
      player.tick(now);
      if (player.playing.peek()) this.#playOn();
    });
  }
}
