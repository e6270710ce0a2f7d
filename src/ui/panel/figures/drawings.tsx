import type { App } from '../../../app/app.ts';
import type { ReadFigure } from '../../../narrative/figure.ts';
import { word } from '../../words.ts';
import { Bars } from './bars.tsx';
import { CurveDrawing } from './curve.tsx';
import { DistanceDrawing } from './distance.tsx';
import { GateDrawing } from './gate.tsx';
import { GroupsDrawing } from './groups.tsx';
import { LensTable } from './lens.tsx';
import { NeighboursTable } from './neighbours.tsx';
import { NormDrawing } from './norm.tsx';
import { PatternDrawing } from './pattern.tsx';
import { RotaryDrawing } from './rotary.tsx';
import { SoftmaxTable } from './softmax.tsx';
import { SumTable } from './sum.tsx';
import { Temperature } from './temperature.tsx';
import { TrainingDrawing } from './training.tsx';

/** What a figure shows, by its kind. */
export function Drawing({ app, figure }: { readonly app: App; readonly figure: ReadFigure }) {
  switch (figure.kind) {
    case 'bars':
      return figure.logits === undefined ? (
        <>
          <Bars app={app} block={figure.block} bars={figure.bars} />
          {figure.others > 0 && <p class="others">{word('figure.others', { count: figure.others })}</p>}
        </>
      ) : (
        <Temperature app={app} block={figure.block} bars={figure.bars} others={figure.others} logits={figure.logits} />
      );
    case 'softmax':
      return <SoftmaxTable app={app} figure={figure} />;
    case 'curve':
      return <CurveDrawing app={app} figure={figure} />;
    case 'lens':
      return <LensTable app={app} figure={figure} />;
    case 'pattern':
      return <PatternDrawing app={app} figure={figure} />;
    case 'rotary':
      return <RotaryDrawing app={app} figure={figure} />;
    case 'distance':
      return <DistanceDrawing key={keyOfFigure(figure)} app={app} figure={figure} />;
    case 'norm':
      return <NormDrawing app={app} figure={figure} />;
    case 'gate':
      return <GateDrawing app={app} figure={figure} />;
    case 'groups':
      return <GroupsDrawing app={app} figure={figure} />;
    case 'sum':
      return <SumTable app={app} figure={figure} />;
    case 'training':
      return <TrainingDrawing app={app} figure={figure} />;
    case 'neighbours':
      return <NeighboursTable app={app} figure={figure} />;
  }
}

/** Controls begin anew with other numbers. */
function keyOfFigure({ cells }: ReadFigure): string {
  return JSON.stringify(cells);
}
