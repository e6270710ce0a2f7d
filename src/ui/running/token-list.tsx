import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App, Token } from '../../app/app.ts';
import type { ReadPrompt } from '../../app/prompt.ts';
import { allTokens, visible } from '../tokens.ts';
import { count, word } from '../words.ts';

/** CSS pixels between a chip that is scrolled to and the edge of the list. */
const BESIDE = 6;

interface TokenListProps {
  readonly app: App;
  readonly read: ReadPrompt;
}

/** A chip with its id for each token, those that the model made underlined. A click looks at the model from there. */
export function TokenList({ app, read }: TokenListProps) {
  const context = app.model.value?.graph.dimensions.context ?? 0;
  const run = app.run.value;
  const isRun = run !== undefined && app.promptIsRun.value;
  const tokens = isRun ? allTokens(run) : read.tokens;
  const shown = tokens.slice(0, context);
  const last = isRun ? run.tokens.length - 1 : undefined;
  const position = isRun ? (app.position.value ?? last) : undefined;
  const over = tokens.length - shown.length;
  const list = useRef<HTMLOListElement>(null);
  // Where the model is looked at from stays in sight, also while tokens are added; before anybody goes on with the text, its start.
  const follows = app.position.value !== undefined || app.generating.count.value > 0;
  useLayoutEffect(() => {
    const chip = follows ? list.current?.querySelector<HTMLElement>('[aria-pressed="true"]') : undefined;
    if (chip && list.current) showWithin(list.current, chip);
  }, [follows, position, shown.length]);
  return (
    <section class="token-list">
      <header>
        <h2>{word('run.tokens')}</h2>
        <span class={`figure${over > 0 ? ' at-fault' : ''}`}>
          {word('run.count', { count: count(tokens.length), context: count(context) })}
        </span>
      </header>
      <ol ref={list} aria-label={word('run.tokens')}>
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

/** Scrolls a list, and nothing around it, as little as it takes to show one of its parts. */
function showWithin(list: HTMLElement, part: HTMLElement) {
  const [outer, inner] = [list.getBoundingClientRect(), part.getBoundingClientRect()];
  if (inner.top < outer.top) list.scrollTop += inner.top - outer.top - BESIDE;
  if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom + BESIDE;
}

interface ChipProps {
  readonly token: Token;
  /** The model is looked at from here. */
  readonly isHere: boolean;
  /** Undefined for what has not gone through the model. */
  readonly choose: (() => void) | undefined;
}

function Chip({ token, isHere, choose }: ChipProps) {
  return (
    <li>
      {/* Not disabled: by the chips a keyboard comes to whatever the list has scrolled away. */}
      <button
        type="button"
        class={`token ${token.origin}`}
        aria-disabled={choose === undefined}
        aria-pressed={isHere}
        onClick={choose}
      >
        <span>{visible(token.word)}</span>
        <small class="figure">{token.id}</small>
      </button>
    </li>
  );
}
