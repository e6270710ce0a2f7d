import './running.css';
import type { App } from '../../app/app.ts';
import { PromptText } from './prompt-text.tsx';
import { TokenList } from './token-list.tsx';

/** A text, as it is typed, as the tokens that the model reads, and what comes after it. */
export default function Running({ app }: { readonly app: App }) {
  // A text that cannot be run is shown as it would be read; the picture stays that of the one before.
  const read = app.readPrompt(app.promptDraft.value);
  return (
    <section class="running">
      <PromptText app={app} read={read} />
      <TokenList app={app} read={read} />
    </section>
  );
}
