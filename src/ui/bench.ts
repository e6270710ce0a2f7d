/** What `npm run bench` measures in the page: loaded only where the address ends in `?bench`. Times in milliseconds. */
import { Easing } from '@tweenjs/tween.js';
import type { Cutaway } from '../app/create-app.ts';
import { buildGraph } from '../architecture/build.ts';
import type { TensorId } from '../architecture/graph.ts';
import type { Sizes } from '../architecture/sizes.ts';
import type { Compared, Measurement } from '../inference/measurement.ts';
import { WHOLE_MODEL } from '../scene/camera/rig.ts';
import { layOut } from '../scene/layout.ts';
import type { Hit } from '../scene/picture.ts';
import type { Scene } from '../scene/scene.ts';

declare global {
  interface Window {
    cutawayBench?: Bench;
  }
}

/** Steps of a sequence that covers a square evenly (Martin Roberts, “The unreasonable effectiveness of quasirandom sequences”). */
const EVEN_X = 0.7548776662466927;
const EVEN_Y = 0.5698402909980532;
const MOST_TRIES = 4000;

/** Milliseconds in which the browser shows what was drawn last: its own work on the GPU must not be counted. */
const REST_MS = 120;

/** Of models that are only laid out: enough for films to be films. */
const LAID_OUT_TOKENS = 64;

/** Of the tour, between two frames. */
const FRAME_SECONDS = 1 / 60;

export class Bench {
  readonly #app: Cutaway;
  /** Milliseconds from the page's opening until the weights have been painted. */
  readonly paintedAt: Promise<number>;

  constructor(app: Cutaway) {
    this.#app = app;
    this.paintedAt = app.staging.painted.then(() => performance.now());
  }

  /** Resolves when the weights have been painted. */
  get painted(): Promise<void> {
    return this.#app.staging.painted;
  }

