import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { Player } from '../../narrative/player.ts';
import { readText } from '../../narrative/reading.ts';
import type { Act } from '../actions.ts';
import { Icon } from '../icons.tsx';
import { StoryText } from '../panel/story-text.tsx';
import { word } from '../words.ts';
import { useFittingType } from './fitting-type.ts';

/** To an audience: the beat under way, as large as its text allows. */
export function Caption({ app, act }: { readonly app: App; readonly act: Act }) {
  // Whoever presents tells.
  useSignalEffect(() => {
    const player = app.player.value;
    if (player?.begun.value === false) player.back();
  });
  const player = app.player.value;
  return (
    <>
      {player !== undefined && <BeatCaption app={app} player={player} />}
      <TouchKeys act={act} />
    </>
  );
}

function BeatCaption({ app, player }: { readonly app: App; readonly player: Player }) {
  const place = useRef<HTMLElement>(null);
  const { beat, chapter, index, tokens, answered } = player.beat.value;
  const { title, beats } = player.chapters[chapter] ?? { title: '', beats: [] };
  const { source } = player.timeline.value;
  useFittingType(place, beat);
  return (
    <section ref={place} class="caption" aria-label={word('panel.label')}>
      <div>
        <p class="kicker">{word('story.place', { chapter: chapter + 1, beat: index + 1, beats: beats.length })}</p>
        <h1>{title}</h1>
        <div class="beat here">
          <StoryText app={app} nodes={readText(beat.text, { source, tokens, answered })} />
        </div>
      </div>
    </section>
  );
}

const TOUCHED = [
  { action: 'previousBeat', icon: 'previous', label: 'transport.previous' },
  { action: 'nextBeat', icon: 'next', label: 'transport.next' },
  { action: 'present', icon: 'close', label: 'present.leave' },
] as const;

/** In place of the keys where there may be none; the style sheet shows them to fingers alone. */
function TouchKeys({ act }: { readonly act: Act }) {
  return (
    <div class="touch-keys">
      {TOUCHED.map(({ action, icon, label }) => (
        <button key={action} type="button" class="icon-button" aria-label={word(label)} onClick={() => act(action)}>
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
