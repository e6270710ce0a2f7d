import { gsap } from 'gsap/gsap-core';
import type { TensorId } from '../architecture/graph.ts';
import { animate, animateQuickly } from './animators/animate.ts';
import { animateAppending, animateChoosing, animateEntering } from './animators/answer.ts';
import { Bench, type Motion, STILL } from './animators/motion.ts';
import { type Computed, type Extent, paintComputed } from './computed.ts';
import { Grid } from './grid.ts';
import { type Action, type PlacedBeat, type Step, schedule } from './schedule.ts';
import type { Stage, StageSource } from './stage.ts';
import type { CompiledTour } from './tour.ts';

export interface TimelineOptions {
  /** For readers who prefer reduced motion: flights are cuts and sweeps are states. */
  readonly still?: boolean;
}

/** A chapter in time, seconds from the tour's start. */
export interface PlacedChapter {
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly beats: readonly PlacedBeat[];
}

const EASES: Readonly<Partial<Record<Action['kind'], string>>> = {
  look: 'power2.inOut',
  link: 'power1.inOut',
  // From the far end of the model: most of the time belongs to the arrival, where the reader looks.
  append: 'power3.out',
};

const NOTHING_PENDING: ReadonlySet<TensorId> = new Set();

/** A tour on one run, or on a model that is only looked at, as a function of time. */
export class TourTimeline {
  readonly tour: CompiledTour;
  readonly source: StageSource;
  /** Of all chapters. */
  readonly beats: readonly PlacedBeat[];
  readonly chapters: readonly PlacedChapter[];
  /** Seconds. */
  readonly duration: number;
  readonly #isStill: boolean;
  readonly #steps: readonly Step[];
  /** How far each step is, moved by `#time` alone. */
  readonly #progress: readonly { readonly value: number }[];
  readonly #time = gsap.timeline({ paused: true });
  // What was worked out before: equal extents and equal steps of a motion show equal numbers, so the arrays are kept.
  readonly #benches = new Map<number, Bench>();
  readonly #painted = new WeakMap<Extent, Float32Array>();
  readonly #pending = new WeakMap<Computed, ReadonlySet<TensorId>>();
  #atWork: { readonly step: Step; readonly shown: string; readonly values: Float32Array } | undefined;

