import type { App } from '../app/app.ts';
import type { Player } from '../narrative/player.ts';
import type { Act } from './actions.ts';
import { Icon, PlayIcon } from './icons.tsx';
import { type Action, keyOf } from './keys.ts';
import { isPhone } from './media.ts';
import { ModelFacts } from './model-facts.tsx';
import { clock, type Word, word } from './words.ts';

interface TransportProps {
  readonly app: App;
  readonly act: Act;
}

/** The one bar under the drawing. Off the rails its three buttons become one: back to the tour. Without a tour, the model's size. */
export function Transport({ app, act }: TransportProps) {
  const player = app.player.value;
  if (player === undefined)
    return <footer class="transport">{app.model.value?.task?.tour === undefined && <ModelFacts app={app} />}</footer>;
  return (
    <footer class="transport">
      {player.onRails.value ? <Steps player={player} act={act} /> : <Back act={act} />}
      <Chapters player={player} />
      <Time player={player} />
      <button
        type="button"
        class="speed figure"
        title={word('transport.speed')}
        aria-label={`${word('transport.speed')}: ${player.speed.value}×`}
        onClick={() => act('nextSpeed')}
      >
        {player.speed.value}×
      </button>
    </footer>
  );
}

interface StepsProps {
  readonly player: Player;
  readonly act: Act;
}

function Steps({ player, act }: StepsProps) {
  const playing = player.playing.value;
  return (
    <div class="steps">
      <Step act={act} action="previousBeat" word="transport.previous" shown="transport.previousShort" icon="previous" />
      <button
        type="button"
        class="play"
        title={`${word(playing ? 'transport.pause' : 'transport.play')} (Space)`}
        aria-label={word(playing ? 'transport.pause' : 'transport.play')}
        onClick={() => act('play')}
      >
        <PlayIcon playing={playing} />
      </button>
      <Step act={act} action="nextBeat" word="transport.next" shown="transport.nextShort" icon="next" />
    </div>
  );
}

interface StepProps {
  readonly act: Act;
  readonly action: Action;
  readonly word: Word;
  /** Beside the icon on a phone. */
  readonly shown: Word;
  readonly icon: 'previous' | 'next';
}

function Step({ act, action, word: name, shown, icon }: StepProps) {
  return (
    <button
      type="button"
      class={`step ${icon}`}
      title={`${word(name)} (${keyOf(action)})`}
      aria-label={isPhone.value ? undefined : word(name)}
      onClick={() => act(action)}
    >
      <Icon name={icon} />
      {isPhone.value && <span>{word(shown)}</span>}
    </button>
  );
}

function Back({ act }: { readonly act: Act }) {
  return (
    <button type="button" class="button back" onClick={() => act('back')}>
      <PlayIcon playing={false} />
      {word('transport.back')} <kbd>{keyOf('back')}</kbd>
    </button>
  );
}

function Time({ player }: { readonly player: Player }) {
  return (
    <span class="time figure">
      <strong>{clock(player.time.value)}</strong> / {clock(player.duration)}
    </span>
  );
}

/** One segment for each chapter, as wide as its time, with a tick for each beat; the whole is the scrubber. */
function Chapters({ player }: { readonly player: Player }) {
  const { chapters } = player;
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
        aria-valuetext={`${clock(now)}, ${chapters[here]?.title ?? ''}`}
        onInput={(event) => player.seek(event.currentTarget.valueAsNumber)}
        onPointerMove={(event) => nameChapter(event.currentTarget, event.offsetX, player)}
      />
      {chapters.map((chapter, index) => (
        <div
          key={index}
          class={`chapter${index === here ? ' here' : ''}`}
          style={{ flexGrow: chapter.end - chapter.start }}
        >
          <div class="segments" aria-hidden="true">
            {chapter.beats.map((beat) => (
              <i key={beat.index} style={{ flexGrow: beat.end - beat.start, '--done': share(now, beat) }} />
            ))}
          </div>
          <button
            type="button"
            aria-label={word('transport.chapter', { title: chapter.title })}
            onClick={() => player.goTo(index)}
          >
            {chapter.title}
          </button>
        </div>
      ))}
    </div>
  );
}

/** Tells which chapter the pointer is on, where too few names have room beneath. */
function nameChapter(scrubber: HTMLInputElement, x: number, { chapters, duration }: Player): void {
  const time = (x / Math.max(1, scrubber.clientWidth)) * duration;
  scrubber.title = chapters.find(({ end }) => end > time)?.title ?? '';
}

function share(now: number, span: { readonly start: number; readonly end: number }): string {
  const done = (now - span.start) / Math.max(1e-9, span.end - span.start);
  return `${Math.round(Math.min(1, Math.max(0, done)) * 1000) / 10}%`;
}
