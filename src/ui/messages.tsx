import type { App, Progress } from '../app/app.ts';
import { Icon } from './icons.tsx';
import { keyOf } from './keys.ts';
import { word } from './words.ts';

/** Bottom right of the drawing: long work with its figure, and sentences for the reader. */
export function Messages({ app }: { readonly app: App }) {
  const { progress, notice } = app;
  return (
    <div class="messages">
      {progress.value !== undefined && <ProgressCard progress={progress.value} />}
      <div aria-live="polite">
        {notice.value !== undefined && (
          <div class="card notice">
            <p>{notice.value}</p>
            <button
              type="button"
              class="icon-button"
              aria-label={word('notice.dismiss')}
              onClick={() => {
                notice.value = undefined;
              }}
            >
              <Icon name="close" />
            </button>
          </div>
        )}
      </div>
    </div>
  );
}

function ProgressCard({ progress }: { readonly progress: Progress }) {
  const { title, detail, fraction, cancel } = progress;
  return (
    <div class="card progress">
      <p class="progress-title">
        <strong>{title}</strong>
        {fraction !== undefined && <strong class="figure">{Math.floor(fraction * 100)} %</strong>}
      </p>
      <progress value={fraction} max={1} aria-label={title} />
      <div class="progress-detail">
        <span>{detail}</span>
        {cancel !== undefined && (
          <button type="button" class="button quiet" onClick={cancel}>
            {word('progress.cancel')} <kbd>{keyOf('close')}</kbd>
          </button>
        )}
      </div>
    </div>
  );
}
