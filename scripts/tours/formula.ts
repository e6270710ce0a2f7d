import katex from 'katex';
import type { Node } from 'unist';
import { TourProblem } from './problem.ts';

/**
 * TeX to HTML, when the page is built. `\block{layers.0.attention.key}{k}` is the symbol k that means that block: it comes out
 * with the attribute `data-block`.
 * @throws TourProblem where the TeX is wrong.
 */
export function renderFormula(file: string, node: Node, tex: string, display: boolean): string {
  try {
    return katex.renderToString(tex, {
      displayMode: display,
      throwOnError: true,
      macros: { '\\block': '\\htmlData{block=#1}{#2}' },
      // Only what `\block` needs: an attribute that begins with data-.
      trust: ({ command }) => command === '\\htmlData',
      strict: (code) => (code === 'htmlExtension' ? 'ignore' : 'error'),
    });
  } catch (error) {
    throw new TourProblem(file, node, `formula: ${error instanceof Error ? error.message : String(error)}`);
  }
}
