/** A tour of one beat, made for one figure. */
import { compileTour } from '../../../scripts/tours/compile.ts';
import type { CompiledTour, Figure } from '../../../src/narrative/tour.ts';

/** `line` is what stands in the braces of `::figure`, `cues` what follows in the beat. */
export function tourWith(line: string, cues = ''): CompiledTour {
  return compileTour(`::tour{title="T"}\n# C\n## B\n\nText.\n\n::figure{${line}}\n\n${cues}\n`, 'tour.md', 't');
}

export function figureOf(tour: CompiledTour): Figure {
  const node = tour.chapters[0]?.beats[0]?.text[1];
  if (node?.kind !== 'figure') throw new Error('no figure');
  return node.figure;
}
