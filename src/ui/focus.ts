import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';

/** When something that was opened closes with the focus in it, the focus goes back to where it was before. */
export function useFocusBack(opened: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = opened.current;
    const before = document.activeElement;
    return () => {
      const now = document.activeElement;
      const isLost = now === document.body || element?.contains(now) === true;
      if (isLost && before instanceof HTMLElement) before.focus();
    };
  }, [opened]);
}

/** While a card is open the focus is in it, first on one of its elements; then it goes back to where it was. */
export function useCardFocus(card: RefObject<HTMLElement | null>, first: RefObject<HTMLElement | null>): void {
  useFocusBack(card);
  useEffect(() => first.current?.focus(), [first]);
}
