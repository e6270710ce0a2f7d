import type { App } from '../../app/app.ts';
import { word } from '../words.ts';

/** To an audience: how far the tour is, a chapter for each piece of the line. */
export function ProgressLine({ app }: { readonly app: App }) {
  const player = app.player.value;
  if (player === undefined) return null;
  const now = player.time.value;
  return (
    <footer class="progress-line">
      <div
        role="progressbar"
        aria-label={word('transport.time')}
        aria-valuenow={Math.round((now / player.duration) * 100)}
      >
        {player.chapters.map(({ start, end }, index) => {
          const done = Math.min(1, Math.max(0, (now - start) / (end - start)));
          return <i key={index} style={{ flexGrow: end - start, '--done': `${done * 100}%` }} />;
        })}
      </div>
    </footer>
  );
}
