import { useContext, useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { figureInWords, inDegrees } from '../../../app/figure-in-words.ts';
import { arrowsAt, type RotaryFigure, type TurningPair } from '../../../narrative/figures/rotary.ts';
import { formatNumber } from '../../../narrative/written.ts';
import { BesideScene, usePointingAtCell } from '../../pointing.ts';
import { quoted, word } from '../../words.ts';
import { Arrow, Dial, Sweep } from './dial.tsx';

/** More pairs than this are drawn smaller. */
const FEW = 8;

interface RotaryDrawingProps {
  readonly app: App;
  readonly figure: RotaryFigure;
}

/** Every pair of a token's channels on its circle: where it was, where its position turns it, and the angle between. */
export function RotaryDrawing({ app, figure }: RotaryDrawingProps) {
  const [told, setTold] = useState<number | undefined>(undefined);
  const { pairs, position, word: token } = figure;
  const isBesideScene = useContext(BesideScene);
  const source = app.source.value;
  const stage = isBesideScene && app.isTold.value ? app.player.value?.stage.value : undefined;
  const now = stage && source && arrowsAt(stage, figure, source);
  const hot = told === undefined ? undefined : pairs[told];
  return (
    <>
      <div
        class={`dials${pairs.length > FEW ? ' many' : ''}`}
        role="img"
        aria-label={figureInWords(figure, app.describe)}
      >
        {pairs.map((pair, index) => (
          <PairDial
            key={index}
            app={app}
            figure={figure}
            pair={pair}
            now={now?.[index] ?? pair.after}
            onTell={(isOn) => setTold(isOn ? index : undefined)}
          />
        ))}
      </div>
      <figcaption class="figure">
        {hot === undefined
          ? word('figure.turnHint', { position, token: quoted(token) })
          : word('figure.turnTold', {
              first: hot.cells[0].at(-1) ?? 0,
              second: hot.cells[1].at(-1) ?? 0,
              position,
              frequency: formatNumber(hot.frequency, 4),
              radians: formatNumber(hot.angle),
              degrees: inDegrees(hot.angle),
            })}
      </figcaption>
    </>
  );
}

interface PairDialProps extends RotaryDrawingProps {
  readonly pair: TurningPair;
  readonly now: TurningPair['after'];
  readonly onTell: (isOn: boolean) => void;
}

function PairDial({ app, figure: { block }, pair: { cells, before, angle }, now, onTell }: PairDialProps) {
  const pointing = usePointingAtCell(app, block, cells[0]);
  return (
    <div class="dial" {...pointing} onPointerOver={() => onTell(true)} onPointerOut={() => onTell(false)}>
      <Dial>
        <Sweep from={before} angle={sweptBetween(before, now, angle)} />
        <Arrow to={before} kind="before" />
        <Arrow to={now} kind="now" />
      </Dial>
      <span class="figure">{inDegrees(angle)}°</span>
    </div>
  );
}

/** How far round a pair has come, of the last time round: the way is that of the whole angle. */
function sweptBetween([x, y]: TurningPair['before'], [u, v]: TurningPair['after'], angle: number): number {
  const full = 2 * Math.PI;
  const between = (((Math.atan2(v, u) - Math.atan2(y, x)) % full) + full) % full;
  return angle < 0 ? between - full : between;
}
