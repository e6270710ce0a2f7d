/** Ways from one model to another lead somewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import katex from 'katex';
import { beforeAll, describe, expect, it } from 'vitest';
import counterparts from '../../../content/en/counterparts.json';
import { compileTour } from '../../../scripts/tours/compile.ts';
import type { Graph } from '../../../src/architecture/graph.ts';
import { splitId } from '../../../src/architecture/symbols.ts';
import { nameOf } from '../../../src/narrative/beat-place.ts';
import type { CompiledTour, Jump, TextNode } from '../../../src/narrative/tour.ts';
import { loadFixture, MODELS } from '../architecture/fixtures.ts';

const CONTENT = join(import.meta.dirname, '../../../content');
const TOURS = readdirSync(join(CONTENT, 'en/tours')).map((file) => {
  const id = file.replace(/\.md$/, '');
  return compileTour(readFileSync(join(CONTENT, 'en/tours', file), 'utf8'), file, id);
});
const [, GUIDE_EXAMPLE = ''] =
  /```markdown\n((?:(?!```)[\s\S])*:::same-but[\s\S]*?)```/.exec(readFileSync(join(CONTENT, 'README.md'), 'utf8')) ??
  [];

let sorter: Graph;
/** One of each family that differs from GPT-2 in its own way. */
let others: readonly Graph[];

beforeAll(async () => {
  sorter = (await loadFixture(MODELS.get('nano-sort') ?? '')).graph;
  const names = ['llama-grouped', 'qwen3', 'gemma'];
  others = await Promise.all(names.map(async (name) => (await loadFixture(MODELS.get(name) ?? '')).graph));
});

function jumpsIn(nodes: readonly TextNode[]): Jump[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'choice') return jumpsIn([...node.holds, ...node.otherwise]);
    const below = 'children' in node ? jumpsIn(node.children) : [];
    return node.kind === 'sameBut' ? [node.jump, ...below] : below;
  });
}

function jumpsOf({ chapters }: CompiledTour): Jump[] {
  return chapters.flatMap(({ beats }) => beats.flatMap(({ text }) => jumpsIn(text)));
}

function leadsSomewhere({ model, to }: Jump): boolean {
  if (model !== 'nano-sort') return false;
  if (to.kind === 'block') return sorter.has(to.block);
  const chapter = TOURS.find(({ id }) => id === to.tour)?.chapters.find(({ title }) => nameOf(title) === to.chapter);
  return chapter?.beats.some(({ title }) => nameOf(title) === to.beat) ?? false;
}

describe('a box “the same, but …”', () => {
  it('leads to a block or a beat that there is, in every tour and in the guide', () => {
    const guide = jumpsOf(compileTour(`::tour{title="T"}\n# C\n## B\n\n${GUIDE_EXAMPLE}`, 'README.md', 'guide'));
    expect(guide.map(({ to }) => to.kind)).toEqual(['block', 'beat']);
    for (const jump of [...guide, ...TOURS.flatMap(jumpsOf)])
      expect(leadsSomewhere(jump), JSON.stringify(jump)).toBe(true);
  });

  it('says what it needs', () => {
    const compile = (attributes: string) =>
      compileTour(`::tour{title="T"}\n# C\n## B\n\n:::same-but{${attributes}}\nSo.\n:::\n`, 'tour.md', 't');
    expect(() => compile('at=embedding')).toThrow('needs model=');
    expect(() => compile('model=nano-sort tour=t chapter=c')).toThrow('needs beat=');
    expect(() => compile('model=nano-sort at=embedding beat=b')).toThrow('has no attribute beat');
  });
});

describe('the counterparts in GPT-2', () => {
  it('are blocks of the sorter, of blocks that another model has, with formulas that can be set', () => {
    const names = new Set(
      others
        .flatMap((graph) => [...graph.ops()])
        .flatMap(({ kind, output }) => {
          const { name } = splitId(output);
          return [name, `${name}@${kind}`];
        }),
    );
    expect(counterparts.family).toBe(sorter.family);
    for (const [name, { formula, at }] of Object.entries(counterparts.parts)) {
      expect(names, name).toContain(name);
      expect(leadsSomewhere({ model: counterparts.model, to: { kind: 'block', block: at } }), name).toBe(true);
      expect(() => katex.renderToString(formula, { strict: 'error' }), name).not.toThrow();
    }
  });

  it('are there for every kind of op that GPT-2 has not', () => {
    const own = new Set([...sorter.ops()].map(({ kind }) => kind));
    const parts = Object.keys(counterparts.parts);
    for (const { kind, output } of others.flatMap((graph) => [...graph.ops()])) {
      if (own.has(kind)) continue;
      const { name } = splitId(output);
      expect(
        parts.some((part) => part === name || part === `${name}@${kind}`),
        output,
      ).toBe(true);
    }
  });
});
