/** Keys as data: the help page is made from this table, and one listener acts on it. */
import type { PageMode } from './mode.ts';
import type { Word } from './words.ts';

export type Action =
  | 'play'
  | 'previousBeat'
  | 'nextBeat'
  | 'previousChapter'
  | 'nextChapter'
  | 'slower'
  | 'faster'
  | 'nextSpeed'
  | 'back'
  | 'pin'
  | 'madeFrom'
  | 'feeds'
  | 'frame'
  | 'reset'
  | 'turnLeft'
  | 'turnRight'
  | 'turnUp'
  | 'turnDown'
  | 'shiftLeft'
  | 'shiftRight'
  | 'shiftUp'
  | 'shiftDown'
  | 'nearer'
  | 'farther'
  | 'parts'
  | 'findPart'
  | 'prompt'
  | 'nextToken'
  | 'lastTokenBack'
  | 'generate'
  | 'newSeed'
  | 'tokenBefore'
  | 'tokenAfter'
  | 'models'
  | 'compare'
  | 'hall'
  | 'open'
  | 'openFolder'
  | 'view'
  | 'link'
  | 'embedCode'
  | 'fullScreen'
  | 'present'
  | 'save'
  | 'read'
  | 'theme'
  | 'help'
  | 'close';

/** What keys do in the matrix of the inspector. */
export type MatrixAction =
  | 'cellUp'
  | 'cellDown'
  | 'cellLeft'
  | 'cellRight'
  | 'matrixNearer'
  | 'matrixFarther'
  | 'matrixFit'
  | 'sortRows'
  | 'sortColumns';

interface KeyEntry<A> {
  /** `KeyboardEvent.key`, with `Shift+` before it where that is held. */
  readonly key: string;
  readonly shown: string;
  readonly action: A;
}

interface Keys<A> {
  readonly word: Word;
  readonly keys: readonly KeyEntry<A>[];
}

interface KeyRow extends Keys<Action> {
  /** Where the keys hold: on the page, on the drawing once the keyboard has reached it, or in the presenter's view. */
  readonly on: 'page' | 'drawing' | 'presenter';
  /** They hold where there is only the drawing too: embedded in another page, and in the presenter's view. */
  readonly always?: true;
}

