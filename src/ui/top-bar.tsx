import type { App } from '../app/app.ts';
import { parameterCount } from '../architecture/tally.ts';
import { Icon, type IconName } from './icons.tsx';
import type { Action } from './keys.ts';
import { PromptChips } from './prompt-chips.tsx';
import { count, type Word, word } from './words.ts';

const BUTTONS: readonly {
  readonly icon: IconName;
  readonly word: Word;
  readonly action: Action;
  readonly key: string;
}[] = [
  { icon: 'open', word: 'bar.open', action: 'open', key: 'O' },
  { icon: 'settings', word: 'bar.view', action: 'view', key: 'V' },
  { icon: 'theme', word: 'bar.theme', action: 'theme', key: 'D' },
  { icon: 'link', word: 'bar.link', action: 'link', key: 'L' },
  { icon: 'help', word: 'bar.help', action: 'help', key: '?' },
];

/** Over the drawing: which model, its prompt, and what can be done with the page. */
export function TopBar({ app, act }: { readonly app: App; readonly act: (action: Action) => void }) {
  const model = app.model.value;
  return (
    <header class="top-bar">
      {model !== undefined && (
        <div class="model-name">
          <strong>{model.id}</strong>
          <span class="figure">{word('model.parameters', { count: count(parameterCount(model.graph)) })}</span>
        </div>
      )}
      {model?.runnable === true && <PromptChips app={app} />}
      <div class="bar-buttons">
        {BUTTONS.map((button) => (
          <button
            key={button.action}
            type="button"
            class={`icon-button bar-${button.action}`}
            title={`${word(button.word)} (${button.key})`}
            aria-label={word(button.word)}
            onClick={() => act(button.action)}
          >
            <Icon name={button.icon} />
          </button>
        ))}
      </div>
    </header>
  );
}
