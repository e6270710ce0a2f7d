import type { App } from '../../../app/app.ts';
import type { ReadFigure } from '../../../narrative/figure.ts';
import { Bars } from './bars.tsx';
import { CurveDrawing } from './curve.tsx';
import { LensTable } from './lens.tsx';
import { PatternDrawing } from './pattern.tsx';
import { SoftmaxTable } from './softmax.tsx';
import { Temperature } from './temperature.tsx';

/** What a figure shows, by its kind. */
export function Drawing({ app, figure }: { readonly app: App; readonly figure: ReadFigure }) {
  switch (figure.kind) {
    case 'bars':
      return figure.logits === undefined ? (
        <Bars app={app} block={figure.block} bars={figure.bars} />
      ) : (
        <Temperature app={app} block={figure.block} bars={figure.bars} logits={figure.logits} />
      );
    case 'softmax':
      return <SoftmaxTable app={app} figure={figure} />;
    case 'curve':
      return <CurveDrawing app={app} figure={figure} />;
    case 'lens':
      return <LensTable app={app} figure={figure} />;
    case 'pattern':
      return <PatternDrawing app={app} figure={figure} />;
  }
}
