import { useRef } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { ShownFrame } from '../../app/key-framing.ts';
import { showAsItIs } from '../actions.ts';
import { useFocusBack } from '../focus.ts';
import { Icon } from '../icons.tsx';
import { isNarrow } from '../media.ts';
import { count, word } from '../words.ts';

/** Stands for as long as the model is shown at another moment of its training, and leads back. */
export function TrainingMark({ app }: { readonly app: App }) {
  const shown = app.keyFraming.shown.value;
  return shown === undefined ? null : <Shown app={app} shown={shown} />;
}

interface ShownProps {
  readonly app: App;
  readonly shown: ShownFrame;
}

function Shown({ app, shown }: ShownProps) {
  const mark = useRef<HTMLDivElement>(null);
  useFocusBack(mark);
  const isShort = isNarrow.value;
  return (
    <div ref={mark} class="training-mark">
      <span class="figure">{isShort ? word('bar.frameShort', { step: count(shown.step) }) : frameInWords(shown)}</span>
      <button
        type="button"
        class={isShort ? 'icon-button' : 'plain'}
        title={word('bar.asItIs')}
        aria-label={word('bar.asItIs')}
        onClick={() => showAsItIs(app)}
      >
        {isShort ? <Icon name="close" /> : word('bar.asItIs')}
      </button>
    </div>
  );
}

/** “step 40 of 2,000” */
export function frameInWords({ step, last }: ShownFrame): string {
  return word('bar.frame', { step: count(step), last: count(last) });
}
