import { useContext, useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { patternCellInWords, patternInWords } from '../../../app/figure-in-words.ts';
import type { TensorId } from '../../../architecture/graph.ts';
import type { FigureCell, PatternFigure, PatternRow } from '../../../narrative/figure.ts';
import { BesideScene, usePointingAtCell } from '../../pointing.ts';
import { word } from '../../words.ts';

/** Room for letters above and beside the cells, CSS pixels. */
const LETTERS = 13;
/** Three matrices of a few columns stand side by side; more columns are narrower, and one row alone has room for larger cells. */
const CELL = { few: 13, many: 11, single: 24 };
const FEW = 6;
/** Of the dot that stands for a masked cell, as in the scene. */
const DOT = 1;

interface PatternDrawingProps {
  readonly app: App;
  readonly figure: PatternFigure;
}

/** A block's slabs as small heat maps, letters along both sides. The keyboard reaches the largest cell of each row. */
export function PatternDrawing({ app, figure: { block, slabs } }: PatternDrawingProps) {
  const [told, setTold] = useState<string | undefined>(undefined);
  const isBesideScene = useContext(BesideScene);
  return (
    <>
      <div class="figure-pattern">
        {slabs.map(({ slab, rows }) => (
          <div key={slab}>
            <p>{word('figure.slab', { slab })}</p>
            <HeatMap app={app} block={block} slab={slab} rows={rows} onTell={setTold} />
            {isBesideScene &&
              rows.map((row, place) => (
                <RowButton key={place} app={app} block={block} slab={slab} row={row} onTell={setTold} />
              ))}
          </div>
        ))}
      </div>
      <figcaption class="figure">{told ?? word('figure.patternHint')}</figcaption>
    </>
  );
}

interface HeatMapProps {
  readonly app: App;
  readonly block: TensorId;
  readonly slab: number;
  readonly rows: readonly PatternRow[];
  readonly onTell: (told: string | undefined) => void;
}

function HeatMap({ app, block, slab, rows, onTell }: HeatMapProps) {
  const columns = rows[0]?.cells ?? [];
  const size = rows.length === 1 ? CELL.single : columns.length <= FEW ? CELL.few : CELL.many;
  const width = LETTERS + columns.length * size;
  const height = LETTERS + rows.length * size;
  const middle = (index: number) => LETTERS + (index + 0.5) * size;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={patternInWords(slab, rows)}
    >
      {columns.map(({ name }, column) => (
        <text key={column} x={middle(column)} y={LETTERS - 3}>
          {name}
        </text>
      ))}
      {rows.map((row, place) => (
        <g key={place}>
          <text x={LETTERS - 7} y={middle(place) + 4}>
            {row.name}
          </text>
          {row.cells.map((cell, column) => (
            <Cell
              key={column}
              app={app}
              block={block}
              cell={cell}
              x={LETTERS + column * size}
              y={LETTERS + place * size}
              size={size}
              onTell={(isOn) => onTell(isOn ? patternCellInWords(slab, row, cell) : undefined)}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

interface CellProps {
  readonly app: App;
  readonly block: TensorId;
  readonly cell: FigureCell;
  /** CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly onTell: (isOn: boolean) => void;
}

function Cell({ app, block, cell, x, y, size, onTell }: CellProps) {
  const isMasked = cell.value === Number.NEGATIVE_INFINITY;
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

interface RowButtonProps extends Omit<HeatMapProps, 'rows'> {
  readonly row: PatternRow;
}

/** Stands for the largest cell of a row; its focus shows in the scene and in the caption. */
function RowButton({ app, block, slab, row, onTell }: RowButtonProps) {
  const largest = row.cells.reduce((most, cell) => (cell.value > most.value ? cell : most));
  const label = patternCellInWords(slab, row, largest);
  return (
    <button
      type="button"
      class="visually-hidden"
      {...usePointingAtCell(app, block, largest.cell)}
      onFocus={() => onTell(label)}
      onBlur={() => onTell(undefined)}
    >
      {label}
    </button>
  );
}
