import { signal } from '@preact/signals';
import type { App } from '../../app/app.ts';
import { transcriptOpen } from '../ui-state.ts';

type Transcript = typeof import('./transcript.tsx').default;

const transcript = signal<Transcript | undefined>(undefined);

/** The transcript is fetched when it is first asked for. */
export function LazyTranscript({ app }: { readonly app: App }) {
  const player = app.player.value;
  if (!transcriptOpen.value || player === undefined) return null;
  if (transcript.value === undefined) {
    void import('./transcript.tsx').then((module) => {
      transcript.value = module.default;
    });
    return null;
  }
  const Loaded = transcript.value;
  return <Loaded app={app} player={player} />;
}
