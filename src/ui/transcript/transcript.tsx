import '../styles/transcript.css';
import { useRef } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { Player } from '../../narrative/player.ts';
import { readText } from '../../narrative/reading.ts';
import type { PlacedBeat } from '../../narrative/schedule.ts';
import type { StageSource } from '../../narrative/stage.ts';
import type { PlacedChapter } from '../../narrative/timeline.ts';
import { formatShare } from '../../narrative/written.ts';
import { useCardFocus } from '../focus.ts';
import { Icon } from '../icons.tsx';
import { keyOf } from '../keys.ts';
import { StoryText } from '../panel/story-text.tsx';
import { BesideScene } from '../pointing.ts';
import { transcriptOpen } from '../ui-state.ts';
import { quoted, word } from '../words.ts';

interface TranscriptProps {
  readonly app: App;
  readonly player: Player;
}

/** The whole tour as one text, told on the present run: to read, to hear, to print. It lies over the page, which waits. */
export default function Transcript({ app, player }: TranscriptProps) {
  const text = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useCardFocus(text, title);
  const { source, tour } = player.timeline.value;
  return (
    <BesideScene.Provider value={false}>
      <section ref={text} class="transcript" aria-label={word('transcript.label')}>
        <article>
          <header>
            <h1 ref={title} tabIndex={-1}>
              {tour.title}
            </h1>
            {toldOn(app, source).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            <div class="buttons">
              <button type="button" class="button quiet" onClick={close}>
                {word('transcript.close')} <kbd>{keyOf('close')}</kbd>
              </button>
              <button type="button" class="button quiet" onClick={() => window.print()}>
                {word('transcript.print')}
              </button>
            </div>
          </header>
          {player.chapters.map((chapter, index) => (
            <ChapterText key={index} app={app} player={player} chapter={chapter} number={index + 1} />
          ))}
        </article>
      </section>
    </BesideScene.Provider>
  );
}

/**
 * What the tour was told on, sentence by sentence: letters and the answer to them, or a text and what most probably comes next.
 * Nothing where it is told without a run.
 */
function toldOn(app: App, source: StageSource): string[] {
  const model = app.model.value?.id ?? '';
  const kind = app.model.value?.task?.kind;
  if (kind === 'look') return [];
  if (kind !== 'continue') {
    const answers = app.run.value?.answers.map((token) => token.word).join(' ') ?? '';
    return [word('transcript.told', { model, letters: source.words.slice(0, source.given).join(' '), answers })];
  }
  const text = app.model.value?.tokenizer?.decode(source.ids) ?? '';
  const next = app.generating.candidatesAfter(source.ids.length - 1)?.[0];
  const told = word('transcript.toldText', { model, text });
  if (next === undefined) return [told];
  const share = formatShare(next.before, 3);
  return [told, word('transcript.toldNext', { token: quoted(source.word(next.id)), share })];
}

function close() {
  transcriptOpen.value = false;
}

interface ChapterTextProps extends TranscriptProps {
  readonly chapter: PlacedChapter;
  readonly number: number;
}

function ChapterText({ app, player, chapter, number }: ChapterTextProps) {
  const { source } = player.timeline.value;
  const show = (beat: PlacedBeat) => {
    close();
    player.stepTo(beat);
  };
  return (
    <section>
      <h2>
        <small>{word('transcript.chapter', { number })}</small> {chapter.title}
      </h2>
      {chapter.beats.map((placed) => (
        <section key={placed.index} class="beat">
          <h3>
            {placed.beat.title}
            <button
              type="button"
              class="icon-button"
              title={word('transcript.show')}
              aria-label={`${word('transcript.show')}: ${placed.beat.title}`}
              onClick={() => show(placed)}
            >
              <Icon name="arrow" />
            </button>
          </h3>
          <StoryText app={app} nodes={readText(placed.beat.text, { source, ...placed })} />
        </section>
      ))}
    </section>
  );
}
