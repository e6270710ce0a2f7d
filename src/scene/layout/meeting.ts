/**
 * Two streams that become one: `norm(stream) · W + norm(tokens’ rows) · V`. The stream goes on downwards, its matrix beside its norm;
 * the rows come down further out, and in from there: norm, matrix, share, at the height of the sum.
 */
import type { AddOp, GatherOp, LinearOp, Op, RmsNormOp, TensorId } from '../../architecture/graph.ts';
import type { Sheet } from './sheet.ts';
import { SLANT } from './spacing.ts';

interface Meeting {
  readonly sum: AddOp;
  readonly stream: NormedProduct;
  readonly rows: NormedProduct;
  readonly gather: GatherOp;
}

interface NormedProduct {
  readonly norm: RmsNormOp;
  readonly product: LinearOp;
}

export interface StoodMeeting {
  readonly ops: readonly Op[];
  /** With which the stream goes on. */
  readonly sum: TensorId;
}

/** Stands all that the streams of a unit go through until they meet; undefined where only one enters it. */
export function standMeeting(sheet: Sheet): StoodMeeting | undefined {
  const meeting = meetingIn(sheet);
  if (meeting === undefined) return undefined;
  const { sum, stream, rows, gather } = meeting;
  const { gap, tokens } = sheet.spacing;
  const widthOf = (id: TensorId) => sheet.solid(id).columns;
  const normed = sheet.centre(stream.norm.output, 0, 0);
  sheet.standStrips(stream.norm, -1);
  const matrix = sheet.stand(stream.product.weight, normed.right + gap, normed.top);
  const share = sheet.centre(stream.product.output, 0, normed.bottom - gap);
  const met = sheet.centre(sum.output, 0, share.bottom - gap);

  const ownShare = sheet.stand(rows.product.output, tokens / 2 + gap, met.top);
  const ownMatrix = sheet.stand(rows.product.weight, ownShare.right + gap, met.top);
  // The rows come down beside the stream's own matrix, which may stand further out.
  const clear = Math.max(ownMatrix.right, matrix.right) + gap + sheet.widthOfStrips(rows.norm);
  const x = clear + widthOf(rows.norm.output) / 2;
  sheet.centre(rows.norm.output, x, met.top);
  sheet.standStrips(rows.norm, -1);
  const row = sheet.centre(gather.output, x, share.top);
  sheet.centre(gather.tokens, x, row.top + gap + sheet.solid(gather.tokens).rows);
  sheet.stand(gather.table, row.right + Math.max(gap, (sheet.solid(gather.table).depth / 2) * SLANT), row.top);
  return { ops: [stream.norm, stream.product, gather, rows.norm, rows.product, sum], sum: sum.output };
}

function meetingIn(sheet: Sheet): Meeting | undefined {
  for (const sum of sheet.ops) {
    if (sum.kind !== 'add') continue;
    const [stream, rows] = [sum.left, sum.right].map((id) => normedProduct(sheet.producer(id), sheet));
    const gather = rows && sheet.producer(rows.norm.input);
    if (stream && rows && gather?.kind === 'gather') return { sum, stream, rows, gather };
  }
  return undefined;
}

function normedProduct(product: Op | undefined, sheet: Sheet): NormedProduct | undefined {
  if (product?.kind !== 'linear') return undefined;
  const norm = sheet.producer(product.input);
  return norm?.kind === 'rmsNorm' ? { norm, product } : undefined;
}
