import { useMemo, useState } from 'preact/hooks';
import { NATURAL, type Order, sorted } from './order.ts';
import type { MatrixPlan } from './plan.ts';

export interface MatrixSort {
  readonly rows: Order;
  readonly columns: Order;
  /** The column whose values order the rows, and the row whose values order the columns. */
  readonly rowsBy: number | undefined;
  readonly columnsBy: number | undefined;
  /** Sorts by a column; by the one that they are sorted by already, or by none, puts the rows back. */
  readonly sortRows: (column: number | undefined) => void;
  readonly sortColumns: (row: number | undefined) => void;
}

/** The order of a matrix: as the model has it until somebody sorts it. It keeps to the row or column that was sorted by. */
export function useSort(plan: MatrixPlan, valueAt: ((row: number, column: number) => number) | undefined): MatrixSort {
  const [rowsBy, setRowsBy] = useState<number | undefined>(undefined);
  const [columnsBy, setColumnsBy] = useState<number | undefined>(undefined);
  const rows = useMemo(
    () => (valueAt && rowsBy !== undefined ? sorted(plan.rows, (row) => valueAt(row, rowsBy)) : NATURAL),
    [plan, valueAt, rowsBy],
  );
  const columns = useMemo(
    () => (valueAt && columnsBy !== undefined ? sorted(plan.columns, (column) => valueAt(columnsBy, column)) : NATURAL),
    [plan, valueAt, columnsBy],
  );
  return {
    rows,
    columns,
    rowsBy,
    columnsBy,
    sortRows: (column) => setRowsBy((by) => (by === column ? undefined : column)),
    sortColumns: (row) => setColumnsBy((by) => (by === row ? undefined : row)),
  };
}
