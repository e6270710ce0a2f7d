import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { actionFor, actionOf, KEYS, keyOf, MATRIX_KEYS, matrixActionOf } from '../../../src/ui/keys.ts';

const strings: Record<string, unknown> = JSON.parse(readFileSync('content/en/strings.json', 'utf8'));

class FakeElement extends EventTarget {
  constructor(
    readonly type = '',
    readonly hasFocusRing = false,
  ) {
    super();
  }
  matches() {
    return this.hasFocusRing;
  }
}
class FakeInput extends FakeElement {}
class FakeSelect extends FakeElement {}
class FakeTextArea extends FakeElement {}
class FakeButton extends FakeElement {}
class FakeCanvas extends FakeElement {}
const body = new FakeElement();

beforeAll(() => {
  vi.stubGlobal('HTMLInputElement', FakeInput);
  vi.stubGlobal('HTMLSelectElement', FakeSelect);
  vi.stubGlobal('HTMLTextAreaElement', FakeTextArea);
  vi.stubGlobal('HTMLButtonElement', FakeButton);
  vi.stubGlobal('HTMLCanvasElement', FakeCanvas);
  vi.stubGlobal('document', { body });
});

interface Held {
  readonly shiftKey?: boolean;
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
  readonly altKey?: boolean;
  readonly altGraph?: boolean;
}

function press(key: string, target: EventTarget = new FakeElement(), held: Held = {}): KeyboardEvent {
  const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  const getModifierState = (name: string) => name === 'AltGraph' && held.altGraph === true;
  const event = { key, target, ...none, ...held, getModifierState };
  return event as KeyboardEvent;
}

describe('the key table', () => {
  test('says every row in words, and gives no key two meanings in one place', () => {
    for (const row of [...KEYS, ...MATRIX_KEYS]) expect(strings[row.word]).toBeTypeOf('string');
    const inMatrix = MATRIX_KEYS.flatMap(({ keys }) => keys.map(({ key }) => key));
    expect(new Set(inMatrix).size).toBe(inMatrix.length);
    for (const place of ['page', 'drawing', 'presenter'] as const) {
      const keys = KEYS.filter((row) => row.on === place).flatMap((row) => row.keys.map(({ key }) => key));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('every key means what its row says when it is pressed', () => {
    for (const row of KEYS)
      for (const { key, action } of row.keys) {
        const shift = key.startsWith('Shift+');
        const event = press(key.replace('Shift+', ''), undefined, { shiftKey: shift });
        expect(actionFor(event, row.on === 'drawing', row.on === 'presenter' ? 'presented' : 'whole')).toBe(action);
      }
  });

  test('keys of the matrix mean what their row says, and none with Ctrl held', () => {
    for (const { key, action } of MATRIX_KEYS.flatMap(({ keys }) => keys)) {
      expect(matrixActionOf(press(key))).toBe(action);
      expect(matrixActionOf(press(key, undefined, { ctrlKey: true }))).toBeUndefined();
    }
    expect(matrixActionOf(press('ArrowLeft', undefined, { shiftKey: true }))).toBeUndefined();
  });

  test('capital letters and characters made with Shift are the same keys', () => {
    expect(actionOf(press('T'))).toBe('back');
    expect(actionOf(press('?', undefined, { shiftKey: true }))).toBe('help');
    expect(actionOf(press('O', undefined, { shiftKey: true }))).toBe('openFolder');
  });
});

describe('a character that a keyboard makes with AltGr or Option', () => {
  const altGr = { ctrlKey: true, altKey: true, altGraph: true };

  test('is that character', () => {
    expect(actionOf(press('[', undefined, altGr))).toBe('madeFrom');
    expect(actionOf(press(']', undefined, { altGraph: true }))).toBe('feeds');
    expect(actionOf(press('[', undefined, { altKey: true }))).toBe('madeFrom');
    expect(matrixActionOf(press('+', undefined, altGr))).toBe('matrixNearer');
  });

  test('leaves letters, digits and arrows to the system', () => {
    for (const key of ['f', '0', 'ArrowLeft', ' ']) expect(actionOf(press(key, undefined, altGr))).toBeUndefined();
    expect(matrixActionOf(press('r', undefined, { altKey: true }))).toBeUndefined();
  });

  test('is the browser’s with Ctrl or Meta besides', () => {
    expect(actionOf(press('[', undefined, { metaKey: true }))).toBeUndefined();
    expect(actionOf(press('[', undefined, { metaKey: true, altKey: true }))).toBeUndefined();
    expect(actionOf(press('+', undefined, { ctrlKey: true }))).toBeUndefined();
  });
});

test('a key is shown as the table writes it', () => {
  expect(keyOf('play')).toBe('Space');
  expect(keyOf('openFolder')).toBe('Shift O');
  expect(keyOf('matrixFarther')).toBe('−');
  expect(() => keyOf('nextSpeed')).toThrow(RangeError);
});

describe('a key belongs to', () => {
  test('the browser, with Ctrl, Alt or Meta', () => {
    expect(actionOf(press('p', undefined, { ctrlKey: true }))).toBeUndefined();
    expect(actionOf(press('ArrowLeft', undefined, { altKey: true }))).toBeUndefined();
  });

  test('the field that is written in, but for Escape', () => {
    expect(actionOf(press('d', new FakeInput('text')))).toBeUndefined();
    expect(actionOf(press('d', new FakeTextArea()))).toBeUndefined();
    expect(actionOf(press('Escape', new FakeInput('text')))).toBe('close');
  });

  test('the button under the focus, if it is Space', () => {
    expect(actionOf(press(' ', new FakeButton()))).toBeUndefined();
    expect(actionOf(press('q', new FakeButton()))).toBeUndefined();
    expect(actionOf(press('t', new FakeButton()))).toBe('back');
  });

  test('the scrubber, if it is an arrow', () => {
    expect(actionOf(press('ArrowRight', new FakeInput('range')))).toBeUndefined();
    expect(actionOf(press(' ', new FakeInput('range')))).toBe('play');
  });

  test('the drawing, once the keyboard has reached it and not after a click', () => {
    expect(actionOf(press('ArrowLeft', new FakeCanvas('', true)))).toBe('turnLeft');
    expect(actionOf(press('ArrowLeft', new FakeCanvas('', false)))).toBe('previousBeat');
  });

  test('the page around an embedded one, until the reader goes to something in it', () => {
    expect(actionOf(press(' ', body), 'embedded')).toBeUndefined();
    expect(actionOf(press('ArrowRight', body), 'embedded')).toBeUndefined();
    expect(actionOf(press('ArrowRight', new FakeButton()), 'embedded')).toBe('nextBeat');
    expect(actionOf(press('o', new FakeButton()), 'embedded')).toBeUndefined();
  });

  test('the presenter, whose remote control sends Page Up and Page Down', () => {
    expect(actionOf(press('PageDown', body), 'presented')).toBe('nextBeat');
    expect(actionOf(press('PageUp', body), 'presented')).toBe('previousBeat');
    expect(actionOf(press('PageDown', body), 'whole')).toBeUndefined();
    expect(actionOf(press(' ', body), 'presented')).toBe('play');
    // What it would open has no place there.
    expect(actionOf(press('v', body), 'presented')).toBeUndefined();
  });
});
