import { useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { patternCellInWords, patternInWords } from '../../../app/figure-in-words.ts';
import type { TensorId } from '../../../architecture/graph.ts';
import type { PatternFigure, PatternRow } from '../../../narrative/figure.ts';
import { pointingAtCell } from '../../pointing.ts';
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

/** A block's slabs as small heat maps, letters along both sides. */
export function PatternDrawing({ app, figure: { block, slabs } }: PatternDrawingProps) {
  const [told, setTold] = useState<string | undefined>(undefined);
  return (
    <>
      <div class="figure-pattern">
        {slabs.map(({ slab, rows }) => (
          <div key={slab}>
            <p>{word('figure.slab', { slab })}</p>
            <HeatMap app={app} block={block} slab={slab} rows={rows} onTell={setTold} />
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
          {row.cells.map((cell, column) => {
            const isMasked = cell.value === Number.NEGATIVE_INFINITY;
            return (
              <g key={column}>
                <rect
                  class={isMasked ? 'masked' : undefined}
                  x={LETTERS + column * size + 0.5}
                  y={LETTERS + place * size + 0.5}
                  width={size - 1}
                  height={size - 1}
                  rx="2"
                  fill={isMasked ? 'transparent' : app.colourOf(block, cell.value)}
                  {...pointingAtCell(app, block, cell.cell)}
                  onPointerOver={() => onTell(patternCellInWords(slab, row, cell))}
                  onPointerOut={() => onTell(undefined)}
                />
                {isMasked && <circle cx={middle(column)} cy={middle(place)} r={DOT} />}
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}
