import type { Axis, AxisName, Graph, Tensor, TensorData, TensorId } from '../graph.ts';
import { symbolWriter } from '../symbols.ts';
import type { Cell, CellFactor } from './explanation.ts';

/** The numbers of a tensor (a weight as its block), undefined while they are not at hand. */
export type ReadTensor = (id: TensorId) => TensorData | undefined;

/** The cells of a model: their numbers, symbols and the lengths of their axes. Asks for each tensor once. */
export class Cells {
  private readonly known = new Map<TensorId, TensorData | undefined>();
  private readonly writers = new Map<TensorId, ReturnType<typeof symbolWriter>>();

  constructor(
    private readonly graph: Graph,
    private readonly read: ReadTensor,
  ) {}

  tensor(id: TensorId): Tensor {
    return this.graph.tensor(id);
  }

  data(id: TensorId): TensorData | undefined {
    const known = this.known.get(id);
    if (known !== undefined || this.known.has(id)) return known;
    const data = this.read(id);
    this.known.set(id, data);
    return data;
  }

  /** The number in a cell, undefined while it is not at hand. */
  value(id: TensorId, cell: Cell): number | undefined {
    const data = this.data(id);
    if (data === undefined) return undefined;
    return data.data[cell.reduce((offset, index, axis) => offset * (data.shape[axis] ?? 1) + index, 0)];
  }

  /** The number in a cell of a tensor that is known to be at hand. */
  number(id: TensorId, cell: Cell): number {
    const value = this.value(id, cell);
    if (value === undefined) throw new Error(`${id}[${cell.join(', ')}] is not at hand`);
    return value;
  }

  /** A cell with its number and symbol, of a tensor that is known to be at hand. */
  factor(id: TensorId, cell: Cell): CellFactor {
    return { id, cell, value: this.number(id, cell), symbol: this.symbol(id, cell) };
  }

  /** TeX, for example `q_{9,2}`; indices may be letters. */
  symbol(id: TensorId, cell: readonly (number | string)[]): string {
    const write = this.writers.get(id) ?? symbolWriter(this.tensor(id));
    this.writers.set(id, write);
    return write(cell);
  }

  /** Length of an axis that the config decides. */
  extent(id: TensorId, name: AxisName): number {
    const extent = this.axis(id, (axis) => axis.name === name).extent;
    if (extent === 'tokens') throw new Error(`axis ${name} of ${id} is as long as the run`);
    return extent;
  }

  /** Length of the last axis, if it is known: one as long as the run is known once the tensor has been read. */
  lastExtent(id: TensorId): number | undefined {
    const last = this.axis(id, (_, at, axes) => at === axes.length - 1);
    return last.extent === 'tokens' ? this.data(id)?.shape.at(-1) : last.extent;
  }

  private axis(id: TensorId, wanted: (axis: Axis, at: number, axes: readonly Axis[]) => boolean): Axis {
    const axis = this.tensor(id).axes.find(wanted);
    if (axis === undefined) throw new Error(`${id} has no such axis`);
    return axis;
  }
}
