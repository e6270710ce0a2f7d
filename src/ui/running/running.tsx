import './running.css';
import type { App } from '../../app/app.ts';
import type { Act } from '../actions.ts';
import { word } from '../words.ts';
import { GoingOn } from './going-on.tsx';
import { NextToken } from './next-token.tsx';
import { PromptText } from './prompt-text.tsx';
import { Sampling } from './sampling.tsx';
import { TokenList } from './token-list.tsx';

interface RunningProps {
  readonly app: App;
  readonly act: Act;
}

/** A text, as it is typed, as the tokens that the model reads, and what comes after it. */
export default function Running({ app, act }: RunningProps) {
  // A text that cannot be run is shown as it would be read; the picture stays that of the one before.
  const read = app.readPrompt(app.promptDraft.value);
  return (
    <section class="running">
      <h1 class="visually-hidden">{word('tab.run')}</h1>
      <PromptText app={app} read={read} />
      <GoingOn app={app} act={act} />
      <TokenList app={app} read={read} />
      <NextToken app={app} />
      <Sampling app={app} act={act} />
    </section>
  );
}
