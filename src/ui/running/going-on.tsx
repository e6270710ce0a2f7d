import type { App } from '../../app/app.ts';
import type { Act } from '../actions.ts';
import { type Action, keyOf } from '../keys.ts';
import { isPhone } from '../media.ts';
import { count, type Word, word } from '../words.ts';

interface GoingOnProps {
  readonly app: App;
  readonly act: Act;
}

/** Token by token, on and back, and how it stands. */
export function GoingOn({ app, act }: GoingOnProps) {
  const { generating } = app;
  const isRunning = generating.isRunning.value;
  const canGoOn =
    app.run.value !== undefined && app.promptProblem.value === undefined && generating.end.value === undefined;
  return (
    <section class="going-on">
      <div class="buttons">
        {(canGoOn || isRunning) && (
          <>
            <Button act={act} action="nextToken" name="run.next" isMain />
            <Button act={act} action="generate" name={isRunning ? 'run.stop' : 'run.go'} />
          </>
        )}
        {generating.count.value > 0 && app.promptProblem.value === undefined && (
          <Button act={act} action="lastTokenBack" name="run.back" />
        )}
      </div>
      <p class={generating.problem.value === undefined ? undefined : 'problem'} aria-live="polite">
        {stateInWords(app)}
      </p>
      {isGrown(app) && (
        <label class="marks">
          <input
            type="checkbox"
            checked={app.marksNew.value}
            onInput={(event) => {
              app.marksNew.value = event.currentTarget.checked;
            }}
          />
          {word('run.marksNew')}
        </label>
      )}
    </section>
  );
}

interface ButtonProps {
  readonly act: Act;
  readonly action: Action;
  readonly name: Word;
  readonly isMain?: true;
}

/** The main one shows its key; those beside it tell it as icons do, so that all stand in one row. */
function Button({ act, action, name, isMain }: ButtonProps) {
  return (
    <button
      type="button"
      class={isMain ? 'button' : 'button quiet'}
      title={isMain ? undefined : `${word(name)} (${keyOf(action)})`}
      onClick={() => act(action)}
    >
      {word(name)} {isMain && !isPhone.value && <kbd>{keyOf(action)}</kbd>}
    </button>
  );
}

/** Some of the run was kept from the step before, and some is new. */
function isGrown(app: App): boolean {
  const { reusedTokens = 0, tokens = [] } = app.run.value ?? {};
  return reusedTokens > 0 && reusedTokens < tokens.length;
}

/** Why it failed or ended, else what the last step has cost. */
function stateInWords(app: App): string {
  const { problem, end, count: generated } = app.generating;
  if (problem.value !== undefined) return problem.value;
  const context = count(app.model.value?.graph.dimensions.context ?? 0);
  if (end.value === 'context') return word('run.endContext', { context });
  const run = app.run.value;
  if (end.value === 'text') return word('run.endText', { token: run?.tokens.at(-1)?.word ?? '' });
  if (run === undefined || generated.value === 0 || run.reusedTokens === 0) return '';
  const computed = run.tokens.length - run.reusedTokens;
  return word('run.reused', { reused: count(run.reusedTokens), computed: count(computed) });
}
