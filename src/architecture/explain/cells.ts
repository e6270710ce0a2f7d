import type { Axis, AxisName, Graph, Tensor, TensorData, TensorId } from '../graph.ts';
import { indexedSymbol } from '../symbols.ts';
import type { Cell, CellFactor } from './explanation.ts';

/** The numbers of a tensor (a weight as its block), undefined while they are not at hand. */
export type ReadTensor = (id: TensorId) => TensorData | undefined;

/** The cells of a model: their numbers, symbols and the lengths of their axes. Asks for each tensor once. */
export class Cells {
  private readonly known = new Map<TensorId, TensorData | undefined>();

  constructor(
    private readonly graph: Graph,
    private readonly read: ReadTensor,
  ) {}

  tensor(id: TensorId): Tensor {
    return this.graph.tensor(id);
  }

  data(id: TensorId): TensorData | undefined {
    if (!this.known.has(id)) this.known.set(id, this.read(id));
    return this.known.get(id);
  }

  /** The number in a cell, undefined while it is not at hand. */
  value(id: TensorId, cell: Cell): number | undefined {
    const data = this.data(id);
    if (data === undefined) return undefined;
    return data.data[cell.reduce((offset, index, axis) => offset * (data.shape[axis] ?? 1) + index, 0)];
  }

  /** A cell with its number, for tensors that are known to be at hand. */
  factor(id: TensorId, cell: Cell): CellFactor {
    const value = this.value(id, cell);
    if (value === undefined) throw new Error(`${id}[${cell.join(', ')}] is not at hand`);
    return { id, cell, value, symbol: this.symbol(id, cell) };
  }

  /** TeX, for example `q_{9,2}`; indices may be letters. */
  symbol(id: TensorId, cell: readonly (number | string)[]): string {
    return indexedSymbol(this.tensor(id), cell);
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
