/** Keys as data: the help page is made from this table, and one listener acts on it. */
import type { Word } from './words.ts';

export type Action =
  | 'play'
  | 'previousBeat'
  | 'nextBeat'
  | 'previousChapter'
  | 'nextChapter'
  | 'slower'
  | 'faster'
  | 'back'
  | 'pin'
  | 'madeFrom'
  | 'feeds'
  | 'frame'
  | 'reset'
  | 'prompt'
  | 'open'
  | 'view'
  | 'link'
  | 'theme'
  | 'help'
  | 'close';

interface KeyRow {
  readonly word: Word;
  /** `KeyboardEvent.key`, with `Shift+` before it where that is held, and what it does. */
  readonly keys: readonly { readonly key: string; readonly shown: string; readonly action: Action }[];
}

export const KEYS: readonly KeyRow[] = [
  { word: 'key.play', keys: [{ key: ' ', shown: 'Space', action: 'play' }] },
  {
    word: 'key.beat',
    keys: [
      { key: 'ArrowLeft', shown: '←', action: 'previousBeat' },
      { key: 'ArrowRight', shown: '→', action: 'nextBeat' },
    ],
  },
  {
    word: 'key.chapter',
    keys: [
      { key: 'Shift+ArrowLeft', shown: 'Shift ←', action: 'previousChapter' },
      { key: 'Shift+ArrowRight', shown: 'Shift →', action: 'nextChapter' },
    ],
  },
  {
    word: 'key.speed',
    keys: [
      { key: '<', shown: '<', action: 'slower' },
      { key: '>', shown: '>', action: 'faster' },
    ],
  },
  { word: 'key.back', keys: [{ key: 't', shown: 'T', action: 'back' }] },
  { word: 'key.pin', keys: [{ key: 'i', shown: 'I', action: 'pin' }] },
  {
    word: 'key.chain',
    keys: [
      { key: '[', shown: '[', action: 'madeFrom' },
      { key: ']', shown: ']', action: 'feeds' },
    ],
  },
  { word: 'key.frame', keys: [{ key: 'f', shown: 'F', action: 'frame' }] },
  { word: 'key.reset', keys: [{ key: '0', shown: '0', action: 'reset' }] },
  { word: 'key.prompt', keys: [{ key: 'p', shown: 'P', action: 'prompt' }] },
  { word: 'key.open', keys: [{ key: 'o', shown: 'O', action: 'open' }] },
  { word: 'key.view', keys: [{ key: 'v', shown: 'V', action: 'view' }] },
  { word: 'key.link', keys: [{ key: 'l', shown: 'L', action: 'link' }] },
  { word: 'key.theme', keys: [{ key: 'd', shown: 'D', action: 'theme' }] },
  { word: 'key.help', keys: [{ key: '?', shown: '?', action: 'help' }] },
  { word: 'key.close', keys: [{ key: 'Escape', shown: 'Esc', action: 'close' }] },
];

/** What the pressed key means; undefined where it means nothing or belongs to a field or to the browser. */
export function actionOf(event: KeyboardEvent): Action | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
  const target = event.target;
  const typing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (typing && event.key !== 'Escape') return undefined;
  // Space and Enter press the button that has the focus.
  if (target instanceof HTMLButtonElement && event.key === ' ') return undefined;
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const name = event.shiftKey && letter.startsWith('Arrow') ? `Shift+${letter}` : letter;
  return KEYS.flatMap((row) => row.keys).find((entry) => entry.key === name)?.action;
}
