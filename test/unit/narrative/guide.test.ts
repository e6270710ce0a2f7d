import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileTour } from '../../../scripts/tours/compile.ts';
import { readText } from '../../../src/narrative/reading.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import { loadSorter, type Sorter } from './nano-sort.ts';

const GUIDE = readFileSync(join(import.meta.dirname, '../../../content/README.md'), 'utf8');
const EXAMPLES = [...GUIDE.matchAll(/```markdown\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

let sorter: Sorter;

beforeAll(async () => {
  sorter = await loadSorter();
});

describe('the examples of content/README.md', () => {
  it.each(EXAMPLES)('run: %s', async (example) => {
    const whole = example.startsWith('::tour') ? example : `::tour{title="T"}\n\n# C\n\n## B\n\n${example}`;
    const source = await sorter.run('BACCAB');
    const timeline = new TourTimeline(compileTour(whole, 'content/README.md', 'guide'), source);
    expect(timeline.duration).toBeGreaterThanOrEqual(4);
    const [beat] = timeline.beats;
    const text = readText(beat?.beat.text ?? [], { source, tokens: 6, answered: 0 });
    expect(JSON.stringify(text)).not.toContain('undefined');
  });
});

describe('content/README.md', () => {
  it('names every directive that there is', () => {
    const known = /there are (.*)$/;
    const listOf = (body: string): string[] => {
      try {
        compileTour(`::tour{title="T"}\n# C\n## B\n\nText.\n\n${body}`, 'x', 'x');
      } catch (error) {
        return known.exec(error instanceof Error ? error.message : '')?.[1]?.split(/[,;] /) ?? [];
      }
      return [];
    };
    const lines = listOf('::nothing');
    expect(lines.length).toBeGreaterThan(8);
    for (const name of lines) expect(GUIDE).toMatch(new RegExp(`\`::${name}[{\`]`));
    const inText = listOf(':nothing').filter((word) => /^[a-z]+$/.test(word) && word !== 'and');
    expect(inText.length).toBeGreaterThan(3);
    for (const name of inText) {
      expect(GUIDE).toMatch(new RegExp(`:${name}[[{]`));
    }
  });
});