export const KEYS: readonly KeyRow[] = [
  { word: 'key.play', on: 'page', always: true, keys: [{ key: ' ', shown: 'Space', action: 'play' }] },
  {
    word: 'key.beat',
    on: 'page',
    always: true,
    keys: [
      { key: 'ArrowLeft', shown: '←', action: 'previousBeat' },
      { key: 'ArrowRight', shown: '→', action: 'nextBeat' },
    ],
  },
  {
    word: 'key.chapter',
    on: 'page',
    always: true,
    keys: [
      { key: 'Shift+ArrowLeft', shown: 'Shift ←', action: 'previousChapter' },
      { key: 'Shift+ArrowRight', shown: 'Shift →', action: 'nextChapter' },
    ],
  },
  {
    word: 'key.speed',
    on: 'page',
    always: true,
    keys: [
      { key: '<', shown: '<', action: 'slower' },
      { key: '>', shown: '>', action: 'faster' },
    ],
  },
  { word: 'key.back', on: 'page', always: true, keys: [{ key: 't', shown: 'T', action: 'back' }] },
  { word: 'key.pin', on: 'page', keys: [{ key: 'i', shown: 'I', action: 'pin' }] },
  {
    word: 'key.chain',
    on: 'page',
    keys: [
      { key: '[', shown: '[', action: 'madeFrom' },
      { key: ']', shown: ']', action: 'feeds' },
    ],
  },
  { word: 'key.frame', on: 'page', keys: [{ key: 'f', shown: 'F', action: 'frame' }] },
  { word: 'key.reset', on: 'page', always: true, keys: [{ key: '0', shown: '0', action: 'reset' }] },
  {
    word: 'key.zoom',
    on: 'page',
    keys: [
      { key: '+', shown: '+', action: 'nearer' },
      { key: '-', shown: '−', action: 'farther' },
    ],
  },
  {
    word: 'key.turn',
    on: 'drawing',
    keys: [
      { key: 'ArrowLeft', shown: '←', action: 'turnLeft' },
      { key: 'ArrowRight', shown: '→', action: 'turnRight' },
      { key: 'ArrowUp', shown: '↑', action: 'turnUp' },
      { key: 'ArrowDown', shown: '↓', action: 'turnDown' },
    ],
  },
  {
    word: 'key.shift',
    on: 'drawing',
    keys: [
      { key: 'Shift+ArrowLeft', shown: 'Shift ←', action: 'shiftLeft' },
      { key: 'Shift+ArrowRight', shown: '→', action: 'shiftRight' },
      { key: 'Shift+ArrowUp', shown: '↑', action: 'shiftUp' },
      { key: 'Shift+ArrowDown', shown: '↓', action: 'shiftDown' },
    ],
  },
  { word: 'key.find', on: 'page', keys: [{ key: '/', shown: '/', action: 'findPart' }] },
  { word: 'key.prompt', on: 'page', keys: [{ key: 'p', shown: 'P', action: 'prompt' }] },
  {
    word: 'key.nextToken',
    on: 'page',
    keys: [
      { key: 'n', shown: 'N', action: 'nextToken' },
      { key: 'Shift+n', shown: 'Shift N', action: 'lastTokenBack' },
    ],
  },
  { word: 'key.generate', on: 'page', keys: [{ key: 'g', shown: 'G', action: 'generate' }] },
  { word: 'key.newSeed', on: 'page', keys: [{ key: 'Shift+g', shown: 'Shift G', action: 'newSeed' }] },
  {
    word: 'key.lookFrom',
    on: 'page',
    keys: [
      { key: ',', shown: ',', action: 'tokenBefore' },
      { key: '.', shown: '.', action: 'tokenAfter' },
    ],
  },
  { word: 'key.models', on: 'page', keys: [{ key: 'm', shown: 'M', action: 'models' }] },
  { word: 'key.compare', on: 'page', keys: [{ key: 'c', shown: 'C', action: 'compare' }] },
  { word: 'key.hall', on: 'page', keys: [{ key: 'h', shown: 'H', action: 'hall' }] },
  {
    word: 'key.open',
    on: 'page',
    keys: [
      { key: 'o', shown: 'O', action: 'open' },
      { key: 'Shift+o', shown: 'Shift O', action: 'openFolder' },
    ],
  },
  { word: 'key.view', on: 'page', keys: [{ key: 'v', shown: 'V', action: 'view' }] },
  {
    word: 'key.share',
    on: 'page',
    keys: [
      { key: 'l', shown: 'L', action: 'link' },
      { key: 'Shift+l', shown: 'Shift L', action: 'embedCode' },
    ],
  },
  { word: 'key.save', on: 'page', keys: [{ key: 's', shown: 'S', action: 'save' }] },
  { word: 'key.read', on: 'page', keys: [{ key: 'r', shown: 'R', action: 'read' }] },
  {
    word: 'key.fullScreen',
    on: 'page',
    always: true,
    keys: [{ key: 'Shift+f', shown: 'Shift F', action: 'fullScreen' }],
  },
  {
    word: 'key.present',
    on: 'page',
    always: true,
    keys: [{ key: 'Shift+p', shown: 'Shift P', action: 'present' }],
  },
  {
    word: 'key.clicker',
    on: 'presenter',
    keys: [
      { key: 'PageUp', shown: 'Page Up', action: 'previousBeat' },
      { key: 'PageDown', shown: 'Page Down', action: 'nextBeat' },
    ],
  },
  { word: 'key.theme', on: 'page', always: true, keys: [{ key: 'd', shown: 'D', action: 'theme' }] },
  { word: 'key.help', on: 'page', keys: [{ key: '?', shown: '?', action: 'help' }] },
  { word: 'key.close', on: 'page', always: true, keys: [{ key: 'Escape', shown: 'Esc', action: 'close' }] },
];

