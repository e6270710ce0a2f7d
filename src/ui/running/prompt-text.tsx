import { useSignalEffect } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { ReadPrompt } from '../../app/prompt.ts';
import { typingAsked } from '../ui-state.ts';
import { word } from '../words.ts';

interface PromptTextProps {
  readonly app: App;
  readonly read: ReadPrompt;
}

/** The field that a text is typed in. Each key runs what stands there; what cannot be run stays, with the reason beneath. */
export function PromptText({ app, read: { problem, remark } }: PromptTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  // Before the next key: letters typed right after the key that leads here belong to the field.
  useSignalEffect(() => {
    if (!typingAsked.value || field.current === null) return;
    typingAsked.value = false;
    field.current.focus();
    field.current.setSelectionRange(field.current.value.length, field.current.value.length);
  });
  const takesIds = app.model.value?.tokenizer === undefined;
  // Also what a run says that was refused only by the runtime.
  const told = problem ?? app.promptProblem.value;
  return (
    <div class="prompt-text">
      <label for={id}>{word(takesIds ? 'prompt.ids' : 'run.text')}</label>
      <textarea
        ref={field}
        id={id}
        rows={3}
        autocomplete="off"
        spellcheck={false}
        value={app.promptDraft.value}
        aria-invalid={told !== undefined}
        aria-describedby={`${id}-told`}
        onInput={(event) => void app.ask(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            event.currentTarget.blur();
          }
        }}
      />
      <div id={`${id}-told`} class="told" aria-live="polite">
        {told === undefined ? remark !== undefined && <p>{remark}</p> : <p class="problem">{told}</p>}
      </div>
    </div>
  );
}
