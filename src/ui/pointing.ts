/** Words and blocks point at each other: which blocks are meant now, and what makes words point at theirs. */
import type { ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.ts';
import type { Role, TensorId } from '../architecture/graph.ts';
import type { Hit } from '../scene/picture.ts';

/** False where a text stands alone: then its words point at nothing. */
export const BesideScene = createContext(true);

/** The blocks that words light up for: those that other words point at, and the one under the pointer in the scene, else the pinned one. */
export function meantBlocks(app: App): readonly TensorId[] {
  const hit = app.hover.value ?? app.pinned.value;
  return hit === undefined ? app.pointedAt.value : [...app.pointedAt.value, hit.block];
}

const NOTHING: readonly TensorId[] = [];

/** Lights blocks in the scene. What it lit goes out again with what lit it, also where no pointer left that: it was taken away. */
export function useLight(app: App): (blocks: readonly TensorId[]) => void {
  return useHeld(app.pointedAt, NOTHING, (blocks) => {
    app.pointedAt.value = blocks;
  });
}

/** Points at a cell or block in the scene, as the pointer there does; ends as `useLight`. */
export function usePoint(app: App): (hit: Hit | undefined) => void {
  return useHeld(app.hover, undefined, (hit) => app.point(hit));
}

/** Sets what others set too: when the component goes, what it set last is cleared, unless another has replaced it. */
function useHeld<T>(held: ReadonlySignal<T>, none: T, set: (value: T) => void): (value: T) => void {
  const mine = useRef(none);
  const change = (value: T) => {
    set(value);
    mine.current = held.peek();
  };
  useEffect(
    () => () => {
      if (mine.current !== none && held.peek() === mine.current) change(none);
    },
    [held, none],
  );
  return change;
}

/** Lights blocks in the scene while the pointer or the focus is on what means them, or on something in it. */
export function usePointing(app: App, blocks: readonly TensorId[]) {
  const light = useLight(app);
  return whileOn(
    () => light(blocks),
    () => light(NOTHING),
  );
}

/** Shows a cell in the scene while the pointer or the focus is on what stands for it, and goes to it on a click. Beside no scene nothing. */
export function usePointingAtCell(app: App, block: TensorId, cell: readonly number[]) {
  const point = usePoint(app);
  const isBesideScene = useContext(BesideScene);
  if (!isBesideScene) return undefined;
  return {
    ...whileOn(
      () => point({ block, cell }),
      () => point(undefined),
    ),
    onClick: () => app.look({ block, cell }),
  };
}

function whileOn(begin: () => void, end: () => void) {
  return { onPointerEnter: begin, onPointerLeave: end, onFocusIn: begin, onFocusOut: end };
}

/** What a block is to the story; of one that the open model does not have, as the stream that all of it runs along. */
export function roleOf(app: App, block: TensorId): Role {
  const graph = app.model.value?.graph;
  return graph?.has(block) === true ? graph.tensor(block).role : 'residual';
}
