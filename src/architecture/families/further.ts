/**
 * A layer that predicts one token further on: what the model made of a token, and the token that follows it, go through a layer of
 * their own to the token after that. Training asks all of it at once; a program that serves the model lets it guess ahead, and has the
 * model check the guess.
 *
 * Source: DeepSeek-AI, “DeepSeek-V3 Technical Report”, 2024, section 2.2, for one further token; names after `README_WEIGHTS.md` of
 * the published weights. `eh_proj` is stored with the columns that meet the token before those that meet the stream, the other way
 * round than in the report's formula; its product with both side by side is the sum of the two products. The files hold table and
 * output matrix of the model a second time for it, and so they are counted. The stream is taken as it enters the head, before the
 * head's norm, as the report draws it.
 */
import type { Module, TensorId } from '../graph.ts';
import { ModuleBuilder, moduleOf, storedAsIs } from '../module.ts';
import { axis, layerInput, outputs, streamAxes } from './common.ts';
import { checkpointNames, type Normed, streamNorm } from './llama-parts.ts';

/** @param sublayers Of the layer, which reads this stream. */
export function furtherPrediction(
  model: Normed,
  sublayers: (layer: number, stream: TensorId) => readonly Module[],
): Module {
  const layer = model.dimensions.layers;
  const { module, stream } = meeting(model, layer);
  return moduleOf(`layers.${layer}`, 'layer.further', [module, ...sublayers(layer, stream), end(model, layer)]);
}

/** What the model made of a token meets the next one. */
function meeting(model: Normed, layer: number): { readonly module: Module; readonly stream: TensorId } {
  const { width, vocabulary } = model.dimensions;
  const [prefix, stored] = [`layers.${layer}.further`, `layers.${layer}`];
  const axes = streamAxes(model.dimensions);
  const builder = new ModuleBuilder();
  const product = (output: TensorId, input: TensorId, offset: number) => {
    const weight = builder.weight(`${output}.weight`, [axis('mixedChannel', width), axis('channel', width)], {
      names: checkpointNames(`${stored}.eh_proj.weight`),
      shape: [width, 2 * width],
      offset,
      strides: [1, 2 * width],
    });
    return builder.compute({ kind: 'linear', output, input, weight, inner: 'mixedChannel' }, 'residual', axes);
  };
  const made = streamNorm(builder, model, {
    output: `${prefix}.stream_norm`,
    input: layerInput(layer),
    name: `${stored}.hnorm`,
  });
  const left = product(`${prefix}.stream`, made, width);
  const table = builder.weight(
    `${prefix}.token.weight`,
    [axis('vocab', vocabulary), axis('channel', width)],
    storedAsIs(checkpointNames(`${stored}.embed_tokens.weight`), [vocabulary, width]),
    'embedding',
  );
  const tokens = builder.tokens(`${prefix}.tokens`);
  const input = builder.compute({ kind: 'gather', output: `${prefix}.token`, tokens, table }, 'embedding', axes);
  const token = streamNorm(builder, model, { output: `${prefix}.token_norm`, input, name: `${stored}.enorm` });
  const right = product(`${prefix}.token_share`, token, 0);
  const stream = builder.compute({ kind: 'add', output: `${prefix}.sum`, left, right }, 'residual', axes);
  return { module: builder.module(prefix, 'layer.further.meeting'), stream };
}

/** The way out, with a norm and a matrix of its own. */
function end(model: Normed, layer: number): Module {
  const [prefix, stored] = [`layers.${layer}.further.`, `layers.${layer}.shared_head`];
  const builder = new ModuleBuilder();
  const input = streamNorm(builder, model, {
    output: `${prefix}final_norm`,
    input: layerInput(layer + 1),
    name: `${stored}.norm`,
  });
  outputs(builder, model.dimensions, { names: checkpointNames(`${stored}.head.weight`), tied: false }, input, prefix);
  return builder.module(`${prefix}end`, 'layer.further.end');
}
