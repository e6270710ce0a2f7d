import type { App } from '../app/app.ts';
import type { TensorId } from '../architecture/graph.ts';

/** Pins a block, or a cell of it, and brings the block into view. */
export function goToBlock(app: App, block: TensorId, cell?: readonly number[]): void {
  app.pin(cell === undefined ? { block } : { block, cell });
  app.look({ block });
}
