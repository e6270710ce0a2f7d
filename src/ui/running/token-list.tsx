import type { App, Token } from '../../app/app.ts';
import type { ReadPrompt } from '../../app/prompt.ts';
import { allTokens, visible } from '../tokens.ts';
import { count, word } from '../words.ts';

interface TokenListProps {
  readonly app: App;
  readonly read: ReadPrompt;
}

/** A chip with its id for each token, those that the model made underlined. A click looks at the model from there. */
export function TokenList({ app, read }: TokenListProps) {
  const context = app.model.value?.graph.dimensions.context ?? 0;
  const run = app.run.value;
  const isRun = run !== undefined && read.problem === undefined && app.promptDraft.value === app.prompt.value;
  const tokens = isRun ? allTokens(run) : read.tokens;
  const shown = tokens.slice(0, context);
  const last = isRun ? run.tokens.length - 1 : undefined;
  const position = isRun ? (app.position.value ?? last) : undefined;
  const over = tokens.length - shown.length;
  return (
    <section class="token-list">
      <header>
        <h2>{word('run.tokens')}</h2>
        <span class={`figure${over > 0 ? ' at-fault' : ''}`}>
          {word('run.count', { count: count(tokens.length), context: count(context) })}
        </span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by the keyboard */}
      <ol tabIndex={0} aria-label={word('run.tokens')}>
        {shown.map((token, at) => (
          <Chip
            key={at}
            token={token}
            isHere={at === position}
            choose={isRun && at < run.tokens.length ? () => app.lookFrom(at === last ? undefined : at) : undefined}
          />
        ))}
        {over > 0 && <li class="aside">{word('run.more', { count: count(over) })}</li>}
      </ol>
    </section>
  );
}

interface ChipProps {
  readonly token: Token;
  /** The model is looked at from here. */
  readonly isHere: boolean;
  /** Undefined for what has not gone through the model. */
  readonly choose: (() => void) | undefined;
}

function Chip({ token, isHere, choose }: ChipProps) {
  const text = (
    <>
      <span>{visible(token.word)}</span>
      <small class="figure">{token.id}</small>
    </>
  );
  const names = `token ${token.origin}`;
  return (
    <li>
      {choose === undefined ? (
        <span class={names}>{text}</span>
      ) : (
        <button type="button" class={names} aria-pressed={isHere} onClick={choose}>
          {text}
        </button>
      )}
    </li>
  );
}
