import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../app/app.ts';
import { figureInWords } from '../app/figure-in-words.ts';
import type { Player } from '../narrative/player.ts';
import { plainText, readText } from '../narrative/reading.ts';
import type { PlacedBeat } from '../narrative/schedule.ts';
import { indicesInWords, valueInWords } from './answer.tsx';
import { shownAnswers } from './bar/prompt-chips.tsx';
import { frameInWords } from './bar/training-mark.tsx';
import { word } from './words.ts';

/** Said when what it speaks of has stood for a while: not every cell that the pointer passes, nor every beat that is stepped over. */
const REST_MS = 600;

interface SpokenProps {
  readonly app: App;
}

/** For those who hear the page: what is pointed at or pinned, the beat that the tour has come to, the answer to other letters, the moment of the training. */
export function Spoken({ app }: SpokenProps) {
  const frame = app.keyFraming.shown.value;
  return (
    <div class="visually-hidden">
      <Region text={pointedInWords(app)} />
      <Region text={useBeat(app)} />
      <Region text={answerInWords(app)} />
      <Region text={frame === undefined ? '' : frameInWords(frame)} />
    </div>
  );
}

function Region({ text }: { readonly text: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return <p aria-live="polite">{said}</p>;
}

function pointedInWords(app: App): string {
  const answer = app.answer.value;
  if (answer === undefined) return '';
  const { name, purpose } = app.describe(answer.hit.block);
  const isCell = answer.hit.cell !== undefined;
  return isCell ? `${name}, ${indicesInWords(answer)}: ${valueInWords(app, answer)}` : `${name}. ${purpose}`;
}

/** The beat as it read when the tour came to it: other letters change numbers in it, which is no new beat. */
function useBeat(app: App): string {
  const said = useRef({ place: '', text: '' });
  const player = app.player.value;
  const here = player !== undefined && app.isTold.value ? player.beat.value : undefined;
  const place = here === undefined ? '' : `${here.chapter}.${here.index}`;
  if (said.current.place !== place) {
    said.current = { place, text: player === undefined || here === undefined ? '' : beatInWords(app, player, here) };
  }
  return said.current.text;
}

function beatInWords(app: App, player: Player, { chapter, index, beat, tokens, answered }: PlacedBeat): string {
  const { source } = player.timeline.peek();
  const text = plainText(readText(beat.text, { source, tokens, answered }), (figure) =>
    figureInWords(figure, (id) => app.describe(id)),
  );
  const titles = index === 0 ? [player.chapters[chapter]?.title, beat.title] : [beat.title];
  return [...titles, text].join('. ');
}

/** All of it at once; nothing while some of it is still to come. */
function answerInWords(app: App): string {
  const run = app.run.value;
  const answers = (run?.answers ?? []).slice(0, shownAnswers(app));
  const task = app.model.value?.task;
  if (answers.length < (task?.kind === 'sort' ? task.answerLength : 1)) return '';
  return `${word('prompt.answer')}: ${answers.map((token) => token.word).join(' ')}`;
}