  /** @throws Error when the model has no such block as the tour names, or an address does not fit it. */
  constructor(tour: CompiledTour, source: StageSource, { still = false }: TimelineOptions = {}) {
    this.tour = tour;
    this.source = source;
    this.#isStill = still;
    const { steps, beats } = schedule(tour, source, still);
    this.beats = beats;
    this.chapters = tour.chapters.map(({ title }, chapter) => {
      const own = beats.filter((beat) => beat.chapter === chapter);
      return { title, start: own[0]?.start ?? 0, end: own.at(-1)?.end ?? 0, beats: own };
    });
    this.duration = beats.at(-1)?.end ?? 0;
    this.#steps = steps;
    this.#progress = steps.map(({ start, seconds, action }) => {
      if (seconds === 0) return { value: 1 };
      const progress = { value: 0 };
      const ease = EASES[action.kind] ?? 'none';
      this.#time.fromTo(progress, { value: 0 }, { value: 1, duration: seconds, ease, immediateRender: false }, start);
      return progress;
    });
  }

  /** The same tour for those who do not mind motion: itself, where it was not made still. Its times are other ones. */
  get moving(): TourTimeline {
    return this.#isStill ? new TourTimeline(this.tour, this.source) : this;
  }

  /** What the scene shows at a time. The same for the same time, however one came there. */
  stageAt(seconds: number): Stage {
    const time = Math.min(Math.max(seconds, 0), this.duration);
    this.#time.seek(time);
    const index = this.#steps.findLastIndex(({ start }) => start <= time);
    const step = this.#steps[index];
    if (step === undefined) throw new Error(`${this.tour.id}: a tour has at least one beat`);
    return this.#show(step, this.#progress[index]?.value ?? 1);
  }

  /** The beat that a time falls into. */
  beatAt(seconds: number): PlacedBeat {
    const beat = this.beats.findLast(({ start }) => start <= seconds) ?? this.beats[0];
    if (beat === undefined) throw new Error(`${this.tour.id}: a tour has at least one beat`);
    return beat;
  }

  #show(step: Step, progress: number): Stage {
    const { action, before, during, after } = step;
    const finished = progress >= 1;
    const standing = finished ? after : before;
    const motion = this.#motion(step, progress);
    const flying = action.kind === 'look' && !finished;
    return {
      flight: { from: standing.pose, to: after.pose, progress: flying ? progress : 1 },
      lit: standing.lit,
      pending: this.#pendingIn(finished ? after.computed : during),
      values: finished ? this.#values(after.computed) : this.#values(during, step, motion),
      outlines: [...standing.outlines, ...motion.outlines],
      links: [...standing.links, ...motion.links],
      movers: motion.movers,
      named: standing.named,
      tokens: standing.tokens,
      answered: standing.answered,
    };
  }

  #motion({ action, before }: Step, progress: number): Motion {
    const bench = this.#bench(before.tokens);
    switch (action.kind) {
      case 'compute':
        return action.quick
          ? animateQuickly(action.op, bench, action.focus, progress)
          : animate(action.op, bench, action.focus, progress, action.by);
      case 'enter':
        return animateEntering(bench, action.focus, progress);
      case 'choose':
        return animateChoosing(bench, action.at, progress);
      case 'append':
        return animateAppending(bench, action.at, action.tokens, progress);
      case 'link':
        return progress < 1 ? { ...STILL, links: [{ from: action.from, to: action.to, progress }] } : STILL;
      case 'look':
      case 'nothing':
        return STILL;
    }
  }

  /** Numbers in place of the run's: of every block that is not there for all tokens of the run, and of the one at work. */
  #values(computed: Computed, step?: Step, motion?: Motion): ReadonlyMap<TensorId, Float32Array> {
    const worked =
      step?.action.kind === 'compute' || step?.action.kind === 'enter' ? step.action.focus.block : undefined;
    const values = new Map<TensorId, Float32Array>();
    for (const [block, extent] of computed) {
      const traced = this.#bench(this.source.ids.length).grid(block);
      if (traced === undefined) continue;
      if (block === worked && step !== undefined && motion !== undefined) {
        values.set(block, this.#valuesAtWork(step, motion, this.#valuesOf(block, extent, traced), traced));
      } else if (extent.tokens < this.source.ids.length) {
        values.set(block, this.#valuesOf(block, extent, traced));
      }
    }
    return values;
  }

  #valuesOf(block: TensorId, extent: Extent, traced: Grid): Float32Array {
    const values = this.#painted.get(extent) ?? paintComputed(extent, this.source.graph.tensor(block), traced);
    this.#painted.set(extent, values);
    return values;
  }

  #valuesAtWork(step: Step, motion: Motion, before: Float32Array, { shape }: Grid): Float32Array {
    if (this.#atWork?.step !== step || this.#atWork.shown !== motion.step) {
      const values = new Grid(shape, before.slice());
      motion.paint?.(values);
      this.#atWork = { step, shown: motion.step, values: values.data };
    }
    return this.#atWork.values;
  }

  #pendingIn(computed: Computed): ReadonlySet<TensorId> {
    // Without a run nothing is awaited.
    if (this.source.ids.length === 0) return NOTHING_PENDING;
    const known = this.#pending.get(computed);
    if (known !== undefined) return known;
    const pending = new Set<TensorId>();
    for (const { id, kind } of this.source.graph.tensors()) {
      if (kind !== 'weight' && !computed.has(id)) pending.add(id);
    }
    this.#pending.set(computed, pending);
    return pending;
  }

  /** Where animators find their numbers when there are this many tokens. */
  #bench(tokens: number): Bench {
    const bench = this.#benches.get(tokens) ?? new Bench(this.source, tokens);
    this.#benches.set(tokens, bench);
    return bench;
  }
}
