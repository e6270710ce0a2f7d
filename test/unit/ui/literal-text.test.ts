/** Every word that a reader sees is in content/: none stands in the page's components, nor in what refuses a model. */
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

/** What can refuse a model or a run, with errors of its own that the page shows. */
const REFUSING = ['src/architecture', 'src/checkpoint', 'src/inference'];
const refusing = REFUSING.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** What only a programmer meets is a plain error: `new RangeError(…)`, with calls in it and in those. */
const PLAIN_ERROR = /new (?:Range)?Error\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g;
const QUOTED = /'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\])*)`/g;
/** Three words in a row; names of values in the ONNX model have fewer. */
const SENTENCE = /[a-z]+ [a-z]+ [a-z]+/i;

/** The sentences that stand in a module, other than those of plain errors. */
function sentencesIn(source: string): string[] {
  const quoted = Array.from(withoutComments(source).replace(PLAIN_ERROR, '').matchAll(QUOTED));
  return quoted
    .map(([, plain, template = '']) => plain ?? template.replace(/\$\{[^}]*\}/g, '…'))
    .filter((text) => SENTENCE.test(text));
}

function withoutComments(source: string): string {
  return source.replace(/\/\*.*?\*\//gs, '').replace(/(?<=^|\s)\/\/.*$/gm, '');
}

/** The words that stand in a component. */
function literalsIn(source: string): string[] {
  const code = withoutComments(source);
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

describe('what refuses a model', () => {
  it.each(refusing)('%s has no sentences of its own', (file) => {
    expect(sentencesIn(readFileSync(file, 'utf8'))).toEqual([]);
  });

  it('would be caught with some', () => {
    expect(sentencesIn("throw new CheckpointError('NotFound', { file }, 'is not there.');")).toEqual(['is not there.']);
    expect(sentencesIn('const message = `holds no numbers`;')).toEqual(['holds no numbers']);
    expect(sentencesIn('throw new RangeError(`no such cell (of it)`);')).toEqual([]);
    expect(sentencesIn("throw new InferenceError('NoModel', refusal('run.noModel'));")).toEqual([]);
  });
});
