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
  const { formula, substituted, terms, kind, id } = explanation;
  // A weight comes from the file: its number stands above already.
  const isComputed = kind !== 'weight' && kind !== 'tokens';
  return (
    <>
      <div class="tip-formula">
        <Formula tex={formula} />
        {isComputed && substituted !== '' && <Formula tex={substituted} />}
      </div>
      {terms.length > 1 && (
        <Bars
          values={terms.map((term) => term.value)}
          colour={(value) => app.colourOf(id, value)}
          width={width}
          height={44}
          label={word('inspector.terms', { count: terms.length })}
        />
      )}
    </>
  );
}
