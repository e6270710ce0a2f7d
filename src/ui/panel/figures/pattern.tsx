import { useContext, useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { patternCellInWords, patternInWords } from '../../../app/figure-in-words.ts';
import type { TensorId } from '../../../architecture/graph.ts';
import type { PatternFigure, PatternRow } from '../../../narrative/figure.ts';
import { largestOf } from '../../../narrative/numbers.ts';
import { BesideScene, usePointingAtCell } from '../../pointing.ts';
import { word } from '../../words.ts';
import { type Hot, PatternCells, PatternTexture } from './pattern-cells.tsx';

/** What a heat map has of a line: all of it, or less where others stand beside it. CSS pixels. */
const ROOM = { single: 288, many: 138 };
/** Cells are at most so large, smaller ones have no gaps between them. */
const CELL = { few: 13, many: 11, single: 24, apart: 7 };
const FEW = 6;
/** Room for letters above and beside the cells; for words what the longest takes. */
const LETTER = 13;
const WORD = { character: 6.2, padding: 6, most: 84, longest: 12 };
/** Names closer than this to one another are left out. */
const NAME_PITCH = 10;
/** The keyboard goes along so many rows; of more only the last is reached. */
const KEYBOARD_ROWS = 16;

interface PatternDrawingProps {
  readonly app: App;
  readonly figure: PatternFigure;
}

/** A block's slabs as small heat maps, with letters or words along both sides where there is room. The keyboard reaches the largest cell of a row. */
export function PatternDrawing({ app, figure: { block, slabs } }: PatternDrawingProps) {
  const [told, setTold] = useState<string | undefined>(undefined);
  const isBesideScene = useContext(BesideScene);
  const isAlone = slabs.length === 1;
  const names = namesRoom(slabs[0]?.rows ?? [], isAlone);
  return (
    <>
      <div class="figure-pattern">
        {slabs.map(({ slab, rows }) => (
          <div key={slab}>
            <p style={{ marginLeft: `${names}px` }}>{word('figure.slab', { slab })}</p>
            <HeatMap app={app} block={block} slab={slab} rows={rows} isAlone={isAlone} names={names} onTell={setTold} />
            {isBesideScene &&
              rows
                .slice(rows.length > KEYBOARD_ROWS ? -1 : 0)
                .map((row, place) => (
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
  /** No other stands beside it. */
  readonly isAlone: boolean;
  /** Room for names above and beside the cells, CSS pixels. */
  readonly names: number;
  readonly onTell: (told: string | undefined) => void;
}

function HeatMap({ app, block, slab, rows, isAlone, names, onTell }: HeatMapProps) {
  const [hot, setHot] = useState<Hot | undefined>(undefined);
  const columns = rows[0]?.cells ?? [];
  const size = Math.min(cellCap(columns.length, isAlone), (ROOM[isAlone ? 'single' : 'many'] - names) / columns.length);
  const width = names + columns.length * size;
  const height = names + rows.length * size;
  const middle = (index: number) => names + (index + 0.5) * size;
  const isShown = (index: number, hotIndex: number | undefined) =>
    names > 0 && (index === hotIndex || index % Math.ceil(NAME_PITCH / size) === 0);
  const tell = (at: Hot | undefined) => {
    const row = at && rows[at.row];
    const cell = at && row?.cells[at.column];
    setHot(at);
    onTell(row && cell && patternCellInWords(block, slab, row, cell));
  };
  const Cells = size < CELL.apart ? PatternTexture : PatternCells;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={patternInWords(block, slab, rows)}
    >
      {columns.map(({ name }, column) =>
        isShown(column, hot?.column) ? (
          <ColumnName key={column} name={name} x={middle(column)} y={names - 3} isHot={column === hot?.column} />
        ) : null,
      )}
      {rows.map((row, place) =>
        isShown(place, hot?.row) ? (
          <RowName key={place} name={row.name} x={names} y={middle(place) + 4} isHot={place === hot?.row} />
        ) : null,
      )}
      <Cells app={app} block={block} rows={rows} left={names} top={names} size={size} onTell={tell} />
    </svg>
  );
}

/** Words have room beside one map alone, letters beside any. */
function namesRoom(rows: readonly PatternRow[], isAlone: boolean): number {
  const columns = rows[0]?.cells ?? [];
  const longest = largestOf([...rows, ...columns].map(({ name }) => name.length));
  if (longest <= 1) return LETTER;
  return isAlone ? Math.min(WORD.most, WORD.padding + WORD.character * longest) : 0;
}

function cellCap(columns: number, isAlone: boolean): number {
  if (isAlone) return CELL.single;
  return columns <= FEW ? CELL.few : CELL.many;
}

interface NameProps {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly isHot: boolean;
}

/** A letter stands upright; a word is turned. */
function ColumnName({ name, x, y, isHot }: NameProps) {
  if (name.length <= 1) {
    return (
      <text class={isHot ? 'hot' : undefined} x={x} y={y}>
        {name}
      </text>
    );
  }
  return (
    <text class={`word${isHot ? ' hot' : ''}`} transform={`translate(${x + 4},${y}) rotate(-90)`} text-anchor="start">
      {shortened(name)}
    </text>
  );
}

function RowName({ name, x, y, isHot }: NameProps) {
  if (name.length <= 1) {
    return (
      <text class={isHot ? 'hot' : undefined} x={x - 7} y={y}>
        {name}
      </text>
    );
  }
  return (
    <text class={`word end${isHot ? ' hot' : ''}`} x={x - 4} y={y}>
      {shortened(name)}
    </text>
  );
}

function shortened(name: string): string {
  return name.length > WORD.longest ? `${name.slice(0, WORD.longest - 1)}…` : name;
}

interface RowButtonProps {
  readonly app: App;
  readonly block: TensorId;
  readonly slab: number;
  readonly row: PatternRow;
  readonly onTell: (told: string | undefined) => void;
}

/** Stands for the largest cell of a row; its focus shows in the scene and in the caption. */
function RowButton({ app, block, slab, row, onTell }: RowButtonProps) {
  const largest = row.cells.reduce((most, cell) => (cell.value > most.value ? cell : most));
  const label = patternCellInWords(block, slab, row, largest);
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
