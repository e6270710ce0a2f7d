import type { App } from '../app/app.ts';
import type { Explanation } from '../architecture/explain.ts';
import { Formula } from './formula.tsx';
import { Bars } from './plots.tsx';
import { word } from './words.ts';

interface ExplainedProps {
  readonly app: App;
  readonly explanation: Explanation;
  /** CSS pixels. */
  readonly width: number;
}

/** Where a number comes from: its formula, the same with the numbers in it, and its terms as bars. */
export function Explained({ app, explanation, width }: ExplainedProps) {
  return (
    <>
      <div class="tip-formula">
        <Formula tex={explanation.formula} />
        {isComputed(explanation) && <Formula tex={explanation.substituted} />}
      </div>
      {explanation.terms.length > 1 && <TermBars app={app} explanation={explanation} width={width} height={44} />}
    </>
  );
}

/** Whether there is a calculation to show: a weight or token is given, a masked score is left out of all calculations. */
export function isComputed({ kind, value, substituted }: Explanation): boolean {
  return kind !== 'weight' && kind !== 'tokens' && value !== Number.NEGATIVE_INFINITY && substituted !== '';
}

interface TermBarsProps extends ExplainedProps {
  /** CSS pixels. */
  readonly height: number;
}

/** The terms of a number as bars, in the colours of its block. */
export function TermBars({ app, explanation: { id, terms }, width, height }: TermBarsProps) {
  return (
    <Bars
      values={terms.map((term) => term.value)}
      colour={(value) => app.colourOf(id, value)}
      width={width}
      height={height}
      label={word('inspector.terms', { count: terms.length })}
    />
  );
}
