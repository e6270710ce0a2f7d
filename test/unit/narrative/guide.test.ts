import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileTour } from '../../../scripts/tours/compile.ts';
import { plainText, readText } from '../../../src/narrative/reading.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import type { CompiledTour } from '../../../src/narrative/tour.ts';
import { sourceOf } from './animator-bench.ts';
import { loadHall } from './hall.ts';
import { loadSorter, saidFigure } from './nano-sort.ts';

const GUIDE = readFileSync(join(import.meta.dirname, '../../../content/README.md'), 'utf8');
/** On what its parts are read, by their headings; what stands before is of any model, and read on the sorter. */
const [OF_ANY = '', OF_LLAMA = '', OF_HALL = ''] = GUIDE.split(/\n## (?:On a Llama|Among several models)\n/);
const PARTS = [
  [OF_ANY, 'sorter'],
  [OF_LLAMA, 'llama'],
  [OF_HALL, 'hall'],
] as const;
type Read = (typeof PARTS)[number][1];
const EXAMPLES = PARTS.flatMap(([guide, on]) => examplesIn(guide).map((example) => ({ example, on })));
const DIRECTIVES = PARTS.flatMap(([guide, on]) => directivesIn(guide).map((directive) => ({ directive, on })));

function examplesIn(guide: string): string[] {
  return [...guide.matchAll(/```markdown\n([\s\S]*?)```/g)].map(([, example = '']) => example);
}

/** Every directive that stands as code in a table. */
function directivesIn(guide: string): string[] {
  return [...guide.matchAll(/^\|.*$/gm)].flatMap(([row]) =>
    [...row.matchAll(/`(::?[a-z]+(?:[[{][^`]*)?)`/g)].map(([, directive = '']) => directive),
  );
}

let sources: Readonly<Record<Read, StageSource>>;

beforeAll(async () => {
  sources = {
    sorter: await (await loadSorter()).run('BACCAB'),
    llama: await sourceOf('llama-grouped'),
    hall: await loadHall(),
  };
});

function tourOf(body: string): CompiledTour {
  return compileTour(`::tour{title="T"}\n\n# C\n\n## B\n\n${body}`, 'content/README.md', 'guide');
}

/** The first beat as it reads when all answers are chosen. */
function readFirst(tour: CompiledTour, source = sources.sorter): string {
  const [beat] = new TourTimeline(tour, source).beats;
  return plainText(readText(beat?.beat.text ?? [], { source, tokens: source.ids.length, answered: 6 }), saidFigure);
}

/** What the compiler says that there is when it is asked for something else. */
function choicesBesides(body: string): string[] {
  try {
    tourOf(body);
  } catch (error) {
    const [, choices] = /(?:there are|expected one of) (.*)$/.exec(error instanceof Error ? error.message : '') ?? [];
    return choices?.split(/[,;] /) ?? [];
  }
  return [];
}

describe('the examples of content/README.md', () => {
  it.each(EXAMPLES)('run: $example', ({ example, on }) => {
    const source = sources[on];
    const tour = example.startsWith('::tour') ? compileTour(example, 'content/README.md', 'guide') : tourOf(example);
    expect(new TourTimeline(tour, source).duration).toBeGreaterThanOrEqual(4);
    expect(readFirst(tour, source)).not.toMatch(/…|undefined|NaN/);
  });

  it.each(DIRECTIVES)('run in a tour: $directive', ({ directive, on }) => {
    // A claim that is not known says neither.
    const sentence = directive.startsWith(':when') ? `${directive} :otherwise[no]` : `It is ${directive}.`;
    const tour = tourOf(directive.startsWith('::') ? `Text.\n\n${directive}` : sentence);
    const text = readFirst(tour, sources[on]);
    expect(text).not.toMatch(/^\s*$|…|undefined|NaN/);
  });
});

describe('content/README.md', () => {
  it.each([
    ['line', '::nothing', (name: string) => `::${name}[{\`]`],
    ['directive in a text', ':nothing', (name: string) => `:${name}[[{]`],
    ['claim', ':when[x]{claim=nothing}', (name: string) => `claim=${name}[ }]`],
    ['figure', '::figure{kind=nothing}', (name: string) => `::figure\\{kind=${name}[ }]`],
  ])('has an example of every %s that there is', (_, asked, example) => {
    const names = choicesBesides(`Text.\n\n${asked}`).filter((name) => /^[a-z-]+$/.test(name));
    expect(names.length).toBeGreaterThan(4);
    for (const name of names) expect(GUIDE).toMatch(new RegExp(example(name)));
  });

  it('names everything that can be taken of cells, and each is a number', () => {
    const takes = choicesBesides(':value{at="embedding[0, 0]" take=nothing}');
    expect(takes.length).toBeGreaterThan(8);
    for (const take of takes) {
      expect(GUIDE).toContain(`\`${take}\``);
      const text = readFirst(tourOf(`:value{at="layers.0.attention.scores[0, last, 0]" take=${take}}`));
      expect(text, take).toMatch(/^−?\d+\.\d+\s*$/);
    }
  });
});
