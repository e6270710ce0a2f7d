import katex from 'katex';
import type { Node } from 'unist';
import { formulaText } from './formula-text.ts';
import { TourProblem } from './problem.ts';

interface RenderedFormula {
  readonly html: string;
  /** The same as a line of text. */
  readonly text: string;
}

/**
 * TeX to HTML with MathML in it, when the page is built. `\block{layers.0.attention.key}{k}` is the symbol k that means that block: it comes out
 * with the attribute `data-block`.
 * @throws TourProblem where the TeX is wrong.
 */
export function renderFormula(file: string, node: Node, tex: string, display: boolean): RenderedFormula {
  const render = (output: 'htmlAndMathml' | 'mathml') =>
    katex.renderToString(tex, {
      output,
      displayMode: display,
      throwOnError: true,
      macros: { '\\block': '\\htmlData{block=#1}{#2}' },
      // Only what `\block` needs: an attribute that begins with data-.
      trust: ({ command }) => command === '\\htmlData',
      strict: (code) => (code === 'htmlExtension' ? 'ignore' : 'error'),
    });
  try {
    return { html: render('htmlAndMathml'), text: formulaText(render('mathml')) };
  } catch (error) {
    throw new TourProblem(file, node, `formula: ${error instanceof Error ? error.message : String(error)}`);
  }
}
