import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Answer, App } from '../app/app.ts';
import { Formula } from './formula.tsx';
import { Bars, HistogramPlot } from './plots.tsx';
import { axisName, figure, shapeInWords, word } from './words.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Beside what the pointer is on: its value or name, what it means, where it comes from. A line joins the two. */
export function Tip({ app }: { readonly app: App }) {
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ readonly card: Box; readonly target: Box } | undefined>(undefined);
  const answer = app.hover.value === undefined ? undefined : app.answer.value;
  const frame = app.frame.value;
  useLayoutEffect(() => {
    const target = answer === undefined ? undefined : app.screenBox(answer.hit);
    const element = card.current;
    const view = element?.offsetParent;
    if (target === undefined || element === null || !view) return setPlace(undefined);
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const avoid = (answer?.explanation?.sources ?? []).flatMap(
      (range) => app.screenBox({ block: range.id, cell: range.from }) ?? [],
    );
    setPlace({ card: emptiest(size, target, avoid, { width: view.clientWidth, height: view.clientHeight }), target });
  }, [app, answer, frame]);

  if (answer === undefined) return null;
  const at = place?.card;
  return (
    <>
      {place !== undefined && <Leader {...place} />}
      <div
        ref={card}
        class="tip"
        role="status"
        style={at === undefined ? { visibility: 'hidden' } : { transform: `translate(${at.x}px, ${at.y}px)` }}
      >
        {answer.hit.cell === undefined ? <BlockTip app={app} answer={answer} /> : <CellTip app={app} answer={answer} />}
      </div>
    </>
  );
}

const GAP = 44;
const EDGE = 16;
const BAR = 52;

/** Of the places around the target, the one that keeps the card in the view and covers least of what it speaks of. */
function emptiest(
  size: { readonly width: number; readonly height: number },
  target: Box,
  avoid: readonly Box[],
  view: { readonly width: number; readonly height: number },
): Box {
  const left = target.x - GAP - size.width;
  const right = target.x + target.width + GAP;
  const above = target.y - GAP - size.height;
  const below = target.y + target.height + GAP;
  const middleX = target.x + target.width / 2 - size.width / 2;
  const middleY = target.y + target.height / 2 - size.height / 2;
  const candidates: readonly (readonly [number, number])[] = [
    [right, below],
    [right, middleY],
    [left, below],
    [left, middleY],
    [right, above],
    [left, above],
    [middleX, below],
    [middleX, above],
  ];
  const costs = candidates.map(([x, y]) => {
    const inside = {
      x: Math.max(EDGE, Math.min(view.width - EDGE - size.width, x)),
      y: Math.max(BAR, Math.min(view.height - EDGE - size.height, y)),
      ...size,
    };
    const pushed = Math.abs(inside.x - x) + Math.abs(inside.y - y);
    const covered = [target, ...avoid].reduce((sum, box) => sum + overlap(inside, box), 0);
    return { box: inside, cost: pushed + covered * 2 + overlap(inside, target) * 1e3 };
  });
  return costs.reduce((best, next) => (next.cost < best.cost ? next : best)).box;
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** From the cell to the card's nearest edge, over a line of paper so that it reads on any ground. */
function Leader({ card, target }: { readonly card: Box; readonly target: Box }) {
  const x = target.x + target.width / 2;
  const y = target.y + target.height / 2;
  const endX =
    card.x > x
      ? card.x
      : card.x + card.width < x
        ? card.x + card.width
        : Math.min(Math.max(x, card.x + 12), card.x + card.width - 12);
  const beside = endX === card.x || endX === card.x + card.width;
  const endY = beside
    ? Math.min(Math.max(y, card.y + 20), card.y + card.height - 20)
    : card.y > y
      ? card.y
      : card.y + card.height;
  const curve = beside
    ? `M${x} ${y}C${(x + endX) / 2} ${y} ${(x + endX) / 2} ${endY} ${endX} ${endY}`
    : `M${x} ${y}C${x} ${(y + endY) / 2} ${endX} ${(y + endY) / 2} ${endX} ${endY}`;
  return (
    <svg class="leader" aria-hidden="true">
      <path d={curve} class="under" />
      <path d={curve} />
      <circle cx={x} cy={y} r="2.6" />
    </svg>
  );
}

interface AnswerProps {
  readonly app: App;
  readonly answer: Answer;
}

/** Token “C” at 2 · head 1 · channel 17 */
export function indicesInWords(answer: Answer): string {
  return answer.indices
    .map(({ axis, index, word: token }) =>
      token === undefined ? `${axisName(axis)} ${index}` : `${axisName(axis)} ${index} “${token}”`,
    )
    .join(' · ');
}

/** `layers.0.attention.scores[2, 10, 2]` */
export function address(answer: Answer): string {
  return answer.hit.cell === undefined ? answer.hit.block : `${answer.hit.block}[${answer.hit.cell.join(', ')}]`;
}

/** The value, or why there is none. */
export function valueInWords(app: App, answer: Answer): string {
  const value = answer.explanation?.value;
  if (value === undefined)
    return word(app.model.value?.graph.tensor(answer.hit.block).kind === 'weight' ? 'tip.notLoaded' : 'tip.notRun');
  return value === -Infinity ? '−∞' : figure(value, 4);
}

function CellTip({ app, answer }: AnswerProps) {
  const { name } = app.describe(answer.hit.block);
  const explanation = answer.explanation;
  const colour = (value: number) => app.colourOf(answer.hit.block, value);
  return (
    <>
      <p class="tip-head">
        <span>{name}</span>
        <span>{indicesInWords(answer)}</span>
      </p>
      <p class="tip-value">
        <strong class="figure">{valueInWords(app, answer)}</strong>
        {explanation?.value === -Infinity && <span>{word('tip.masked')}</span>}
      </p>
      {explanation !== undefined && (
        <div class="tip-formula">
          <Formula tex={explanation.formula} />
          {explanation.substituted !== '' && <Formula tex={explanation.substituted} />}
        </div>
      )}
      {explanation !== undefined && explanation.terms.length > 1 && (
        <Bars
          values={explanation.terms.map((term) => term.value)}
          colour={colour}
          width={288}
          height={44}
          label={word('inspector.terms', { count: explanation.terms.length })}
        />
      )}
      <p class="address">{address(answer)}</p>
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

export function StatisticsRow({ statistics }: { readonly statistics: NonNullable<Answer['statistics']> }) {
  const entries = [
    ['tip.minimum', statistics.minimum],
    ['tip.mean', statistics.mean],
    ['tip.rms', statistics.rms],
    ['tip.maximum', statistics.maximum],
  ] as const;
  return (
    <dl class="statistics">
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>{word(key)}</dt>
          <dd class="figure">{figure(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