  /** Resolves when nothing moves and everything that can be shown has been drawn. */
  async settled(): Promise<void> {
    do await nextFrame();
    while (!this.#scene.isComplete);
  }

  /** Resolves when nothing moves, and neither page nor GPU has anything left to do. */
  async rested(): Promise<void> {
    await this.settled();
    this.#scene.finish();
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  }

  /** One frame after a turn of the camera, until the GPU is done. */
  orbit(degrees: number): number {
    this.#scene.camera.orbitBy(degrees, 0);
    // Past its glide, the camera stands where the hand has put it.
    this.#scene.camera.update(0);
    this.#scene.camera.update(1e6);
    return time(() => this.#scene.drawAndFinish());
  }

  /** Frames of the camera's way from one block to another, at even steps of its time, each until the GPU is done. */
  flight(from: TensorId, to: TensorId, steps: number): number[] {
    const { camera } = this.#scene;
    const viewOf = (block: TensorId) => ({ ...WHOLE_MODEL, blocks: [block] });
    return Array.from({ length: steps + 1 }, (_, step) => {
      camera.showBetween(viewOf(from), viewOf(to), Easing.Cubic.InOut(step / steps));
      return time(() => this.#scene.drawAndFinish());
    });
  }

  /** One full-screen quad of the cells' shader into the same target, until the GPU is done. */
  quad(): number {
    return time(() => this.#scene.drawReferenceQuad());
  }

  /** The graph of a config and its layout, made again and again. */
  layouts(config: unknown, count: number): number[] {
    const { size } = this.#app.staging;
    const aspect = size.peek().width / size.peek().height;
    return Array.from({ length: count }, () => time(() => layOut(buildGraph(config), LAID_OUT_TOKENS, { aspect })));
  }

  /** Other sizes for a model of which only the shape is open: graph, layout, panel and a frame, until the GPU is done. */
  async resize(sizes: Sizes): Promise<number> {
    await this.rested();
    const begun = performance.now();
    this.#app.resize(sizes);
    await rendered();
    void document.body.offsetHeight;
    this.#scene.drawAndFinish();
    return performance.now() - begun;
  }

  /** Pointing at places all over the canvas: pick, explanation and panel, until the page is laid out; without drawing. */
  async hovers(count: number): Promise<number[]> {
    const canvas = document.querySelector('canvas');
    if (canvas === null) throw new Error('there is no canvas to point at');
    const { clientWidth, clientHeight } = canvas;
    const times: number[] = [];
    for (let index = 1; times.length < count && index < MOST_TRIES; index++) {
      const x = clientWidth * ((index * EVEN_X) % 1);
      const y = clientHeight * ((index * EVEN_Y) % 1);
      if (this.#scene.pick(x, y).hit === undefined) continue;
      const begun = performance.now();
      this.#app.pointAt({ x, y });
      await rendered();
      void document.body.offsetHeight;
      times.push(performance.now() - begun);
      await this.settled();
    }
    this.#app.pointAt(undefined);
    return times;
  }

  /**
   * Seeking to every beat, each from the one before it in a shuffled order: the stage, the page and one frame of it; and then
   * another frame of the same picture.
   */
  async seeks(): Promise<{ readonly seek: number; readonly frame: number }[]> {
    const times: { seek: number; frame: number }[] = [];
    for (const start of this.#beatStarts()) {
      await this.rested();
      const begun = performance.now();
      this.#app.playerOrThrow().seek(start);
      await rendered();
      void document.body.offsetHeight;
      this.#scene.drawAndFinish();
      const seek = performance.now() - begun;
      await this.rested();
      times.push({ seek, frame: time(() => this.#scene.drawAndFinish()) });
    }
    return times;
  }

  /** The most frames that were drawn between a seek to a beat and rest. */
  async seekFrames(): Promise<number> {
    let most = 0;
    for (const start of this.#beatStarts()) {
      const before = this.#scene.stats().frames;
      this.#app.playerOrThrow().seek(start);
      await this.settled();
      most = Math.max(most, this.#scene.stats().frames - before);
    }
    return most;
  }

  /** Every chapter, with times at equal distances while something moves in it: between its beats' starts and rests. */
  chapterTimes(count: number): { readonly title: string; readonly times: readonly number[] }[] {
    return this.#app
      .playerOrThrow()
      .timeline.peek()
      .chapters.map(({ title, beats }) => {
        const moving = beats.reduce((sum, { start, rest }) => sum + rest - start, 0);
        const times = Array.from({ length: count }, (_, index) => {
          let left = ((index + 0.5) / count) * moving;
          const beat = beats.find(({ start, rest }) => {
            if (left <= rest - start) return true;
            left -= rest - start;
            return false;
          });
          return (beat?.start ?? 0) + left;
        });
        return { title, times };
      });
  }

  /** One frame of play that ends at a time: the stage, the page and the picture, until the GPU is done. */
  async playedFrame(at: number): Promise<number> {
    const begun = performance.now();
    this.#app.playerOrThrow().seek(at);
    await rendered();
    this.#scene.drawAndFinish();
    return performance.now() - begun;
  }

  /** Resolves when the page rests a frame before a time. */
  async restBefore(at: number): Promise<void> {
    this.#app.playerOrThrow().seek(Math.max(0, at - FRAME_SECONDS));
    await this.rested();
  }

  /** Two ways to the logits, in turn, inside the worker. The prompt is repeated until it has so many tokens. */
  measure(what: Compared, tokens: number, rounds: number): Promise<Measurement> {
    const prompt = this.#app.prompting.ids();
    const ids = Array.from({ length: tokens }, (_, position) => prompt[position % prompt.length] ?? 0);
    return this.#app.runner.measure(what, ids, rounds);
  }

  /** From the prompt that a key has made, in a page at rest, to the scene painted with the new numbers. */
  async edits(prompts: readonly string[]): Promise<number[]> {
    const times: number[] = [];
    for (const prompt of prompts) {
      await this.rested();
      const begun = performance.now();
      await this.#app.ask(prompt);
      await rendered();
      this.#scene.drawAndFinish();
      times.push(performance.now() - begun);
    }
    return times;
  }

  /** From asking for a key frame that has been shown before, in a page at rest, to the scene painted with its weights and the new run. */
  async keyFrames(steps: readonly number[]): Promise<number[]> {
    for (const step of steps) await this.#app.keyFraming.show(step);
    const times: number[] = [];
    for (const step of steps) {
      await this.rested();
      const begun = performance.now();
      await this.#app.keyFraming.show(step);
      await rendered();
      this.#scene.drawAndFinish();
      times.push(performance.now() - begun);
    }
    await this.#app.keyFraming.show(undefined);
    return times;
  }

  /** Where a block or a cell stands on the canvas, in CSS pixels. */
  boxOf(hit: Hit) {
    return this.#app.screenBox(hit);
  }

  /** The beats of the tour in time. */
  beats() {
    return this.#app.playerOrThrow().timeline.peek().beats;
  }

  get #scene(): Scene {
    const scene = this.#app.staging.scene.peek();
    if (scene === undefined) throw new Error('nothing is drawn here: is there WebGL 2?');
    return scene;
  }

  #beatStarts(): number[] {
    const starts = this.#app
      .playerOrThrow()
      .timeline.peek()
      .beats.map((beat) => beat.start);
    return starts.map((_, index) => starts[(index * 17) % starts.length] ?? 0);
  }
}

function time(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function nextFrame(): Promise<number> {
  return new Promise(requestAnimationFrame);
}

/** Preact renders in microtasks: after a handful of them the page is as the signals say. */
async function rendered(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}
