import type { ConfigFields } from '../config.ts';
import type { Dimensions, Module } from '../graph.ts';

/**
 * What a family knows about one of its models. Nothing is built until a part is asked for; every part may be asked for more
 * than once. Ops read tensors of their own part, or of the part before it in the order embedding, layers, head.
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
}

/** A family of architectures: which configs are its own, and how to read one. */
export interface Family {
  /** Values of `model_type` in `config.json`. */
  readonly modelTypes: readonly string[];
  /** @throws ConfigError for a config that is broken or asks for something that the family does not do. */
  read(config: ConfigFields): Blueprint;
}
