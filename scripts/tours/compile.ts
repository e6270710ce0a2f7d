import type { Heading, Root, RootContent } from 'mdast';
import remarkDirective from 'remark-directive';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { nameOf } from '../../src/narrative/beat-place.ts';
import type { Beat, Chapter, Claim, CompiledTour, Cue } from '../../src/narrative/tour.ts';
import { Attributes } from './attributes.ts';
import { readClaim } from './claim.ts';
import { readCue } from './cues.ts';
import { withHeads } from './heads.ts';
import { TourProblem } from './problem.ts';
import { readText, wordCount } from './text.ts';

const WORDS_PER_MINUTE = 220;
const SHORTEST_READING_SECONDS = 4;

/**
 * A tour's Markdown as data. `# ` begins a chapter, `## ` a beat; before the first chapter stands `::tour{title="…"}`, and then
 * `::heads{…}` where heads go by names.
 * @throws TourProblem naming file and line for anything that a tour does not have.
 */
export function compileTour(markdown: string, file: string, id: string): CompiledTour {
  const root: Root = unified().use(remarkParse).use(remarkDirective).use(remarkMath).parse(markdown);
  const [first, ...rest] = root.children;
  const title = readTitle(file, first);
  const nodes = withHeads(file, rest);
  const chapters = sections(file, nodes, 1).map((section) => readChapter(file, section));
  if (chapters.length === 0) throw new TourProblem(file, first, 'a tour has at least one chapter (# …)');
  return { id, title, chapters };
}

function readTitle(file: string, node: RootContent | undefined): string {
  if (node?.type !== 'leafDirective' || node.name !== 'tour') {
    throw new TourProblem(file, node, 'a tour begins with ::tour{title="…"}');
  }
  const attributes = new Attributes(file, node);
  const title = attributes.text('title');
  attributes.done();
  return title;
}

interface Section {
  readonly heading: Heading;
  readonly title: string;
  readonly content: readonly RootContent[];
}

/** Cuts `nodes` at the headings of one depth; nothing may stand before the first. Links name them, so no two go by one name. */
function sections(file: string, nodes: readonly RootContent[], depth: 1 | 2): Section[] {
  const found: (Section & { content: RootContent[] })[] = [];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth === depth) {
      const title = plainTitle(file, node);
      const name = nameOf(title);
      if (name === '' || found.some((other) => nameOf(other.title) === name)) {
        throw new TourProblem(
          file,
          node,
          `links name this “${name}”: it needs a name, and one that nothing beside it has`,
        );
      }
      found.push({ heading: node, title, content: [] });
    } else {
      const section = found.at(-1);
      if (section === undefined) {
        throw new TourProblem(
          file,
          node,
          `before this there must be a ${depth === 1 ? 'chapter (# …)' : 'beat (## …)'}`,
        );
      }
      section.content.push(node);
    }
  }
  return found;
}

function plainTitle(file: string, heading: Heading): string {
  const [only, more] = heading.children;
  if (only?.type !== 'text' || more !== undefined) throw new TourProblem(file, heading, 'a heading is plain words');
  return only.value;
}

function readChapter(file: string, { heading, title, content }: Section): Chapter {
  const beats = sections(file, content, 2).map((section) => readBeat(file, section));
  if (beats.length === 0) throw new TourProblem(file, heading, `the chapter “${title}” has no beat (## …)`);
  return { title, beats };
}

function readBeat(file: string, { heading, title, content }: Section): Beat {
  const cues: Cue[] = [];
  const holds: Claim[] = [];
  const prose: RootContent[] = [];
  for (const node of content) {
    if (node.type !== 'leafDirective' || node.name === 'figure') prose.push(node);
    else if (node.name === 'holds') holds.push(readClaim(file, node));
    else cues.push(readCue(file, node));
  }
  const text = readText(file, prose);
  if (text.length === 0) throw new TourProblem(file, heading, `the beat “${title}” has no text`);
  const readSeconds = Math.max(SHORTEST_READING_SECONDS, (wordCount(text) / WORDS_PER_MINUTE) * 60);
  return { title, text, readSeconds: Math.round(readSeconds * 10) / 10, cues, holds };
}
