import type { App } from '../app/app.ts';
import type { Player } from '../narrative/player.ts';
import { Icon, PlayIcon } from './icons.tsx';
import type { Action } from './keys.ts';
import { clock, word } from './words.ts';

interface TransportProps {
  readonly app: App;
  readonly act: (action: Action) => void;
}

/** The one bar under the drawing. Off the rails its three buttons become one: back to the tour. */
export function Transport({ app, act }: TransportProps) {
  const player = app.player.value;
  if (player === undefined) return <footer class="transport" />;
  const playing = player.playing.value;
  return (
    <footer class="transport">
      {player.onRails.value ? (
        <div class="steps">
          <button
            type="button"
            class="step"
            aria-label={word('transport.previous')}
            onClick={() => act('previousBeat')}
          >
            <Icon name="previous" />
          </button>
          <button
            type="button"
            class="play"
            aria-label={word(playing ? 'transport.pause' : 'transport.play')}
            onClick={() => act('play')}
          >
            <PlayIcon playing={playing} />
          </button>
          <button type="button" class="step" aria-label={word('transport.next')} onClick={() => act('nextBeat')}>
            <Icon name="next" />
          </button>
        </div>
      ) : (
        <button type="button" class="button back" onClick={() => act('back')}>
          <PlayIcon playing={false} />
          {word('transport.back')} <kbd>T</kbd>
        </button>
      )}
      <Chapters player={player} />
      <span class="time figure">
        <strong>{clock(player.time.value)}</strong> / {clock(player.duration)}
      </span>
      <button
        type="button"
        class="speed figure"
        title={word('transport.speed')}
        onClick={() => act(player.speed.value >= 2 ? 'slower' : 'faster')}
      >
        {String(player.speed.value).replace('.', '.')}×
      </button>
    </footer>
  );
}

/** One segment for each chapter, as wide as its time, with a tick for each beat; the whole is the scrubber. */
function Chapters({ player }: { readonly player: Player }) {
  const now = player.time.value;
  const here = player.place.value.chapter;
  return (
    <div class="chapters">
      <input
        type="range"
        class="scrubber"
        min={0}
        max={player.duration}
        step={0.1}
        value={now}
        aria-label={word('transport.time')}
        aria-valuetext={`${clock(now)}, ${player.tour.chapters[here]?.title ?? ''}`}
        onInput={(event) => player.seek(event.currentTarget.valueAsNumber)}
      />
      {player.chapters.map((chapter, index) => (
        <div
          key={index}
          class={`chapter${index === here ? ' here' : ''}`}
          style={{ flexGrow: chapter.end - chapter.start }}
        >
          <div class="segments" aria-hidden="true">
            {chapter.beats.map((beat, position) => (
              <i key={position} style={{ flexGrow: beat.end - beat.start, '--done': share(now, beat) }} />
            ))}
          </div>
          <button
            type="button"
            aria-label={word('transport.chapter', { title: chapter.title })}
            onClick={() => player.goTo(index, 0)}
          >
            {chapter.short}
          </button>
        </div>
      ))}
    </div>
  );
}

function share(now: number, span: { readonly start: number; readonly end: number }): string {
  const done = (now - span.start) / Math.max(1e-9, span.end - span.start);
  return `${Math.round(Math.min(1, Math.max(0, done)) * 1000) / 10}%`;
}
