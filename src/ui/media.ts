/** What the window is like, as signals; the same conditions as in the style sheets. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { pageMode } from './mode.ts';

function matches(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const state = signal(list.matches);
  list.addEventListener('change', () => {
    state.value = list.matches;
  });
  return state;
}

const isSmall = matches('(max-width: 719px) and (min-height: 501px), (max-width: 560px)');
/** The scene is above, a sheet below it. */
export const isPhone = computed(() => isSmall.value && pageMode.value === 'whole');
/** Room for the inspector beside the story. */
export const isWide = matches('(min-width: 1920px)');
/** Icons give way to one menu, so that the model's name and the prompt have room. */
export const hasShortBar = matches('(max-width: 1199px)');
/** The parts list has no room of its own beside the drawing. */
export const isNarrow = matches('(max-width: 1023px)');
export const wantsLessMotion = matches('(prefers-reduced-motion: reduce)');
