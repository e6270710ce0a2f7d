/** Words and blocks point at each other: which blocks are meant now, and what makes words point at theirs. */
import { createContext } from 'preact';
import type { App } from '../app/app.ts';
import type { Role, TensorId } from '../architecture/graph.ts';

/** False where a text stands alone: then its words point at nothing. */
export const BesideScene = createContext(true);

/** The blocks that words light up for: those that other words point at, and the one under the pointer in the scene, else the pinned one. */
export function meantBlocks(app: App): readonly TensorId[] {
  const hit = app.hover.value ?? app.pinned.value;
  return hit === undefined ? app.pointedAt.value : [...app.pointedAt.value, hit.block];
}

/** Lights blocks in the scene while the pointer or the focus is on what means them. */
export function pointing(app: App, blocks: readonly TensorId[]) {
  const point = () => {
    app.pointedAt.value = blocks;
  };
  const end = () => {
    app.pointedAt.value = [];
  };
  return { onPointerEnter: point, onPointerLeave: end, onFocus: point, onBlur: end };
}

/** Shows a cell in the scene while the pointer is on what stands for it, and goes to it on a click. */
export function pointingAtCell(app: App, block: TensorId, cell: readonly number[]) {
  return {
    onPointerEnter: () => app.point({ block, cell }),
    onPointerLeave: () => app.point(undefined),
    onClick: () => app.look({ block, cell }),
  };
}

/** What a block is to the story; of one that the open model does not have, as the stream that all of it runs along. */
export function roleOf(app: App, block: TensorId): Role {
  const graph = app.model.value?.graph;
  return graph?.has(block) === true ? graph.tensor(block).role : 'residual';
}
