/** Every word that a reader sees is in content/: none stands in the page's components. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWord } from '../../../src/app/words.ts';

const UI = 'src/ui';
const components = readdirSync(UI, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));

/** Words before a closing tag, `Click here</button>`; keys are called what keyboards call them. */
const TEXT = /[>}]\s*([^<>{}()=;]*[A-Za-z]{2}[^<>{}()=;]*)<\/(?!kbd)/g;
/** Attributes that are read or heard. */
const ATTRIBUTE = /\b(?:aria-label|aria-valuetext|aria-description|title|placeholder|alt)="([^"]*)"/g;

/** A file format is called the same in every language. */
const FORMAT = /^[A-Z]{3}$/;

/** The words that stand in a component. */
function literalsIn(source: string): string[] {
  const code = source.replace(/\/\*.*?\*\//gs, '').replace(/(?<=^|\s)\/\/.*$/gm, '');
  const texts = Array.from(code.matchAll(TEXT), ([, text = '']) => text.trim()).filter((text) => !FORMAT.test(text));
  const attributes = Array.from(code.matchAll(ATTRIBUTE), ([, value = '']) => value);
  return [...texts, ...attributes.filter((value) => /[A-Za-z]{2}/.test(value) && !isWord(value))];
}

describe('the page’s components', () => {
  it.each(components)('%s has no words of its own', (name) => {
    expect(literalsIn(readFileSync(join(UI, name), 'utf8'))).toEqual([]);
  });

  it('would be caught with some', () => {
    expect(literalsIn('<p>\n  Click here\n</p>')).toEqual(['Click here']);
    expect(literalsIn("<p>{word('a')} or there</p>")).toEqual(['or there']);
    expect(literalsIn('<button aria-label="Close the list">×</button>')).toEqual(['Close the list']);
    expect(literalsIn("<kbd>Esc</kbd> {word('b')} {/* why */}")).toEqual([]);
  });
});
