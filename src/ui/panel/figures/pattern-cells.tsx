/** The cells of a small heat map: each with its own corners and gap, or as one texture where there are too many to have any. */
import { useContext, useMemo } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import type { TensorId } from '../../../architecture/graph.ts';
import type { PatternCell, PatternRow } from '../../../narrative/figure.ts';
import { BesideScene, usePoint, usePointingAtCell } from '../../pointing.ts';

/** Of the dot that stands for a masked cell, as in the scene. CSS pixels. */
const DOT = 1;

/** The cell that the pointer is on. */
export interface Hot {
  readonly row: number;
  readonly column: number;
}

interface CellsProps {
  readonly app: App;
  readonly block: TensorId;
  readonly rows: readonly PatternRow[];
  /** Of the first cell and of each, CSS pixels. */
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly onTell: (at: Hot | undefined) => void;
}

/** Every cell as an element of its own, with its corners and its gap. */
export function PatternCells({ app, block, rows, left, top, size, onTell }: CellsProps) {
  return (
    <>
      {rows.map(({ cells }, row) =>
        cells.map((cell, column) => (
          <Cell
            key={`${row} ${column}`}
            app={app}
            block={block}
            cell={cell}
            x={left + column * size}
            y={top + row * size}
            size={size}
            onTell={(isOn) => onTell(isOn ? { row, column } : undefined)}
          />
        )),
      )}
    </>
  );
}

interface CellProps {
  readonly app: App;
  readonly block: TensorId;
  readonly cell: PatternCell;
  /** CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly onTell: (isOn: boolean) => void;
}

function Cell({ app, block, cell, x, y, size, onTell }: CellProps) {
  const { isMasked } = cell;
  return (
    <g>
      <rect
        class={isMasked ? 'masked' : undefined}
        x={x + 0.5}
        y={y + 0.5}
        width={size - 1}
        height={size - 1}
        rx="2"
        fill={isMasked ? 'transparent' : app.colourOf(block, cell.value)}
        {...usePointingAtCell(app, block, cell.cell)}
        onPointerOver={() => onTell(true)}
        onPointerOut={() => onTell(false)}
      />
      {isMasked && <circle cx={x + size / 2} cy={y + size / 2} r={DOT} />}
    </g>
  );
}

/** One pixel for each cell, drawn as large as a cell. */
export function PatternTexture({ app, block, rows, left, top, size, onTell }: CellsProps) {
  const point = usePoint(app);
  const isBesideScene = useContext(BesideScene);
  const theme = app.theme.value;
  const scale = app.settings.value.scale;
  const picture = useMemo(() => paint(app, block, rows), [app, block, rows, theme, scale]);
  const columns = rows[0]?.cells.length ?? 0;
  const cellAt = ({ row, column }: Hot) => rows[row]?.cells[column]?.cell;
  const placeOf = (event: PointerEvent | MouseEvent): Hot | undefined => {
    if (!(event.currentTarget instanceof Element)) return undefined;
    const box = event.currentTarget.getBoundingClientRect();
    const along = (offset: number, extent: number, count: number) =>
      Math.min(count - 1, Math.max(0, Math.floor((offset / extent) * count)));
    return {
      row: along(event.clientY - box.top, box.height, rows.length),
      column: along(event.clientX - box.left, box.width, columns),
    };
  };
  const tell = (at: Hot | undefined) => {
    onTell(at);
    if (isBesideScene) point(at && { block, cell: cellAt(at) });
  };
  const go = (event: MouseEvent) => {
    const at = placeOf(event);
    if (at !== undefined) app.look({ block, cell: cellAt(at) });
  };
  return (
    <image
      class="texture"
      href={picture}
      x={left}
      y={top}
      width={columns * size}
      height={rows.length * size}
      preserveAspectRatio="none"
      onPointerMove={(event) => tell(placeOf(event))}
      onPointerLeave={() => tell(undefined)}
      {...(isBesideScene && { onClick: go })}
    />
  );
}

/** Values closer than one of so many parts of 1 have one colour: no eye tells them apart. */
const STEPS = 512;

/** A picture of one pixel for each cell; masked ones stay clear. */
function paint(app: App, block: TensorId, rows: readonly PatternRow[]): string {
  const canvas = document.createElement('canvas');
  canvas.width = rows[0]?.cells.length ?? 0;
  canvas.height = rows.length;
  const pen = canvas.getContext('2d');
  if (pen === null) return '';
  // A long text has hundreds of thousands of cells.
  const colours = new Map<number, string>();
  const colourOf = (value: number) => {
    const step = Math.round(value * STEPS);
    const colour = colours.get(step) ?? app.colourOf(block, step / STEPS);
    colours.set(step, colour);
    return colour;
  };
  for (const [y, { cells }] of rows.entries()) {
    for (const [x, { value, isMasked }] of cells.entries()) {
      if (isMasked) continue;
      pen.fillStyle = colourOf(value);
      pen.fillRect(x, y, 1, 1);
    }
  }
  return canvas.toDataURL();
}
