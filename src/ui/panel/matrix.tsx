import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { Axis, Tensor } from '../../architecture/graph.ts';
import { whyNone } from '../answer.tsx';
import { axisName, figure, word } from '../words.ts';
import { COLUMN_NAMES, drawMatrix, FADE, ROW_NAMES } from './matrix-drawing.ts';
import { cellOf, DIGITS_FROM, type MatrixPlan, placeOf, planMatrix, valueAt } from './matrix-plan.ts';

interface MatrixProps {
  readonly app: App;
  readonly tensor: Tensor;
  readonly shape: readonly number[];
  readonly selected: readonly number[] | undefined;
}

/** Beyond this height the matrix scrolls. CSS pixels. */
const TALLEST = 306;

/** One slab of a block as a matrix. A click chooses a cell, arrow keys walk from there. */
export function Matrix({ app, tensor, shape, selected }: MatrixProps) {
  const { id: block, axes } = tensor;
  const [width, setWidth] = useState(280);
  const plan = planMatrix(shape, width);
  const place = selected === undefined ? undefined : placeOf(plan, selected);
  const [slab, setSlab] = useState(place?.slab ?? 0);
  const [pointed, setPointed] = useState<readonly number[] | undefined>(undefined);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const data = app.read(block)?.data;
  const shownSlab = plan.slabAxis === undefined ? 0 : Math.min(slab, (shape[plan.slabAxis] ?? 1) - 1);

  const tokenOn = (axis: number | undefined, index: number) => {
    const name = axis === undefined ? undefined : axes[axis]?.name;
    return name === undefined ? undefined : app.wordAt(name, index);
  };
  const draw = () => {
    if (canvas.current === null) return;
    drawMatrix(canvas.current, {
      plan,
      slab: shownSlab,
      data,
      colour: (value) => app.colourOf(block, value),
      rowName: (row) => [row, tokenOn(plan.rowAxis, row)].join(' ').trim(),
      columnName: (column) => (plan.columnAxis === undefined ? '' : tokenOn(plan.columnAxis, column)),
      selected: place?.slab === shownSlab ? place : undefined,
      digits: decimalsFor(data),
      wordIn: tensor.kind === 'tokens' ? (row) => tokenOn(plan.rowAxis, row) : undefined,
      scrolled: scroller.current?.scrollTop ?? 0,
    });
  };
  // Colours depend on these; reading them here draws again when they change.
  app.theme.value;
  app.settings.value;
  useEffect(draw);
  useEffect(() => {
    if (place !== undefined) setSlab(place.slab);
  }, [place?.slab]);
  useEffect(() => {
    if (place !== undefined) keepInView(scroller.current, plan, place.row);
  }, [place?.row, plan.cell]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => setWidth(Math.max(80, element.clientWidth - ROW_NAMES));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const cellAt = (event: PointerEvent) => {
    const row = Math.floor((event.offsetY - COLUMN_NAMES + (scroller.current?.scrollTop ?? 0)) / plan.cell);
    const column = Math.floor((event.offsetX - ROW_NAMES) / plan.cell);
    const inside = event.offsetY > COLUMN_NAMES && row >= 0 && row < plan.rows && column >= 0 && column < plan.columns;
    return inside ? cellOf(plan, shownSlab, row, column) : undefined;
  };
  const walk = (event: KeyboardEvent) => {
    const [down, across] = STEPS[event.key] ?? [0, 0];
    if (down === 0 && across === 0) return;
    event.preventDefault();
    const from = place ?? { row: 0, column: 0 };
    const row = Math.min(plan.rows - 1, Math.max(0, from.row + down));
    const column = Math.min(plan.columns - 1, Math.max(0, from.column + across));
    app.pin({ block, cell: cellOf(plan, shownSlab, row, column) });
  };
  const height = COLUMN_NAMES + plan.rows * plan.cell;
  const asked = pointed ?? selected;
  return (
    <section class="matrix">
      <header>
        <span>{directions(plan, axes, shownSlab)}</span>
        {plan.slabAxis !== undefined && (
          <SlabSwitch count={shape[plan.slabAxis] ?? 1} slab={shownSlab} choose={setSlab} />
        )}
      </header>
      <div ref={scroller} class="matrix-scroller" style={{ height: `${Math.min(TALLEST, height)}px` }} onScroll={draw}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={word('inspector.matrix')}
          tabIndex={0}
          style={{ height: `${Math.min(TALLEST, height)}px` }}
          onPointerMove={(event) => setPointed(cellAt(event))}
          onPointerLeave={() => setPointed(undefined)}
          onClick={(event) => {
            const cell = event instanceof PointerEvent ? cellAt(event) : undefined;
            if (cell !== undefined) app.pin({ block, cell });
          }}
          onKeyDown={walk}
        />
        <div style={{ height: `${Math.max(0, height - TALLEST)}px` }} />
      </div>
      {data === undefined && selected === undefined && <p class="lens">{word(whyNone(app, block))}</p>}
      {plan.cell < DIGITS_FROM && data !== undefined && (
        <p class="lens figure">
          {asked === undefined
            ? word('inspector.lens')
            : `[${asked.join(', ')}]  ${figure(valueAt(plan, data, asked))}`}
        </p>
      )}
    </section>
  );
}

/** Decimals that the digits in cells have, for the block's largest magnitude: two figures in all, as there is room for. */
function decimalsFor(data: Float32Array | undefined): number {
  let largest = 0;
  for (const value of data ?? []) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest >= 10 ? 0 : largest > 1 ? 1 : 2;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** head 2, token down, key across */
function directions(plan: MatrixPlan, axes: readonly Axis[], slab: number): string {
  const name = (axis: number) => axisName(axes[axis]?.name ?? '');
  const parts = [word('inspector.down', { axis: name(plan.rowAxis) })];
  if (plan.slabAxis !== undefined) parts.unshift(`${name(plan.slabAxis)} ${slab}`);
  if (plan.columnAxis !== undefined) parts.push(word('inspector.across', { axis: name(plan.columnAxis) }));
  return parts.join(', ');
}

/** Scrolls no further than needed, to a whole row. */
function keepInView(scroller: HTMLElement | null, plan: MatrixPlan, row: number) {
  if (scroller === null) return;
  const room = scroller.clientHeight - COLUMN_NAMES - FADE;
  const top = row * plan.cell;
  const least = Math.ceil((top + plan.cell - room) / plan.cell) * plan.cell;
  scroller.scrollTop = Math.min(top, Math.max(scroller.scrollTop, least));
}

interface SlabSwitchProps {
  readonly count: number;
  readonly slab: number;
  readonly choose: (slab: number) => void;
}

/** More than this and the switch becomes a list to choose from. */
const MOST_BUTTONS = 5;

function SlabSwitch({ count, slab, choose }: SlabSwitchProps) {
  const slabs = Array.from({ length: count }, (_, index) => index);
  if (count > MOST_BUTTONS)
    return (
      <select
        aria-label={word('inspector.slab')}
        value={slab}
        onChange={(event) => choose(Number(event.currentTarget.value))}
      >
        {slabs.map((index) => (
          <option key={index} value={index}>
            {index}
          </option>
        ))}
      </select>
    );
  return (
    <fieldset class="switch" aria-label={word('inspector.slab')}>
      {slabs.map((index) => (
        <button key={index} type="button" aria-pressed={index === slab} onClick={() => choose(index)}>
          {index}
        </button>
      ))}
    </fieldset>
  );
}
