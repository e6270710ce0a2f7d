/** The model's training, as its key frames tell it: of the whole model, so that it is there before any run. */
import type { KeyFrame } from '../../checkpoint/training.ts';
import type { StageSource } from '../stage.ts';
import type { Shown } from './cells.ts';

type Measured = Pick<KeyFrame, 'step' | 'tokens' | 'heldOutLoss'>;

export interface TrainingFigure extends Shown {
  readonly kind: 'training';
  /** By step, at least two. */
  readonly frames: readonly Measured[];
  readonly first: Measured;
  readonly last: Measured;
}

/** Undefined where the training is not told. */
export function readTraining({ training }: StageSource): TrainingFigure | undefined {
  const [first, ...later] = training;
  const last = later.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return { kind: 'training', frames: training, first, last, cells: [] };
}
