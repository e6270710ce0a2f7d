/** What a person takes away: the scene as a picture, a stretch of the tour as a film. */
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Player } from '../narrative/player.ts';
import { DrawingLostError } from '../scene/print.ts';
import type { FilmOptions, PictureOptions, Progress } from './app.ts';
import type { Filmed } from './film/film-stage.ts';
import { planFilm } from './film/plan.ts';
import type { OpenModel } from './model.ts';
import { filmProgress, pictureProgress } from './progress.ts';
import type { Staging } from './staging.ts';
import type { Weights } from './weights.ts';
import { word } from './words.ts';

export interface Savable {
  readonly staging: Pick<Staging, 'print' | 'tokens'>;
  readonly theme: ReadonlySignal<Filmed['theme']>;
  readonly settings: ReadonlySignal<Filmed['settings']>;
  readonly prompt: ReadonlySignal<string>;
  readonly isTold: ReadonlySignal<boolean>;
  /** @throws Error while no model is open */
  readonly model: () => OpenModel;
  /** Of that model. @throws Error while no model is open */
  readonly weights: () => Weights;
  /** @throws Error while there is no tour */
  readonly player: () => Player;
}

export class Saving {
  readonly #savable: Savable;
  readonly #progress = signal<Progress | undefined>(undefined);
  #making: AbortController | undefined;

  constructor(savable: Savable) {
    this.#savable = savable;
  }

  /** Of the picture or film that is being made. */
  get progress(): ReadonlySignal<Progress | undefined> {
    return this.#progress;
  }

  /**
   * @throws {RangeError} where the picture is more than can be drawn here
   * @throws {Error} for people, where it cannot be made; AbortError where it was given up
   */
  picture({ scale = 1 }: PictureOptions): Promise<File> {
    return this.#alone(async (mine) => {
      const name = [...this.#moment(), ...(scale === 1 ? [] : [`${scale}x`])];
      const tell = (fraction: number) => {
        this.#progress.value = pictureProgress(scale, fraction, () => mine.abort());
      };
      tell(0);
      const canvas = await this.#savable.staging.print(scale, { signal: mine.signal, tell });
      const picture = await canvas.convertToBlob({ type: 'image/png' });
      mine.signal.throwIfAborted();
      return new File([picture], `${fileName(name)}.png`, { type: picture.type });
    });
  }

  /** @throws {Error} for people, where it cannot be made; AbortError where it was given up */
  film(options: FilmOptions): Promise<File> {
    return this.#alone(async (mine) => {
      const { theme, settings } = this.#savable;
      const [model, weights] = [this.#savable.model(), this.#savable.weights()];
      const tokens = this.#savable.staging.tokens.peek();
      const filmed = { model, tokens, weights, theme: theme.peek(), settings: settings.peek() };
      // A film is for others too: one reader's wish for reduced motion is not theirs.
      const timeline = this.#savable.player().timeline.peek().moving;
      const plan = planFilm(timeline, options);
      const begun = performance.now();
      const cancel = () => mine.abort();
      const tell = (done: number) => {
        this.#progress.value = filmProgress(plan.title, done, plan.frames, performance.now() - begun, cancel);
      };
      tell(0);
      const { makeFilm } = await import('./film/film.ts');
      const { film, extension } = await makeFilm({ ...filmed, timeline }, plan, tell, mine.signal);
      return new File([film], fileName([model.id, plan.title]) + extension, { type: film.type });
    });
  }

  /** Gives up the picture or film that is being made. */
  stop(): void {
    this.#making?.abort();
  }

  /** One at a time, and until it is done or given up its progress is told. */
  async #alone(make: (mine: AbortController) => Promise<File>): Promise<File> {
    if (this.#making !== undefined) throw new Error(word('save.another'));
    const mine = new AbortController();
    this.#making = mine;
    try {
      return await make(mine);
    } catch (error) {
      if (error instanceof DrawingLostError) throw new Error(word('save.lost'), { cause: error });
      throw error;
    } finally {
      this.#making = undefined;
      this.#progress.value = undefined;
    }
  }

  /** Model, and chapter and beat or else the prompt. */
  #moment(): readonly string[] {
    const { model, isTold, player, prompt } = this.#savable;
    if (!isTold.peek()) return [model().id, prompt.peek()];
    const { chapters, place } = player();
    const { chapter, beat } = place.peek();
    return [model().id, chapters[chapter]?.title ?? '', String(beat + 1)];
  }
}

/** `cutaway-nano-sort-attention-2`: nothing in it that a file system or an address minds. */
function fileName(parts: readonly string[]): string {
  const plain = parts.map((part) => part.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-'));
  return ['cutaway', ...plain].join('-').replace(/-+/g, '-').replace(/-$/, '').slice(0, 120);
}
