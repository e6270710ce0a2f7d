/** What the reader asks the model: the prompt, as it was accepted and run, or why it was not. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Run } from './app.ts';
import type { OpenModel } from './model.ts';
import { decodePrompt, encodePrompt, type ReadPrompt, readPrompt } from './prompt.ts';
import { isAbort, messageOf } from './refusals.ts';
import type { Runner } from './runner.ts';
import { promptOf } from './task.ts';

export interface Asked {
  /** @throws Error while no model is open */
  readonly model: () => OpenModel;
  readonly runner: Pick<Runner, 'run' | 'pass' | 'answer'>;
}

export class Prompting {
  /** As accepted. */
  readonly text = signal('');
  /** As typed last, accepted or not. */
  readonly draft = signal('');
  /** Why the last one was not accepted: a sentence. */
  readonly problem = signal<string | undefined>(undefined);
  /** What was typed last is what the run is of. */
  readonly isRun: ReadonlySignal<boolean>;
  readonly #asked: Asked;
  /** As typed, of the last run. */
  readonly #ran = signal<string | undefined>(undefined);
  /** Of the open model, if it is bundled: others go by names that mean nothing. */
  #id: string | undefined;
  /** The prompts of this session, by the model's id. */
  readonly #left = new Map<string, string>();

  constructor(asked: Asked) {
    this.#asked = asked;
    this.isRun = computed(
      () =>
        this.draft.value === this.#ran.value &&
        asked.runner.run.value !== undefined &&
        this.problem.value === undefined,
    );
  }

  /** Begins with the prompt that a model was left with, else with that of its task. */
  use({ id, task }: Pick<OpenModel, 'id' | 'task'>): void {
    if (this.#id !== undefined) this.#left.set(this.#id, this.text.peek());
    this.#id = task && id;
    this.#accept((task && this.#left.get(id)) ?? promptOf(task) ?? '');
  }

  /**
   * Runs a prompt; `problem` says why where it cannot be.
   * @param generated What the model has gone on with before, where it takes texts.
   * @throws Error while no model is open
   */
  async ask(prompt: string, generated: readonly number[] = []): Promise<void> {
    const { model, runner } = this.#asked;
    const { task, tokenizer } = model();
    const { tokens, problem } = this.read(prompt);
    batch(() => {
      this.draft.value = prompt;
      this.problem.value = problem;
    });
    if (problem !== undefined) return;
    const ids = tokens.map(({ id }) => id);
    try {
      await (task?.kind === 'sort' ? runner.answer(ids, task.answerLength) : runner.pass(ids, generated));
      batch(() => {
        // Letters and ids as the model took them; a text stays as it was typed.
        this.text.value = task?.kind === 'sort' || tokenizer === undefined ? this.decode(ids) : prompt;
        this.#ran.value = prompt;
      });
    } catch (error) {
      if (!isAbort(error)) this.problem.value = messageOf(error);
    }
  }

  /** One pass over the given tokens alone. */
  async pass(ids: readonly number[]): Promise<Run> {
    const run = await this.#asked.runner.pass(ids);
    this.#accept(this.decode(ids));
    return run;
  }

  /** How the model would read a text; runs nothing. */
  read(text: string): ReadPrompt {
    return readPrompt(text, this.#asked.model());
  }

  /** A text as token ids, as `encodePrompt`. @throws {UnknownTextError} and as that */
  encode(text: string): readonly number[] {
    return encodePrompt(text, this.#asked.model());
  }

  decode(ids: readonly number[]): string {
    return decodePrompt(ids, this.#asked.model());
  }

  /** The ids of the last run's prompt. */
  ids(): readonly number[] {
    const given = this.#asked.runner.run.peek()?.tokens.filter((token) => token.origin === 'given');
    return given === undefined ? this.encode(this.text.peek()) : given.map((token) => token.id);
  }

  #accept(prompt: string): void {
    batch(() => {
      this.text.value = prompt;
      this.draft.value = prompt;
      this.#ran.value = prompt;
      this.problem.value = undefined;
    });
  }
}
