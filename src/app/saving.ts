/** What a person takes away: the scene as a picture, a stretch of the tour as a film. */
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Player } from '../narrative/player.ts';
import type { FilmOptions, PictureOptions, Progress } from './app.ts';
import type { Filmed } from './film/film-stage.ts';
import { planFilm } from './film/plan.ts';
import type { OpenModel } from './model.ts';
import { filmProgress } from './progress.ts';
import type { Staging } from './staging.ts';
import { word } from './words.ts';

export interface Savable extends Pick<Filmed, 'describe' | 'state'> {
  readonly staging: Pick<Staging, 'print'>;
  readonly theme: ReadonlySignal<Filmed['theme']>;
  readonly settings: ReadonlySignal<Filmed['settings']>;
  readonly prompt: ReadonlySignal<string>;
  readonly isTold: ReadonlySignal<boolean>;
  /** @throws Error while no model is open */
  readonly model: () => OpenModel;
  /** @throws Error while there is no tour */
  readonly player: () => Player;
}

export class Saving {
  readonly #savable: Savable;
  readonly #progress = signal<Progress | undefined>(undefined);
  #filming: AbortController | undefined;

  constructor(savable: Savable) {
    this.#savable = savable;
  }

  /** Of the film that is being made. */
  get progress(): ReadonlySignal<Progress | undefined> {
    return this.#progress;
  }

  /** @throws {RangeError} where the picture is more than can be drawn here */
  async picture({ scale = 1 }: PictureOptions): Promise<File> {
    const name = [...this.#moment(), ...(scale === 1 ? [] : [`${scale}x`])];
    const canvas = await this.#savable.staging.print(scale);
    const picture = await canvas.convertToBlob({ type: 'image/png' });
    return new File([picture], `${fileName(name)}.png`, { type: picture.type });
  }

  /** @throws {Error} for people, where it cannot be made; AbortError where it was given up */
  async film(options: FilmOptions): Promise<File> {
    if (this.#filming !== undefined) throw new Error(word('film.another'));
    const { describe, state } = this.#savable;
    const [model, theme, settings] = [this.#savable.model(), this.#savable.theme.peek(), this.#savable.settings.peek()];
    const timeline = this.#savable.player().timeline.peek();
    const plan = planFilm(timeline, options);
    const mine = new AbortController();
    this.#filming = mine;
    const begun = performance.now();
    const tell = (done: number) => {
      const cancel = () => mine.abort();
      this.#progress.value = filmProgress(plan.title, done, plan.frames, performance.now() - begun, cancel);
    };
    try {
      tell(0);
      const { makeFilm } = await import('./film/film.ts');
      const filmed = { timeline, model, theme, settings, describe, state };
      const { film, extension } = await makeFilm(filmed, plan, tell, mine.signal);
      return new File([film], fileName([model.id, plan.title]) + extension, { type: film.type });
    } finally {
      this.#filming = undefined;
      this.#progress.value = undefined;
    }
  }

  /** Gives up the film that is being made. */
  stop(): void {
    this.#filming?.abort();
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
