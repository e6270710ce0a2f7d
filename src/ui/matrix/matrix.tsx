import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { Tensor } from '../../architecture/graph.ts';
import { whyNone } from '../answer.tsx';
import { type MatrixAction, matrixActionOf } from '../keys.ts';
import { figure, word } from '../words.ts';
import { CellLayer } from './cells.ts';
import { drawMatrix, FADE, rowNamesWidth } from './drawing.ts';
import { Exports } from './exports.tsx';
import { type Point, useHand } from './hand.ts';
import { directions, namesOf } from './names.ts';
import { COLUMN_NAMES, type MatrixContent } from './pen.ts';
import { cellOf, type MatrixPlace, placeOf, planMatrix, readSlab } from './plan.ts';
import { SlabSwitch, Tools } from './tools.tsx';
import { useSort } from './use-sort.ts';
import { useZoom } from './use-zoom.ts';
import { scrolledTo } from './zoom.ts';

interface MatrixProps {
  readonly app: App;
  readonly tensor: Tensor;
  readonly shape: readonly number[];
  readonly selected: readonly number[] | undefined;
}

/** Beyond this height the matrix scrolls. CSS pixels. */
const TALLEST = 306;
/** How much nearer a key or a button goes. */
const STEP = 1.5;

/** One slab of a block as a matrix. A click chooses a cell, arrow keys walk from there. */
export function Matrix({ app, tensor, shape, selected }: MatrixProps) {
  const { id: block, axes } = tensor;
  const plan = useMemo(() => planMatrix(shape), [shape.join()]);
  const place = selected && placeOf(plan, selected);
  const [slab, setSlab] = useState(place?.slab ?? 0);
  const [pointed, setPointed] = useState<MatrixPlace | undefined>(undefined);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const numbers = app.read(block);
  const data = numbers?.data;
  const valueAt = useMemo(() => data && readSlab(plan, data, slab), [plan, data, slab]);
  const digits = useMemo(() => decimalsFor(data), [data]);
  const { rows, columns, rowsBy, columnsBy, sortRows, sortColumns } = useSort(plan, valueAt);
  const chosen = place?.slab === slab ? place : undefined;
  const names = namesOf(app, tensor, plan, columnsBy !== undefined);
  const left = rowNamesWidth(names);
  const { room, cell, now, zoomBy, fit } = useZoom(scroller, plan, { width: left, height: COLUMN_NAMES });

  // What is drawn changes with these, also where it is the same question that is asked.
  const [theme, settings] = [app.theme.value, app.settings.value];
  const colour = useMemo(() => (value: number) => app.colourOf(block, value), [app, block, data, theme, settings]);
  const isWritten = tensor.kind === 'tokens';
  const wordIn = useMemo(
    () => (isWritten ? (row: number) => app.wordAt('token', row) : undefined),
    [app, isWritten, data],
  );
  const cells = useMemo(() => new CellLayer(), []);

  const draw = () => {
    if (canvas.current === null) return;
    const content: MatrixContent = {
      ...{ plan, zoom: now(), rows, columns, rowsBy, columnsBy, valueAt, names, digits, pointed, selected: chosen },
      ...{ colour, wordIn },
    };
    drawMatrix(canvas.current, content, cells);
  };
  useEffect(draw);
  useEffect(() => {
    if (place !== undefined) setSlab(place.slab);
  }, [place?.slab]);
  useEffect(() => {
    if (chosen === undefined) return;
    const from = now();
    scroller.current?.scrollTo(
      scrolledTo(from.left, columns.placeOf(chosen.column), cell, room.width),
      scrolledTo(from.top, rows.placeOf(chosen.row), cell, room.height - FADE),
    );
  }, [chosen?.row, chosen?.column, rows, columns]);

  const placeAt = ({ offsetX, offsetY }: { readonly offsetX: number; readonly offsetY: number }) => {
    const zoom = now();
    const across = (offsetX - left + zoom.left) / cell;
    const down = (offsetY - COLUMN_NAMES + zoom.top) / cell;
    if (offsetX < left || offsetY < COLUMN_NAMES || across >= plan.columns || down >= plan.rows) return undefined;
    return { slab, row: rows.indexAt(Math.floor(down)), column: columns.indexAt(Math.floor(across)) };
  };
  const pin = (at: MatrixPlace) => app.pin({ block, cell: cellOf(plan, at) });
  const dragged = useHand(canvas, scroller, (factor, { x, y }) => zoomBy(factor, { x: x - left, y: y - COLUMN_NAMES }));

  const walk = (down: number, across: number) => {
    const from = chosen ?? { row: rows.indexAt(0), column: columns.indexAt(0) };
    const row = Math.min(plan.rows - 1, Math.max(0, rows.placeOf(from.row) + down));
    const column = Math.min(plan.columns - 1, Math.max(0, columns.placeOf(from.column) + across));
    pin({ slab, row: rows.indexAt(row), column: columns.indexAt(column) });
  };
  /** The chosen cell where it is in view, else the middle, from the corner of the cells. */
  const middle = (): Point => {
    const zoom = now();
    const x = chosen && (columns.placeOf(chosen.column) + 0.5) * cell - zoom.left;
    const y = chosen && (rows.placeOf(chosen.row) + 0.5) * cell - zoom.top;
    const isSeen = x !== undefined && y !== undefined && x > 0 && x < room.width && y > 0 && y < room.height;
    return isSeen ? { x, y } : { x: room.width / 2, y: room.height / 2 };
  };
  const sortable = valueAt !== undefined && tensor.kind !== 'tokens';
  const hasRowKey = chosen !== undefined || plan.columns === 1 || rowsBy !== undefined;
  const hasColumnKey = plan.columns > 1 && (chosen !== undefined || columnsBy !== undefined);
  const rowsSorted = sortable && hasRowKey ? rowsBy !== undefined : undefined;
  const columnsSorted = sortable && hasColumnKey ? columnsBy !== undefined : undefined;
  const actions: Readonly<Record<MatrixAction, () => void>> = {
    cellUp: () => walk(-1, 0),
    cellDown: () => walk(1, 0),
    cellLeft: () => walk(0, -1),
    cellRight: () => walk(0, 1),
    matrixNearer: () => zoomBy(STEP, middle()),
    matrixFarther: () => zoomBy(1 / STEP, middle()),
    matrixFit: fit,
    sortRows: () => {
      if (rowsSorted !== undefined) sortRows(plan.columns === 1 ? 0 : chosen?.column);
    },
    sortColumns: () => {
      if (columnsSorted !== undefined) sortColumns(chosen?.row);
    },
  };
  const size = { width: left + plan.columns * cell, height: COLUMN_NAMES + plan.rows * cell };
  return (
    <section class="matrix">
      <p class="reading figure">
        {pointed === undefined || valueAt === undefined
          ? directions(plan, axes, slab)
          : `[${cellOf(plan, pointed).join(', ')}]  ${figure(valueAt(pointed.row, pointed.column))}`}
      </p>
      <div class="tools">
        {plan.slabAxis !== undefined && <SlabSwitch count={shape[plan.slabAxis] ?? 1} slab={slab} choose={setSlab} />}
        <Tools act={(action) => actions[action]()} rowsSorted={rowsSorted} columnsSorted={columnsSorted} />
        {numbers !== undefined && <Exports {...{ app, block, numbers, plan, slab, rows, columns, names }} />}
      </div>
      <div
        ref={scroller}
        class="matrix-scroller"
        style={{ height: `${Math.min(TALLEST, Math.ceil(size.height))}px` }}
        onScroll={draw}
      >
        <div style={{ width: `${Math.floor(size.width)}px`, height: `${Math.floor(size.height)}px` }}>
          <canvas
            ref={canvas}
            role="img"
            aria-label={word('inspector.matrix')}
            tabIndex={0}
            style={{ width: `${room.width + left}px`, height: `${room.height + COLUMN_NAMES}px` }}
            onPointerMove={(event) => {
              const at = placeAt(event);
              setPointed((before) => (before?.row === at?.row && before?.column === at?.column ? before : at));
            }}
            onPointerLeave={() => setPointed(undefined)}
            onClick={(event) => {
              const at = dragged() ? undefined : placeAt(event);
              if (at !== undefined) pin(at);
            }}
            onKeyDown={(event) => {
              const action = matrixActionOf(event);
              if (action === undefined) return;
              event.preventDefault();
              actions[action]();
            }}
          />
        </div>
      </div>
      {data === undefined && selected === undefined && <p class="lens">{word(whyNone(app, block))}</p>}
    </section>
  );
}

/** Decimals that the digits in cells have, for the block's largest magnitude: two figures in all, as there is room for. */
function decimalsFor(data: Float32Array | undefined): number {
  let largest = 0;
  for (const value of data ?? []) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest >= 10 ? 0 : largest > 1 ? 1 : 2;
}
