import { computed } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { Player } from '../../narrative/player.ts';
import { readText } from '../../narrative/reading.ts';
import type { PlacedBeat } from '../../narrative/schedule.ts';
import type { Beat } from '../../narrative/tour.ts';
import type { Act } from '../actions.ts';
import { Icon } from '../icons.tsx';
import { keyOf } from '../keys.ts';
import { isPhone, wantsLessMotion } from '../media.ts';
import { sheetStop } from '../ui-state.ts';
import { word } from '../words.ts';
import { drawings } from './figures/story-figure.tsx';
import { StoryText } from './story-text.tsx';

interface StoryProps {
  readonly app: App;
  readonly player: Player;
  readonly act: Act;
}

/** The chapter as a text: the current beat in ink, the others fainter. A phone's sheet at half shows the current beat alone. */
export function Story({ app, player, act }: StoryProps) {
  const here = player.beat.value;
  const chapter = player.chapters[here.chapter];
  if (chapter === undefined) return null;
  const isPulledUp = sheetStop.value === 'full';
  const shown = isPhone.value && !isPulledUp ? [here] : chapter.beats;
  const areDrawn = chapter.beats.some(({ beat }) => hasFigure(beat)) && drawings() !== undefined;
  const count = { beat: here.index + 1, beats: chapter.beats.length };
  return (
    <article class="story">
      <p class="kicker">
        {isPhone.value ? word('story.count', count) : word('story.place', { chapter: here.chapter + 1, ...count })}
      </p>
      <h1>{chapter.title}</h1>
      {shown.map((placed) => (
        <BeatText
          key={`${placed.chapter}.${placed.index}`}
          app={app}
          player={player}
          placed={placed}
          isHere={placed === here}
          areDrawn={areDrawn}
        />
      ))}
      {(!isPhone.value || isPulledUp) && (
        <button type="button" class="plain quiet" onClick={() => act('read')}>
          {word('story.read')} {!isPhone.value && <kbd>{keyOf('read')}</kbd>}
        </button>
      )}
    </article>
  );
}

/**
 * How much of the column is left to what came before the current beat, where the beat itself leaves it. The first beat shown stands
 * under the title.
 */
const TEXT_ABOVE = 0.3;
/** Pixels between a beat and the column's edge. */
const MARGIN = 12;

interface BeatTextProps extends Omit<StoryProps, 'act'> {
  readonly placed: PlacedBeat;
  readonly isHere: boolean;
  /** The chapter's figures, which make its beats longer, are there. */
  readonly areDrawn: boolean;
}

function hasFigure({ text }: Beat): boolean {
  return text.some(({ kind }) => kind === 'figure');
}

function BeatText({ app, player, placed, isHere, areDrawn }: BeatTextProps) {
  const element = useRef<HTMLElement>(null);
  // A new chapter begins where it begins; only from beat to beat the text glides.
  const hasStood = useRef(false);
  useEffect(() => {
    const glides = hasStood.current && !wantsLessMotion.peek();
    hasStood.current = true;
    const body = element.current?.closest('.panel-body');
    if (!isHere || element.current === null || !body) return;
    const isFirst = element.current === element.current.parentElement?.querySelector('.beat');
    const room = Math.max(0, body.clientHeight - element.current.offsetHeight - MARGIN);
    const above = isFirst ? Number.POSITIVE_INFINITY : Math.min(body.clientHeight * TEXT_ABOVE, room);
    const top = Math.max(0, element.current.offsetTop - above);
    body.scrollTo({ top, behavior: glides ? 'smooth' : 'instant' });
  }, [isHere, placed, areDrawn, sheetStop.value, isPhone.value]);
  const { source } = player.timeline.value;
  // On a long text it is much to read: anew only for another run, and when weights come that it tells of.
  const nodes = useMemo(
    () => computed(() => readText(placed.beat.text, { source, tokens: placed.tokens, answered: placed.answered })),
    [placed, source],
  ).value;
  return (
    <section
      ref={element}
      class={`beat${isHere ? ' here' : ''}`}
      aria-current={isHere ? 'step' : undefined}
      aria-label={placed.beat.title}
    >
      <button
        type="button"
        class="beat-mark"
        title={placed.beat.title}
        aria-label={word('story.goTo', { title: placed.beat.title })}
        onClick={() => player.goTo(placed.chapter, placed.index)}
      />
      <StoryText app={app} nodes={nodes} />
    </section>
  );
}

interface StoryFootProps {
  readonly player: Player;
  readonly act: Act;
}

/** One line: what comes next. */
export function StoryFoot({ player, act }: StoryFootProps) {
  const here = player.beat.value;
  const { beats, tour } = player.timeline.value;
  const next = beats[beats.indexOf(here) + 1];
  if (next === undefined)
    return (
      <button type="button" class="plain next" onClick={() => player.goTo(0)}>
        {word('story.end')}
      </button>
    );
  const isChapter = next.chapter !== here.chapter;
  const title = isChapter ? (tour.chapters[next.chapter]?.title ?? '') : next.beat.title;
  return (
    <button type="button" class="plain next" onClick={() => act('nextBeat')}>
      <span>{word('story.next', { title })}</span>
      <Icon name="arrow" />
      <kbd>{keyOf('nextBeat')}</kbd>
    </button>
  );
}
