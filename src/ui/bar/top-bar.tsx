import type { ReadonlySignal, Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { Act } from '../actions.ts';
import { useFocusBack } from '../focus.ts';
import { Icon, type IconName } from '../icons.tsx';
import { type Action, keyOf } from '../keys.ts';
import { hasShortBar, isPhone } from '../media.ts';
import { helpOpen, menuOpen, modelsOpen, partsOpen, shareOpen, viewSettingsOpen } from '../ui-state.ts';
import { count, type Word, word } from '../words.ts';
import { PromptChips } from './prompt-chips.tsx';
import { TrainingMark } from './training-mark.tsx';

interface BarButton {
  readonly icon: IconName;
  readonly word: Word;
  readonly action: Action;
  /** Whose key leads there too, where that is another action. */
  readonly sharesKeyOf?: Action;
  /** Of a button that opens something: whether it is open. */
  readonly open?: ReadonlySignal<boolean>;
  /** Its word stands beside the icon where there is room. */
  readonly isWritten?: boolean;
}

/** What takes this moment to others. */
const SHARING: readonly BarButton[] = [
  { icon: 'link', word: 'share.link', action: 'link' },
  { icon: 'code', word: 'share.embed', action: 'embedCode' },
  { icon: 'save', word: 'bar.save', action: 'save' },
  { icon: 'read', word: 'key.read', action: 'read' },
  { icon: 'present', word: 'share.present', action: 'present' },
  { icon: 'fullScreen', word: 'share.fullScreen', action: 'fullScreen' },
];

/** Where the bar has no room for the model's name, which leads there too. */
const MODELS: BarButton = { icon: 'models', word: 'models.title', action: 'models', open: modelsOpen };

const BUTTONS: readonly BarButton[] = [
  { icon: 'parts', word: 'bar.parts', action: 'parts', sharesKeyOf: 'findPart', open: partsOpen, isWritten: true },
  { icon: 'open', word: 'bar.open', action: 'open' },
  { icon: 'settings', word: 'bar.view', action: 'view', open: viewSettingsOpen },
  { icon: 'theme', word: 'bar.theme', action: 'theme' },
  { icon: 'help', word: 'bar.help', action: 'help', open: helpOpen },
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
        <button
          type="button"
          class="model-name"
          title={`${word('models.title')} (${keyOf('models')})`}
          aria-expanded={modelsOpen.value}
          onClick={() => act('models')}
        >
          <strong>{model.name}</strong>
          <span class="figure">{word('model.parameters', { count: count(model.parameterCount) })}</span>
          <Icon name="down" />
        </button>
      )}
      <TrainingMark app={app} />
      {model?.runnable === true && <PromptChips app={app} />}
      {hasShortBar.value ? <OneMenu act={act} /> : <Buttons act={act} />}
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
          class={`icon-button${button.isWritten === true ? ' written' : ''}`}
          title={`${word(button.word)} (${keyOf(button.sharesKeyOf ?? button.action)})`}
          aria-label={word(button.word)}
          aria-expanded={button.open?.value}
          onClick={() => act(button.action)}
        >
          <Icon name={button.icon} />
          {button.isWritten === true && <span>{word(button.word)}</span>}
        </button>
      ))}
      <Menu act={act} icon="link" label="bar.share" open={shareOpen} entries={SHARING} />
    </div>
  );
}

interface MenuProps extends ButtonsProps {
  readonly icon: IconName;
  readonly label: Word;
  readonly open: Signal<boolean>;
  readonly entries: readonly BarButton[];
}

/** A button that opens a list of others. The list closes when the reader goes elsewhere. */
function Menu({ act, icon, label, open, entries }: MenuProps) {
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = open.value;
  useEffect(() => {
    if (!isOpen) return;
    const goElsewhere = ({ target }: Event) => {
      if (!(target instanceof Node && place.current?.contains(target))) open.value = false;
    };
    window.addEventListener('pointerdown', goElsewhere);
    window.addEventListener('focusin', goElsewhere);
    return () => {
      window.removeEventListener('pointerdown', goElsewhere);
      window.removeEventListener('focusin', goElsewhere);
    };
  }, [isOpen, open]);
  const choose = (action: Action) => {
    // What it opens gives the focus back to this button: the list is gone by then.
    button.current?.focus();
    open.value = false;
    act(action);
  };
  return (
    <div ref={place} class="menu-place">
      <button
        ref={button}
        type="button"
        class="icon-button"
        title={word(label)}
        aria-label={word(label)}
        aria-expanded={isOpen}
        onClick={() => {
          open.value = !isOpen;
        }}
      >
        <Icon name={icon} />
      </button>
      {isOpen && <Entries entries={entries} choose={choose} />}
    </div>
  );
}

interface EntriesProps {
  readonly entries: readonly BarButton[];
  readonly choose: (action: Action) => void;
}

function Entries({ entries, choose }: EntriesProps) {
  const list = useRef<HTMLUListElement>(null);
  useFocusBack(list);
  return (
    <ul ref={list} class="card menu">
      {entries.map((button) => (
        <li key={button.action}>
          <button type="button" onClick={() => choose(button.action)}>
            <Icon name={button.icon} />
            <span>{word(button.word)}</span>
            {!isPhone.value && <kbd>{keyOf(button.sharesKeyOf ?? button.action)}</kbd>}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Where the bar is short of room: the same in a list. */
function OneMenu({ act }: ButtonsProps) {
  return (
    <div class="bar-buttons">
      <Menu act={act} icon="menu" label="bar.menu" open={menuOpen} entries={[MODELS, ...BUTTONS, ...SHARING]} />
    </div>
  );
}
