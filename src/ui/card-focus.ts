import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** While a card is open the focus is in it, first on one of its buttons; then it goes back to where it was. */
export function useCardFocus(first: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    first.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [first]);
}
