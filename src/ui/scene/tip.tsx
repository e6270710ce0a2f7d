import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Answer, App } from '../../app/app.ts';
import { addressOf } from '../../app/asking.ts';
import { indicesInWords, StatisticsRow, ValueLine, valueInWords } from '../answer.tsx';
import { Explained } from '../explained.tsx';
import { isPhone } from '../media.ts';
import { Note } from '../note.tsx';
import { partsRoom } from '../outline/room.ts';
import { HistogramPlot } from '../plots.tsx';
import { shapeInWords } from '../words.ts';
import type { Box } from './box.ts';
import type { Leader } from './tip-leader.ts';
import { placeTip, type TipPlace } from './tip-place.ts';

/** Beside what the pointer is on: its value or name, what it means, where it comes from. A line joins the two. */
export function Tip({ app }: { readonly app: App }) {
  const answer = app.hover.value === undefined || isPhone.value ? undefined : app.answer.value;
  return answer === undefined ? null : <TipCard app={app} answer={answer} />;
}

interface AnswerProps {
  readonly app: App;
  readonly answer: Answer;
}

function TipCard({ app, answer }: AnswerProps) {
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<TipPlace | undefined>(undefined);
  const [resizes, setResizes] = useState(0);
  const frame = app.frame.value;
  // A formula makes the card grow when KaTeX has come.
  useEffect(() => {
    const observer = new ResizeObserver(() => setResizes((count) => count + 1));
    if (card.current !== null) observer.observe(card.current);
    return () => observer.disconnect();
  }, []);
  // Placed again at each frame, which may have moved the block under the card.
  useLayoutEffect(() => {
    const target = app.screenBox(answer.hit);
    const element = card.current;
    const view = element?.offsetParent;
    if (target === undefined || element === null || !view) return setPlace(undefined);
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const sources = (answer.explanation?.sources ?? []).flatMap(({ id, from, to }) =>
      [from, to].flatMap((cell) => app.screenBox({ block: id, cell }) ?? []),
    );
    const window = { width: view.clientWidth - partsRoom.peek(), height: view.clientHeight };
    const { labels, ways, faces } = app.occupied();
    const told = new Set([answer.hit.block, ...(answer.explanation?.sources ?? []).map(({ id }) => id)]);
    const hardly = [...told].flatMap((block) => app.screenBox({ block }) ?? []);
    const avoid = { never: [...sources, ...labels, legendBox(window)], ways, hardly, ratherNot: faces };
    setPlace(placeTip({ size, target, hasLeader: answer.hit.cell !== undefined }, avoid, window));
  }, [app, answer, frame, resizes]);

  const isCell = answer.hit.cell !== undefined;
  const isStored = answer.explanation?.kind === 'weight';
  const style =
    place === undefined
      ? { visibility: 'hidden' }
      : { transform: `translate(${Math.round(place.card.x)}px, ${Math.round(place.card.y)}px)` };
  return (
    <>
      {place?.leader !== undefined && <LeaderLine leader={place.leader} />}
      <div ref={card} class={isStored ? 'tip brief' : 'tip'} style={style} aria-hidden="true">
        {isCell ? <CellTip app={app} answer={answer} /> : <BlockTip app={app} answer={answer} />}
      </div>
    </>
  );
}

/** Bottom left, kept free for the legend. */
function legendBox(view: { readonly height: number }): Box {
  return { x: 0, y: view.height - 140, width: 270, height: 140 };
}

/** The line from the cell to the card, over a line of paper so that it reads on any ground. */
function LeaderLine({ leader: { start, path } }: { readonly leader: Leader }) {
  return (
    <svg class="leader" aria-hidden="true">
      <path d={path} class="under" />
      <path d={path} />
      <circle cx={start.x} cy={start.y} r="2.6" />
    </svg>
  );
}

function CellTip({ app, answer }: AnswerProps) {
  const { name, purpose } = app.describe(answer.hit.block);
  const explanation = answer.explanation;
  return (
    <>
      <p class="tip-head">
        <span>{name}</span>
        <span>{indicesInWords(answer)}</span>
      </p>
      <ValueLine app={app} answer={answer} />
      {explanation !== undefined && <Explained app={app} explanation={explanation} width={288} />}
      <Note app={app} answer={answer} />
      {explanation?.kind === 'weight' && <p>{purpose}</p>}
      <p class="address">{addressOf(answer.hit)}</p>
    </>
  );
}

function BlockTip({ app, answer }: AnswerProps) {
  const { name, purpose } = app.describe(answer.hit.block);
  const { statistics, histogram } = answer;
  return (
    <>
      <p class="tip-title">{name}</p>
      <p>{purpose}</p>
      <p class="tip-shape figure">{shapeInWords(answer.axes, answer.shape)}</p>
      {statistics === undefined || statistics.finite === 0 ? (
        <p class="tip-none">{valueInWords(app, answer)}</p>
      ) : (
        <StatisticsRow statistics={statistics} />
      )}
      {histogram !== undefined && (
        <HistogramPlot
          histogram={histogram}
          colour={(value) => app.colourOf(answer.hit.block, value)}
          width={288}
          height={44}
        />
      )}
      <p class="address">{answer.hit.block}</p>
    </>
  );
}
