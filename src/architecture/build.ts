import { ConfigFields } from './config.ts';
import type { Blueprint } from './families/family.ts';
import { familyOf } from './families.ts';
import type { Graph, Module } from './graph.ts';
import { ModuleGraph } from './module-graph.ts';
import { once } from './once.ts';

/**
 * The graph of the model that a Hugging Face `config.json` describes. Costs microseconds whatever the model: a layer is built
 * when somebody asks for it, and kept.
 * @throws ConfigError naming field, expectation and value, for a config that is broken or not understood.
 */
export function buildGraph(config: unknown): Graph {
  const fields = ConfigFields.of(config);
  const blueprint = familyOf(fields).read(fields);
  return new ModuleGraph(blueprint, () => [
    blueprint.embedding(),
    ...Array.from({ length: blueprint.dimensions.layers }, (_, layer) => layerModule(blueprint, layer)),
    blueprint.head(),
    ...(blueprint.further === undefined ? [] : [blueprint.further()]),
  ]);
}

function layerModule(blueprint: Blueprint, layer: number): Module {
  const modules = once(() => blueprint.layer(layer));
  return {
    id: `layers.${layer}`,
    kind: blueprint.layerKind(layer),
    tensors: [],
    ops: [],
    get modules() {
      return modules();
    },
  };
}
