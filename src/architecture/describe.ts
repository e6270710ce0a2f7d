import type { Graph, TensorId } from './graph.ts';
import { splitExpert, splitId, symbolOf } from './symbols.ts';

/** What a tensor is called and what it is for, in the reader's language. */
export interface PartWords {
  readonly name: string;
  /** One sentence or two. */
  readonly purpose: string;
}

/**
 * Words by the id without its layer and expert (`attention.scores`, `ffn.experts.gate`). Where one id is made in several ways, the op's kind stands behind
 * it (`ffn.activated@multiply`) and goes before the plain one. `content/en/parts.json` is such a table.
 */
export type PartTable = Readonly<Record<string, PartWords>>;

export interface PartDescription extends PartWords {
  /** TeX. */
  readonly symbol: string;
  /** The layer it belongs to; undefined outside the layers. */
  readonly layer?: number;
  /** The expert it belongs to; undefined outside the experts. */
  readonly expert?: number;
}

/** A tensor in words. One that the table does not know goes by its id. */
export function describe(graph: Graph, id: TensorId, table: PartTable): PartDescription {
  const { layer, name: own } = splitId(id);
  const { expert, name } = splitExpert(own);
  const producer = graph.producer(id);
  const words = (producer && table[`${name}@${producer.kind}`]) ?? table[name] ?? { name: own, purpose: '' };
  return { ...words, symbol: symbolOf(id), layer, expert };
}
