/** What blocks and groups are called on their labels. */
import parts from '#content/parts.json';
import { describe, type PartDescription } from '../architecture/describe.ts';
import type { Graph, TensorId } from '../architecture/graph.ts';
import { parametersOfModule } from '../architecture/tally.ts';
import type { Layout } from '../scene/geometry.ts';
import type { Name, Names } from '../scene/labels/label.ts';
import type { OpenModel } from './model.ts';
import { count, word } from './words.ts';

/** Puts the blocks of a model into words. */
export function describeIn(graph: Graph): (id: TensorId) => PartDescription {
  return (id) => describe(graph, id, parts);
}

export interface Named {
  readonly layout: Layout | undefined;
  readonly tally: OpenModel['tally'] | undefined;
  readonly describe: (id: TensorId) => PartDescription;
}

/** Names of what stands in a layout. `named` is asked anew for each. */
export function namesOf(named: () => Named): Names {
  return {
    block: (id) => nameOfBlock(id, named()),
    group: (id) => nameOfGroup(id, named()),
    head: (index) => word('scene.head', { head: index }),
    count,
  };
}

function nameOfBlock(id: TensorId, { layout, describe }: Named): Name {
  const shape = layout?.find(id)?.block.shape ?? [];
  return { name: describe(id).name, detail: shape.join(' × ') };
}

/** Layers and experts go by their numbers; other groups are not named, their blocks are. */
function nameOfGroup(id: string, { tally }: Named): Name | undefined {
  const [, layer, expert] = /^layers\.(\d+)(?:\.ffn\.experts\.(\d+))?$/.exec(id) ?? [];
  if (layer === undefined) return undefined;
  const parameters = tally && parametersOfModule(tally, id);
  if (parameters === undefined) return undefined;
  const name = expert === undefined ? word('scene.layer', { layer }) : word('scene.expert', { expert });
  return { name, detail: word('model.parameters', { count: count(parameters) }) };
}
