import { useRef } from 'preact/hooks';
import { useCardFocus } from './focus.ts';
import { Icon } from './icons.tsx';
import { KEYS, MATRIX_KEYS } from './keys.ts';
import { helpOpen } from './ui-state.ts';
import { word } from './words.ts';

/** Every key and what it does, made from the key table. It lies beside the drawing and closes like the rest, with Esc. */
export function Help() {
  return helpOpen.value ? <HelpCard /> : null;
}

function HelpCard() {
  const card = useRef<HTMLElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  useCardFocus(card, close);
  return (
    <section ref={card} class="card help" aria-label={word('help.title')}>
      <header>
        <h2>{word('help.title')}</h2>
        <button
          ref={close}
          type="button"
          class="icon-button"
          aria-label={word('help.close')}
          onClick={() => {
            helpOpen.value = false;
          }}
        >
          <Icon name="close" />
        </button>
      </header>
      <dl>
        {[...KEYS, ...MATRIX_KEYS].map((row) => (
          <div key={row.word}>
            <dt>
              {row.keys.map((entry) => (
                <kbd key={entry.key}>{entry.shown}</kbd>
              ))}
            </dt>
            <dd>{word(row.word)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
