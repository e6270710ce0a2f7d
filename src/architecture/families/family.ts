import type { ConfigFields } from '../config.ts';
import type { Dimensions, Module } from '../graph.ts';

/**
 * What a family knows about one of its models. Nothing is built until a part is asked for; every part may be asked for more
 * than once. Ops read tensors of their own part, or of the part before it in the order embedding, layers, head; those of the part
 * behind the head read what the head reads.
 */
export interface Blueprint {
  readonly family: string;
  readonly dimensions: Dimensions;
  embedding(): Module;
  /** Layers of equal kind have the same tensors and ops up to the prefix of their ids. */
  layerKind(layer: number): string;
  /** The sublayers of one layer, in the order of computation. */
  layer(layer: number): readonly Module[];
  head(): Module;
  /** Behind the head: a layer of its own that goes on from the same stream. */
  further?(): Module;
}

/** A size that a reader can choose another value for. */
export type SizeName = Exclude<keyof Dimensions, 'context'>;

/** Where configs of a family hold each size it has: in all of these fields, of which refusals name the first. */
export type SizeFields = Readonly<Partial<Record<SizeName, readonly [field: string, ...alike: string[]]>>>;

/** A family of architectures: which configs are its own, and how to read one. */
export interface Family {
  /** Values of `model_type` in `config.json`. */
  readonly modelTypes: readonly string[];
  readonly sizes: SizeFields;
  /** @throws ConfigError for a config that is broken or asks for something that the family does not do. */
  read(config: ConfigFields): Blueprint;
}
