/** A model of which only the shape is open, with other sizes. */
import { buildGraph } from '../architecture/build.ts';
import { type Sizes, sizesOf, withSizes } from '../architecture/sizes.ts';
import { parameterCount } from '../architecture/tally.ts';
import { asOpened, type OpenModel } from './model.ts';
import { ABSENT } from './open-model.ts';
import { word } from './words.ts';

/** Weights have the sizes that they have. */
export function isResizable({ checkpoint }: OpenModel): boolean {
  return checkpoint.files.length === 0;
}

/** The config that a model is built from. */
export function presentConfig({ checkpoint, resized }: OpenModel): unknown {
  return withSizes(checkpoint.config, resized?.sizes ?? {});
}

/**
 * The model with these sizes in place of those it was opened with; as it was opened where they are the same.
 * @throws {ConfigError} for sizes that do not go together, RangeError for a model whose weights are at hand
 */
export function resized(model: OpenModel, sizes: Sizes): OpenModel {
  const from = asOpened(model);
  if (Object.keys(sizes).length === 0) return from;
  if (!isResizable(from)) throw new RangeError(word('sizes.weights', { model: from.id }));
  const config = withSizes(from.checkpoint.config, sizes);
  const graph = buildGraph(config);
  if (JSON.stringify(sizesOf(config)) === JSON.stringify(sizesOf(from.checkpoint.config))) return from;
  const absence = 'otherSizes';
  return {
    ...from,
    name: word('sizes.name', { model: from.name }),
    year: undefined,
    graph,
    parameterCount: parameterCount(graph),
    absence,
    problems: [ABSENT[absence]],
    resized: { sizes, from },
  };
}
