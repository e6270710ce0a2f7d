/** Views as the camera takes them and as they are kept, and what they look at. */
import type { TensorId } from '../architecture/graph.ts';
import { boxesOfPart } from '../scene/camera/pose.ts';
import type { Layout } from '../scene/geometry.ts';
import type { View } from '../scene/picture.ts';
import type { SavedView } from './saved-state.ts';

/** Whether a layout has what a view looks at. */
export function isWithin({ blocks, cells }: View, layout: Layout): boolean {
  return blocks.every((id) => {
    const shape = layout.find(id)?.block.shape;
    if (shape === undefined) return boxesOfPart(layout, id).length > 0;
    const last = cells?.find(({ block }) => block === id)?.to;
    return shape.every((extent, axis) => (last?.[axis] ?? 0) < extent);
  });
}

/** A kept view as the camera takes it. */
export function viewFrom({ block, cell, offset, ...side }: SavedView): View {
  const [x, y, z] = offset ?? [0, 0, 0];
  return {
    blocks: [],
    ...(block !== undefined && subject(block, cell)),
    ...side,
    ...(offset && { offset: { x, y, z } }),
  };
}

/** A view of the camera as it is kept. */
export function savedView({ blocks, cells, yaw, pitch, zoom, offset }: View): SavedView {
  const block = blocks[0];
  const cell = cells?.find((range) => range.block === block)?.from;
  return {
    ...(block !== undefined && { block }),
    ...(cell && { cell }),
    ...{ yaw, pitch, zoom },
    ...(offset && { offset: [offset.x, offset.y, offset.z] }),
  };
}

/** What a view of a block, or of one cell of it, looks at. */
export function subject(block: TensorId, cell?: readonly number[]): Pick<View, 'blocks' | 'cells'> {
  return { blocks: [block], ...(cell && { cells: [{ block, from: cell, to: cell }] }) };
}
