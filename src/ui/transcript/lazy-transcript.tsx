import { signal, useSignalEffect } from '@preact/signals';
import type { App } from '../../app/app.ts';
import { transcriptOpen } from '../ui-state.ts';
import { word } from '../words.ts';

type Transcript = typeof import('./transcript.tsx').default;

/** The transcript is fetched when it is first asked for. */
const transcript = signal<Transcript | undefined>(undefined);

/** The tour's text lies over the page, which waits: it was asked for and fetched, and there is a tour. */
export function isBeingRead(app: App): boolean {
  return shown(app) !== undefined;
}

function shown(app: App) {
  const Loaded = transcript.value;
  const player = app.player.value;
  return transcriptOpen.value && Loaded !== undefined && player !== undefined ? { Loaded, player } : undefined;
}

export function LazyTranscript({ app }: { readonly app: App }) {
  useSignalEffect(() => {
    if (app.player.value === undefined) transcriptOpen.value = false;
    else if (transcriptOpen.value && transcript.peek() === undefined) void load(app);
  });
  const text = shown(app);
  return text === undefined ? null : <text.Loaded app={app} player={text.player} />;
}

/** Where it cannot be fetched the reader is told, and may ask again. */
async function load(app: App): Promise<void> {
  try {
    transcript.value = (await import('./transcript.tsx')).default;
  } catch (error) {
    console.error(error);
    transcriptOpen.value = false;
    app.notice.value = word('transcript.failed');
  }
}
