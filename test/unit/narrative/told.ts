/** What a tour says on many runs, and what there is to complain of. */
import { holds } from '../../../src/narrative/claim.ts';
import type { ReadFigure } from '../../../src/narrative/figure.ts';
import type { ReadingMoment } from '../../../src/narrative/letters.ts';
import { plainText, type ReadNode, readText } from '../../../src/narrative/reading.ts';
import type { PlacedBeat } from '../../../src/narrative/schedule.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import type { Claim, TextNode } from '../../../src/narrative/tour.ts';
import { saidFigure } from './nano-sort.ts';

/** A tour on one run. */
export interface Told {
  /** The reader's input. */
  readonly input: string;
  readonly source: StageSource;
  readonly beats: readonly PlacedBeat[];
}

/** Calls back with every beat of every run. Returns what was complained of, with how many inputs, and one of them. */
function complaints(
  told: readonly Told[],
  check: (beat: PlacedBeat, moment: ReadingMoment) => readonly string[],
): string[] {
  const found = new Map<string, string[]>();
  for (const { input, source, beats } of told) {
    for (const placed of beats) {
      const moment = { source, tokens: placed.tokens, answered: placed.answered };
      for (const complaint of check(placed, moment)) {
        const key = `“${placed.beat.title}”: ${complaint}`;
        found.set(key, [...(found.get(key) ?? []), input]);
      }
    }
  }
  return [...found].map(([key, inputs]) => `${key} on ${inputs.length} inputs, such as ${inputs[0]}`);
}

/** Numbers, letters and sentences of figures that are not there. */
export function gapsIn(told: readonly Told[]): string[] {
  return complaints(told, ({ beat }, moment) =>
    [...plainText(readText(beat.text, moment), saidFigure).matchAll(/.{0,40}(?:…|undefined|NaN)/g)].map(
      ([text]) => text,
    ),
  );
}

/** Figures without numbers. Every kind of figure that there is goes into `kinds`. */
export function emptyFiguresIn(told: readonly Told[], kinds: Set<ReadFigure['kind']>): string[] {
  return complaints(told, ({ beat }, moment) =>
    figuresIn(readText(beat.text, moment)).flatMap((figure) => {
      kinds.add(figure.kind);
      const numbers = numbersOf(figure);
      return numbers.length > 1 && numbers.every(Number.isFinite) ? [] : [`${figure.kind} of ${numbers.join(' ')}`];
    }),
  );
}

/** Choices of which neither side is known to be true. */
export function openChoicesIn(told: readonly Told[]): string[] {
  return complaints(told, ({ beat }, moment) =>
    claimsIn(beat.text, moment)
      .filter((claim) => holds(claim, moment) === undefined)
      .map((claim) => JSON.stringify(claim)),
  );
}

/** What is said without asking, and is not so. */
export function wrongIn(told: readonly Told[]): string[] {
  return complaints(told, ({ beat }, moment) =>
    beat.holds.filter((claim) => holds(claim, moment) !== true).map((claim) => JSON.stringify(claim)),
  );
}

/** The claims that decide what a text says. */
function claimsIn(nodes: readonly TextNode[], moment: ReadingMoment): Claim[] {
  return nodes.flatMap((node): Claim[] => {
    if (node.kind === 'choice') {
      return [node.claim, ...claimsIn(holds(node.claim, moment) ? node.holds : node.otherwise, moment)];
    }
    if (node.kind === 'card') return node.rows.flatMap((row) => claimsIn(row.children, moment));
    return 'children' in node ? claimsIn(node.children, moment) : [];
  });
}

/** The figures in a text, wherever they stand. */
function figuresIn(nodes: readonly ReadNode[]): ReadFigure[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'figure') return node.figure === undefined ? [] : [node.figure];
    if (node.kind === 'card') return node.rows.flatMap((row) => figuresIn(row.children));
    return 'children' in node ? figuresIn(node.children) : [];
  });
}

/** Every number that a figure is drawn from; of a pattern those that are not masked. */
function numbersOf(figure: ReadFigure): number[] {
  return numbersIn(figure).filter((value) => figure.kind !== 'pattern' || value !== Number.NEGATIVE_INFINITY);
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
