/** The drawing sheet of one unit (the embedding, a layer, the head) while its blocks find their places. */
import type { Op, Tensor, TensorId } from '../../architecture/graph.ts';
import { type Solid, solidOf } from './solid.ts';
import type { Spacing } from './spacing.ts';

/** A solid at its place. The residual stream runs down along x = 0; y = 0 is the top of the row in which the unit is entered. */
export class Standing {
  constructor(
    readonly solid: Solid,
    readonly left: number,
    readonly top: number,
    /** How far it stands in front of the plane of the model. */
    readonly forward = 0,
  ) {}

  get right(): number {
    return this.left + this.solid.columns;
  }

  get bottom(): number {
    return this.top - this.solid.rows;
  }

  get centre(): number {
    return this.left + this.solid.columns / 2;
  }
}

export class Sheet {
  /** Whether others like it stand in front of it or behind. */
  readonly isOneOfMany: boolean;
  private readonly solids = new Map<TensorId, Solid>();
  private readonly places = new Map<TensorId, Standing>();

  /** @param standsIn Distance between the faces of the stack that all of the sheet's solids are one layer of. */
  constructor(
    tensors: readonly Tensor[],
    readonly ops: readonly Op[],
    readonly spacing: Spacing,
    standsIn?: number,
  ) {
    this.isOneOfMany = standsIn !== undefined;
    for (const tensor of tensors) this.solids.set(tensor.id, solidOf(tensor, spacing, standsIn));
  }

  /** Whether the tensor belongs to this unit; others come in along the residual stream. */
  has(id: TensorId): boolean {
    return this.solids.has(id);
  }

  solid(id: TensorId): Solid {
    const solid = this.solids.get(id);
    if (solid === undefined) throw new Error(`an op reads "${id}", which is not a tensor of its part of the model`);
    return solid;
  }

  /** Stands a solid with its left top corner at a place. */
  stand(id: TensorId, left: number, top: number, forward = 0): Standing {
    const standing = new Standing(this.solid(id), left, top, forward);
    this.places.set(id, standing);
    return standing;
  }

  /** Stands a solid with its middle at x. */
  centre(id: TensorId, x: number, top: number): Standing {
    return this.stand(id, x - this.solid(id).columns / 2, top);
  }

  at(id: TensorId): Standing {
    const standing = this.places.get(id);
    if (standing === undefined) throw new Error(`the layout has no rule that places "${id}"`);
    return standing;
  }

  producer(id: TensorId): Op | undefined {
    return this.ops.find((op) => op.output === id);
  }

  /** Weights of one column that stand as strips beside what they are applied to: of a norm both, of a product or a router its bias. */
  stripsOf(op: Op): TensorId[] {
    const weights = op.kind === 'layerNorm' || op.kind === 'rmsNorm' ? [op.weight] : [];
    const hasBias = op.kind === 'layerNorm' || op.kind === 'linear' || op.kind === 'route';
    const biases = hasBias && op.bias !== undefined ? [op.bias] : [];
    return [...weights, ...biases];
  }

  /** Room that the strips of an op take beside its output. */
  widthOfStrips(op: Op): number {
    const count = this.stripsOf(op).length;
    return count === 0 ? 0 : this.spacing.stripGap + count + (count - 1) * this.betweenStrips;
  }

  /**
   * Stands the strips of an op beside its output: side −1 to the left of it, outwards. Those of one head each stand beside their
   * heads; one for all heads stands beside the first, where none hides it.
   */
  standStrips(op: Op, side: -1 | 1): void {
    const { left, right, top, solid } = this.at(op.output);
    this.stripsOf(op).forEach((id, index) => {
      const away = this.spacing.stripGap + index * (1 + this.betweenStrips);
      this.stand(id, side < 0 ? left - away - 1 : right + away, top, (solid.depth - this.solid(id).depth) / 2);
    });
  }

  private get betweenStrips(): number {
    return 0.6 * this.spacing.stripGap;
  }
}
