import type { App } from '../../app/app.ts';
import type { Act } from '../actions.ts';
import { Icon, type IconName } from '../icons.tsx';
import type { Action } from '../keys.ts';
import { isNarrow, isPhone } from '../media.ts';
import { menuOpen } from '../ui-state.ts';
import { count, type Word, word } from '../words.ts';
import { PromptChips } from './prompt-chips.tsx';

interface BarButton {
  readonly icon: IconName;
  readonly word: Word;
  readonly action: Action;
  readonly key: string;
}

const BUTTONS: readonly BarButton[] = [
  { icon: 'open', word: 'bar.open', action: 'open', key: 'O' },
  { icon: 'settings', word: 'bar.view', action: 'view', key: 'V' },
  { icon: 'theme', word: 'bar.theme', action: 'theme', key: 'D' },
  { icon: 'link', word: 'bar.link', action: 'link', key: 'L' },
  { icon: 'help', word: 'bar.help', action: 'help', key: '?' },
];

interface TopBarProps {
  readonly app: App;
  readonly act: Act;
}

/** Over the drawing: which model, its prompt, and what can be done with the page. */
export function TopBar({ app, act }: TopBarProps) {
  const model = app.model.value;
  return (
    <header class="top-bar">
      {model !== undefined && (
        <div class="model-name">
          <strong>{model.id}</strong>
          <span class="figure">{word('model.parameters', { count: count(model.parameterCount) })}</span>
        </div>
      )}
      {model?.runnable === true && <PromptChips app={app} />}
      {isNarrow.value ? <Menu act={act} /> : <Buttons act={act} />}
    </header>
  );
}

interface ButtonsProps {
  readonly act: Act;
}

function Buttons({ act }: ButtonsProps) {
  return (
    <div class="bar-buttons">
      {BUTTONS.map((button) => (
        <button
          key={button.action}
          type="button"
          class="icon-button"
          title={`${word(button.word)} (${button.key})`}
          aria-label={word(button.word)}
          onClick={() => act(button.action)}
        >
          <Icon name={button.icon} />
        </button>
      ))}
    </div>
  );
}

/** Where the bar is short of room: the same in a list. */
function Menu({ act }: ButtonsProps) {
  return (
    <div class="bar-buttons">
      <button
        type="button"
        class="icon-button"
        aria-label={word('bar.menu')}
        aria-expanded={menuOpen.value}
        onClick={() => {
          menuOpen.value = !menuOpen.value;
        }}
      >
        <Icon name="menu" />
      </button>
      {menuOpen.value && (
        <ul class="card menu">
          {BUTTONS.map((button) => (
            <li key={button.action}>
              <button
                type="button"
                onClick={() => {
                  menuOpen.value = false;
                  act(button.action);
                }}
              >
                <Icon name={button.icon} />
                <span>{word(button.word)}</span>
                {!isPhone.value && <kbd>{button.key}</kbd>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