/** They hold in the matrix, before those of the page. */
export const MATRIX_KEYS: readonly Keys<MatrixAction>[] = [
  {
    word: 'key.cells',
    keys: [
      { key: 'ArrowLeft', shown: '←', action: 'cellLeft' },
      { key: 'ArrowRight', shown: '→', action: 'cellRight' },
      { key: 'ArrowUp', shown: '↑', action: 'cellUp' },
      { key: 'ArrowDown', shown: '↓', action: 'cellDown' },
    ],
  },
  {
    word: 'key.matrixZoom',
    keys: [
      { key: '+', shown: '+', action: 'matrixNearer' },
      { key: '-', shown: '−', action: 'matrixFarther' },
      { key: '0', shown: '0', action: 'matrixFit' },
    ],
  },
  {
    word: 'key.sort',
    keys: [
      { key: 'r', shown: 'R', action: 'sortRows' },
      { key: 'c', shown: 'C', action: 'sortColumns' },
    ],
  },
];

/** How the key of an action is written, the first where there are several. @throws {RangeError} where no key does it */
export function keyOf(action: Action | MatrixAction): string {
  const rows: readonly Keys<Action | MatrixAction>[] = [...KEYS, ...MATRIX_KEYS];
  const found = rows.flatMap(({ keys }) => keys).find((entry) => entry.action === action);
  if (found === undefined) throw new RangeError(`No key does “${action}”.`);
  return found.shown;
}

/**
 * Whether the key is one of the browser's or the system's. AltGr (to some browsers Ctrl with Alt) and Option also make characters, as
 * [ and ] on many European keyboards: then the character is meant.
 */
function isCommand(event: KeyboardEvent): boolean {
  const isCharacter = /^[^\p{L}\p{N}\s]$/u.test(event.key);
  if (isCharacter && event.getModifierState('AltGraph')) return false;
  if (isCharacter && event.altKey && !event.ctrlKey) return event.metaKey;
  return event.ctrlKey || event.metaKey || event.altKey;
}

/** The key as the table names it. */
function nameOf(event: KeyboardEvent): string {
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // With other characters Shift is what makes them: <, ?, +.
  return event.shiftKey && /^(Arrow.*|[a-z])$/.test(letter) ? `Shift+${letter}` : letter;
}

/** What a key means in the matrix; undefined where it is one of the page or of the browser. */
export function matrixActionOf(event: KeyboardEvent): MatrixAction | undefined {
  if (isCommand(event)) return undefined;
  const name = nameOf(event);
  return MATRIX_KEYS.flatMap(({ keys }) => keys).find(({ key }) => key === name)?.action;
}

/** What a key means on the page or, first, on the drawing or to a presenter; undefined where it means nothing. */
export function actionFor(event: KeyboardEvent, onDrawing: boolean, mode: PageMode = 'whole'): Action | undefined {
  const name = nameOf(event);
  const holds = (row: KeyRow) => row.keys.find((entry) => entry.key === name)?.action;
  const first = KEYS.filter(
    ({ on }) => (on === 'drawing' && onDrawing) || (on === 'presenter' && mode === 'presented'),
  );
  const page = KEYS.filter(({ on, always }) => on === 'page' && (mode === 'whole' || always));
  return [...first, ...page].map(holds).find(Boolean);
}

/** What a pressed key means where it was pressed; undefined also where it belongs to a field, a button or the browser. */
export function actionOf(event: KeyboardEvent, mode: PageMode = 'whole'): Action | undefined {
  if (isCommand(event) || event.defaultPrevented) return undefined;
  const target = event.target;
  // Until the reader has gone to something in an embedded page, keys are those of the page around it.
  if (mode === 'embedded' && target === document.body) return undefined;
  const isRange = target instanceof HTMLInputElement && target.type === 'range';
  // Arrows move a control, but on the tour's own they step by beats as everywhere.
  if (isRange && !target.matches('.scrubber') && event.key.startsWith('Arrow')) return undefined;
  const typing =
    (target instanceof HTMLInputElement && !isRange) ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement;
  if (typing && event.key !== 'Escape') return undefined;
  // Space and Enter press the button that has the focus.
  if (target instanceof HTMLButtonElement && event.key === ' ') return undefined;
  const onDrawing = target instanceof HTMLCanvasElement && target.matches(':focus-visible');
  return actionFor(event, onDrawing, mode);
}
