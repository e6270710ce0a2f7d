/** The form of a tensor as a solid: which axis runs where, how many slabs stand behind one another, how thick they are. */
import { type AxisName, shapeOf, type Tensor } from '../../architecture/graph.ts';
import type { Block, BlockAxes, Slab } from '../geometry.ts';
import type { Spacing } from './spacing.ts';

/** A tensor with its form, not yet placed: positions are relative to the left top corner of its faces, z to the model's plane. */
export interface Solid {
  readonly tensor: Tensor;
  readonly shape: readonly number[];
  readonly axes: BlockAxes;
  readonly slabs: readonly Slab[];
  /** Of the largest slab. */
  readonly columns: number;
  readonly rows: number;
  /** From the first slab's face to the last one's. */
  readonly depth: number;
}

const STACKED: ReadonlySet<AxisName> = new Set(['head', 'kvHead']);

/** In descending order: the first of these that a tensor has runs along x. */
const COLUMN_AXES: readonly AxisName[] = ['key', 'token', 'position', 'vocab'];

/** Which axis runs where. A matrix without an axis that belongs in the columns is a weight [inner, outer]. */
function axesOf(tensor: Tensor): BlockAxes {
  const names = tensor.axes.map(({ name }) => name);
  const slab = names.findIndex((name) => STACKED.has(name));
  const flat = names.map((_, index) => index).filter((index) => index !== slab);
  const known = COLUMN_AXES.map((name) => names.indexOf(name)).find((index) => index >= 0);
  const columns = known ?? (flat.length > 1 ? flat.at(-1) : undefined);
  const rows = flat.find((index) => index !== columns);
  return { columns, rows, slab: slab < 0 ? undefined : slab };
}

/** Of the distance between the faces of a stack: as much is solid, the rest is air. */
const SOLID_PART = 0.46;

/**
 * Weights are blocks, activations are films; both thicken with the model, so that they stay solids from afar.
 * @param pitch Between the faces of a stack; undefined for a solid that stands alone.
 */
function thicknessOf(tensor: Tensor, shortSide: number, pitch: number | undefined): number {
  const isWeight = tensor.kind === 'weight';
  if (isWeight && shortSide === 1) return 2;
  if (isWeight && pitch !== undefined) return SOLID_PART * pitch;
  const alone = Math.max(isWeight ? 6 : 2.6, 0.07 * shortSide);
  return pitch === undefined ? alone : Math.min(alone, SOLID_PART * pitch);
}

/** @param standsIn Distance between the faces of the stack that the solid is one of, if it is one of many. */
export function solidOf(tensor: Tensor, spacing: Spacing, standsIn?: number): Solid {
  const shape = shapeOf(tensor, spacing.tokens);
  const axes = axesOf(tensor);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, extent) => product * extent, 1));
  const along = (axis: number | undefined) => ({
    extent: axis === undefined ? 1 : (shape[axis] ?? 1),
    stride: axis === undefined ? 0 : (strides[axis] ?? 0),
    // The tokens of a run are never cut: they are the width of the stream.
    isFixed: axis !== undefined && tensor.axes[axis]?.extent !== 'tokens',
  });
  const [across, down, back] = [along(axes.columns), along(axes.rows), along(axes.slab)];
  const columns = across.isFixed ? spacing.bandLength(across.extent) : across.extent;
  const rows = down.isFixed ? spacing.bandLength(down.extent) : down.extent;

  const [rowBands, columnBands] = [Math.ceil(down.extent / rows), Math.ceil(across.extent / columns)];
  const count = back.extent * rowBands * columnBands;
  const stacked = axes.slab === undefined ? 'band' : (tensor.axes[axes.slab]?.name ?? 'band');
  const pitch = spacing.pitchOf(stacked);
  // Keys stand further apart than queries where several queries share one, and are no thicker for that.
  const closest = axes.slab === undefined ? pitch : spacing.pitchOf('head');
  const thickness = thicknessOf(tensor, Math.min(columns, rows), count > 1 ? closest : standsIn);
  const depth = (count - 1) * pitch;

  const slabs: Slab[] = [];
  for (let slab = 0; slab < back.extent; slab += 1) {
    for (let row = 0; row < down.extent; row += rows) {
      for (let column = 0; column < across.extent; column += columns) {
        const height = Math.min(rows, down.extent - row);
        slabs.push({
          // Faces are centred on the plane of the model, the first in front.
          position: { x: 0, y: -height, z: depth / 2 - slabs.length * pitch - thickness },
          columns: Math.min(columns, across.extent - column),
          rows: height,
          thickness,
          offset: slab * back.stride + row * down.stride + column * across.stride,
          rowStride: down.stride,
          columnStride: across.stride,
        });
      }
    }
  }
  return { tensor, shape, axes, slabs, columns, rows, depth };
}

/** The height of a slab's face over the plane of the model. */
export function faceHeight(slab: Slab): number {
  return slab.position.z + slab.thickness;
}

/** Where a solid stands: the upper left corner of its faces, and how far they are in front of the plane of the model. */
interface Stand {
  readonly solid: Solid;
  readonly left: number;
  readonly top: number;
  readonly forward: number;
}

/** The block that a solid becomes at its place. */
export function blockOf({ solid, left, top, forward }: Stand, id: string): Block {
  const { tensor, shape, axes, columns, rows } = solid;
  const slabs = solid.slabs.map((slab) => ({
    ...slab,
    position: { x: left + slab.position.x, y: top + slab.position.y, z: forward + slab.position.z },
  }));
  const box = {
    min: { x: left, y: top - rows, z: Math.min(...slabs.map((slab) => slab.position.z)) },
    max: { x: left + columns, y: top, z: Math.max(...slabs.map(faceHeight)) },
  };
  return { id, tensor, shape, axes, slabs, box };
}
