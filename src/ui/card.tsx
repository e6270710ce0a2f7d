import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useCardFocus } from './focus.ts';
import { Icon } from './icons.tsx';
import { type Word, word } from './words.ts';

interface CardProps {
  readonly name: string;
  readonly title: Word;
  readonly close: Word;
  readonly open: Signal<boolean>;
  readonly children: ComponentChildren;
}

/** Lies over the drawing with a title and a way to close it; takes the focus while it is there. */
export function Card({ name, title, close, open, children }: CardProps) {
  const card = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useCardFocus(card, button);
  return (
    <section ref={card} class={`card titled ${name}`} aria-label={word(title)}>
      <header>
        <h2>{word(title)}</h2>
        <button
          ref={button}
          type="button"
          class="icon-button"
          aria-label={word(close)}
          onClick={() => {
            open.value = false;
          }}
        >
          <Icon name="close" />
        </button>
      </header>
      {children}
    </section>
  );
}
