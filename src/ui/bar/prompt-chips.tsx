import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { App, Token } from '../../app/app.ts';
import { Icon } from '../icons.tsx';
import { keyOf } from '../keys.ts';
import { promptEditing } from '../ui-state.ts';
import { word } from '../words.ts';

/** The prompt as framed chips, the answer as underlined ones. An answer is never shown before it is computed. */
export function PromptChips({ app }: { readonly app: App }) {
  const task = app.model.value?.task;
  const run = app.run.value;
  // Then what stands in the field is not what was answered.
  const isRefused = app.promptProblem.value !== undefined;
  const answers = (run?.answers ?? []).slice(0, shownAnswers(app));
  const expected = task?.answerLength ?? run?.answers.length ?? 0;
  const inFocus = focusedTokens(app);
  return (
    <div class="prompt">
      {task !== undefined && <span class="verb">{task.verb}</span>}
      {promptEditing.value ? (
        <PromptField app={app} />
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
      {expected > 0 && (
        <>
          <Icon name="arrow" />
          <output class={isRefused ? 'chips stale' : 'chips'} aria-live="off" aria-label={word('prompt.answer')}>
            {Array.from({ length: expected }, (_, position) => (
              <AnswerChip
                key={position}
                token={answers[position]}
                now={app.running.value && position === answers.length}
                focus={
                  run !== undefined && inFocus.has(run.tokens.length - run.tokens.filter(isAnswer).length + position)
                }
              />
            ))}
          </output>
        </>
      )}
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

/** A field in place of the chips. Each key that makes a whole prompt runs it; Escape brings the prompt before back. */
function PromptField({ app }: { readonly app: App }) {
  const field = useRef<HTMLInputElement>(null);
  const before = useRef(app.prompt.value);
  const [typed, setTyped] = useState(app.prompt.value.length);
  const length = app.model.value?.task?.promptLength;
  const takesIds = app.model.value?.tokenizer === undefined;
  // Before the next key: letters typed right after P belong to the field.
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(0, length === undefined ? -1 : 1);
  }, [length]);

  const close = () => {
    app.promptProblem.value = undefined;
    promptEditing.value = false;
  };
  /** In a prompt of fixed length a key replaces the letter it stands on. */
  const overtype = (input: HTMLInputElement) => {
    const caret = input.selectionStart ?? 0;
    if (length !== undefined && input.selectionStart === input.selectionEnd && caret < input.value.length) {
      input.setSelectionRange(caret, caret + 1);
    }
  };
  return (
    <input
      ref={field}
      class={`prompt-field${length === undefined ? '' : ' fixed'}`}
      style={length === undefined ? undefined : { '--letters': Math.max(typed, length) }}
      aria-label={word(takesIds ? 'prompt.ids' : 'prompt.label')}
      placeholder={takesIds ? word('prompt.ids') : undefined}
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

function PromptProblem({ app }: { readonly app: App }) {
  const problem = app.promptProblem.value;
  return (
    <div class="prompt-problem" role="alert">
      {problem !== undefined && <p>{problem}</p>}
    </div>
  );
}
