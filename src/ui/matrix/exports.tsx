import type { App } from '../../app/app.ts';
import type { TensorData, TensorId } from '../../architecture/graph.ts';
import { copy } from '../copy.ts';
import { saveFile } from '../files.ts';
import { axisName, count, word } from '../words.ts';
import { csvOf } from './csv.ts';
import type { MatrixNames } from './names.ts';
import { npyOf } from './npy.ts';
import type { Order } from './order.ts';
import { type MatrixPlan, readSlab } from './plan.ts';

/** A clipboard is not made for more numbers than this. */
const MOST_COPIED = 1_000_000;

interface ExportsProps {
  readonly app: App;
  readonly block: TensorId;
  readonly numbers: TensorData;
  readonly plan: MatrixPlan;
  readonly slab: number;
  readonly rows: Order;
  readonly columns: Order;
  readonly names: MatrixNames;
}

/** The matrix as it is shown to the clipboard, the whole block into a file. */
export function Exports(props: ExportsProps) {
  const { app, block, numbers, plan } = props;
  const copyMatrix = () => {
    if (plan.rows * plan.columns > MOST_COPIED)
      app.notice.value = word('matrix.tooLarge', { count: count(plan.rows * plan.columns) });
    else void copy(app, csvOf(tableOf(props)), word('matrix.copied'), word('copy.failed'));
  };
  return (
    <span class="exports">
      <button type="button" title={word('matrix.copy')} onClick={copyMatrix}>
        CSV
      </button>
      <button
        type="button"
        title={word('matrix.save')}
        onClick={() => saveFile(new File([npyOf(numbers.shape, numbers.data)], `${block}.npy`))}
      >
        NPY
      </button>
    </span>
  );
}

function tableOf({ numbers, plan, slab, rows, columns, names }: ExportsProps) {
  const valueAt = readSlab(plan, numbers.data, slab);
  const axis = (at: number | undefined) => (at === undefined ? '' : axisName(numbers.axes[at] ?? ''));
  const inOrder = (size: number, order: Order) => Array.from({ length: size }, (_, place) => order.indexAt(place));
  const across = inOrder(plan.columns, columns);
  return {
    corner: [axis(plan.rowAxis), axis(plan.columnAxis)].filter(Boolean).join(' / '),
    columns: across.map(names.ofColumnInFull),
    rows: inOrder(plan.rows, rows).map((row) => ({
      name: names.ofRowInFull(row),
      values: across.map((column) => valueAt(row, column)),
    })),
  };
}
