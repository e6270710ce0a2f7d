import { Fragment } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { App, Token } from '../../app/app.ts';
import type { SortTask } from '../../app/task.ts';
import { Icon } from '../icons.tsx';
import { keyOf } from '../keys.ts';
import { allTokens, visible } from '../tokens.ts';
import { promptEditing, showRun } from '../ui-state.ts';
import { word } from '../words.ts';

interface PromptProps {
  readonly app: App;
}

/** What the model was given and what it made of it: letters with a field in their place, or the tokens of a text. */
export function PromptChips({ app }: PromptProps) {
  const task = app.model.value?.task;
  return task?.kind === 'sort' ? <Letters app={app} task={task} /> : <Text app={app} />;
}

interface LettersProps extends PromptProps {
  readonly task: SortTask;
}

/** The prompt as framed chips, the answer as underlined ones. An answer is never shown before it is computed. */
function Letters({ app, task }: LettersProps) {
  const run = app.run.value;
  // Then what stands in the field is not what was answered.
  const isRefused = app.promptProblem.value !== undefined;
  const answers = (run?.answers ?? []).slice(0, shownAnswers(app));
  const inFocus = focusedTokens(app);
  return (
    <div class="prompt">
      <span class="verb">{word('prompt.sorts')}</span>
      {promptEditing.value ? (
        <PromptField app={app} length={task.promptLength} />
      ) : (
        <button
          type="button"
          class="chips"
          aria-label={`${word('prompt.edit')}: ${app.prompt.value}`}
          onClick={beginEditing}
        >
          {givenTokens(app).map((token, position) => (
            <span key={position} class={`chip given${inFocus.has(position) ? ' in-focus' : ''}`}>
              {token}
            </span>
          ))}
        </button>
      )}
      <Icon name="arrow" />
      <output class={isRefused ? 'chips stale' : 'chips'} aria-live="off" aria-label={word('prompt.answer')}>
        {Array.from({ length: task.answerLength }, (_, position) => (
          <AnswerChip
            key={position}
            token={answers[position]}
            now={app.running.value && position === answers.length}
            focus={run !== undefined && inFocus.has(run.tokens.length - run.tokens.filter(isAnswer).length + position)}
          />
        ))}
      </output>
      {!promptEditing.value && (
        <button
          type="button"
          class="icon-button"
          title={`${word('prompt.edit')} (${keyOf('prompt')})`}
          aria-label={word('prompt.edit')}
          onClick={beginEditing}
        >
          <Icon name="edit" />
        </button>
      )}
      <PromptProblem app={app} />
    </div>
  );
}

/** The tokens of the run in one row, those that the model made underlined. They lead to where the text is typed. */
function Text({ app }: PromptProps) {
  const run = app.run.value;
  const tokens = run === undefined ? [] : allTokens(run);
  const inFocus = focusedTokens(app);
  const isRefused = app.promptProblem.value !== undefined;
  const strip = useRef<HTMLButtonElement>(null);
  const generated = app.generating.count.value;
  // What the model has made last is what there is to see.
  useLayoutEffect(() => {
    strip.current?.scrollTo({ left: generated > 0 ? strip.current.scrollWidth : 0 });
  }, [generated]);
  return (
    <div class="prompt text">
      <button
        ref={strip}
        type="button"
        class={`chips${isRefused ? ' stale' : ''}`}
        title={`${word('run.type')} (${keyOf('prompt')})`}
        aria-label={`${word('run.type')}: ${tokens.map((token) => visible(token.word)).join(' ')}`}
        onClick={() => showRun('type')}
      >
        {run === undefined
          ? word('run.type')
          : tokens.map((token, position) => (
              <Fragment key={position}>
                <span
                  class={`chip ${isAnswer(token) ? 'answered' : 'given'}${inFocus.has(position) ? ' in-focus' : ''}`}
                >
                  {visible(token.word)}
                </span>{' '}
              </Fragment>
            ))}
      </button>
    </div>
  );
}

/** While the story is told, as many answers as it has come to: an answer is never shown before it is computed. */
export function shownAnswers(app: App): number {
  const player = app.player.value;
  if (player === undefined || !app.isTold.value || !player.onRails.value) return Number.POSITIVE_INFINITY;
  return player.stage.value.answered;
}

function isAnswer(token: Token): boolean {
  return token.origin === 'answered';
}

function beginEditing() {
  promptEditing.value = true;
}

/** The words of the run that is painted; before any run, the prompt's characters. */
function givenTokens(app: App): readonly string[] {
  const given = app.run.value?.tokens.filter((token) => token.origin === 'given');
  return given === undefined ? [...app.prompt.value] : given.map((token) => token.word);
}

/** Positions of the tokens that what is pointed at speaks of. */
function focusedTokens(app: App): ReadonlySet<number> {
  const indices = app.answer.value?.indices ?? [];
  return new Set(indices.filter(({ axis }) => axis === 'token' || axis === 'key').map(({ index }) => index));
}

interface AnswerChipProps {
  readonly token: Token | undefined;
  readonly now: boolean;
  readonly focus: boolean;
}

function AnswerChip({ token, now, focus }: AnswerChipProps) {
  const state = token !== undefined ? 'answered' : now ? 'now' : 'to-come';
  return <span class={`chip ${state}${focus ? ' in-focus' : ''}`}>{token?.word ?? ''}</span>;
}

interface PromptFieldProps extends PromptProps {
  /** How many letters a prompt has. */
  readonly length: number;
}

/** A field in place of the chips. Each key that makes a whole prompt runs it; Escape brings the prompt before back. */
function PromptField({ app, length }: PromptFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const before = useRef(app.prompt.value);
  const [typed, setTyped] = useState(app.prompt.value.length);
  // Before the next key: letters typed right after P belong to the field.
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(0, 1);
  }, []);

  const close = () => {
    app.promptProblem.value = undefined;
    promptEditing.value = false;
  };
  /** A key replaces the letter it stands on. */
  const overtype = (input: HTMLInputElement) => {
    const caret = input.selectionStart ?? 0;
    if (input.selectionStart === input.selectionEnd && caret < input.value.length) {
      input.setSelectionRange(caret, caret + 1);
    }
  };
  return (
    <input
      ref={field}
      class="prompt-field"
      style={{ '--letters': Math.max(typed, length) }}
      aria-label={word('prompt.label')}
      title={word('prompt.hint')}
      autocomplete="off"
      autocapitalize="characters"
      spellcheck={false}
      defaultValue={before.current}
      onInput={(event) => {
        overtype(event.currentTarget);
        setTyped(event.currentTarget.value.length);
        void app.ask(event.currentTarget.value);
      }}
      onClick={(event) => overtype(event.currentTarget)}
      onKeyUp={(event) => {
        if (event.key.startsWith('Arrow')) overtype(event.currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          void app.ask(event.currentTarget.value).then(() => {
            if (app.promptProblem.value === undefined) close();
          });
        }
        if (event.key === 'Escape') {
          event.stopPropagation();
          void app.ask(before.current).then(close);
        }
      }}
      onBlur={(event) => {
        if (app.promptProblem.value === undefined) close();
        else event.currentTarget.setAttribute('aria-invalid', 'true');
      }}
    />
  );
}

function PromptProblem({ app }: PromptProps) {
  const problem = app.promptProblem.value;
  return (
    <div class="prompt-problem" role="alert">
      {problem !== undefined && <p>{problem}</p>}
    </div>
  );
}
