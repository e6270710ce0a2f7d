import { useMemo } from 'preact/hooks';
import type { Answer, App } from '../../../app/app.ts';
import { type ReadFigure, readFigure } from '../../../narrative/figure.ts';
import { figuresOfCell } from '../../../narrative/figures/of-cell.ts';
import { drawings } from './story-figure.tsx';

interface CellFiguresProps {
  readonly app: App;
  readonly answer: Answer;
}

/** The figures that show how a cell came about, on the run that is painted. */
export function CellFigures({ app, answer: { hit, explanation } }: CellFiguresProps) {
  const source = app.source.value;
  const figures = useMemo((): readonly ReadFigure[] => {
    if (source === undefined || hit.cell === undefined) return [];
    const moment = { source, tokens: source.ids.length };
    return figuresOfCell(source.graph, hit.block, hit.cell).flatMap((figure) => readFigure(figure, moment) ?? []);
  }, [source, hit, explanation]);
  const Drawing = figures.length === 0 ? undefined : drawings()?.Drawing;
  return (
    <>
      {Drawing !== undefined &&
        figures.map((figure) => (
          <figure key={figure.kind} class="story-figure">
            <Drawing app={app} figure={figure} />
          </figure>
        ))}
    </>
  );
}
