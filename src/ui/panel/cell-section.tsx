import type { Answer, App } from '../../app/app.ts';
import { indicesInWords, ValueLine } from '../answer.tsx';
import { isComputed, TermBars } from '../explained.tsx';
import { Formula } from '../formula.tsx';
import { Note } from '../note.tsx';
import { word } from '../words.ts';
import { CellFigures } from './figures/cell-figures.tsx';

interface CellSectionProps {
  readonly app: App;
  readonly answer: Answer;
}

/** The chosen cell: its number beside the formula that it comes from, its terms as small bars, and the numbers in the formula. */
export function CellSection({ app, answer }: CellSectionProps) {
  const { explanation, hit } = answer;
  return (
    <section class="cell">
      <header>
        <strong>
          {word('inspector.cell')} [{hit.cell?.join(', ')}]
        </strong>
        <span>{indicesInWords(answer)}</span>
      </header>
      <div class="calculation">
        {explanation !== undefined && explanation.terms.length > 1 && (
          <figure class="terms">
            <TermBars app={app} explanation={explanation} width={112} height={30} />
            <figcaption>{word('inspector.terms', { count: explanation.terms.length })}</figcaption>
          </figure>
        )}
        <ValueLine app={app} answer={answer} />
        {explanation !== undefined && <Formula tex={explanation.formula} />}
        {explanation !== undefined && isComputed(explanation) && (
          <div>
            <Formula tex={explanation.substituted} />
          </div>
        )}
      </div>
      <Note app={app} answer={answer} />
      <CellFigures app={app} answer={answer} />
    </section>
  );
}
