/** What blocks and groups are called on their labels. */
import parts from '#content/parts.json';
import { ownId } from '../architecture/address.ts';
import { describe, type PartDescription } from '../architecture/describe.ts';
import type { Graph, TensorId } from '../architecture/graph.ts';
import { splitExpert } from '../architecture/symbols.ts';
import { parametersOfModule } from '../architecture/tally.ts';
import type { Layout } from '../scene/geometry.ts';
import type { Name, Names, PlateWords } from '../scene/labels/label.ts';
import type { OpenModel } from './model.ts';
import { count, length, roundCount, word } from './words.ts';

/** Puts the blocks of a model into words. */
export function describeIn(graph: Graph): (id: TensorId) => PartDescription {
  return (id) => describe(graph, id, parts);
}

/** Millimetres of a cell where a hall is measured. */
const CELL = 1;

export interface Named {
  readonly layout: Layout | undefined;
  readonly model: Pick<OpenModel, 'graph' | 'members'> | undefined;
  readonly describe: (id: TensorId) => PartDescription;
}

/** Names of what stands in a layout. `named` is asked anew for each. */
export function namesOf(named: () => Named): Names {
  return {
    block: (id) => nameOfBlock(id, named()),
    group: (id) => nameOfGroup(id, named()),
    plate: (id) => plateOf(id, named()),
    head: (index) => word('scene.head', { head: index }),
    count,
    span: (from, to) => word('ruler.span', { from: count(from), length: length((to - from) * CELL) }),
  };
}

function nameOfBlock(id: TensorId, { layout, describe }: Named): Name {
  const shape = layout?.find(id)?.block.shape ?? [];
  return { name: describe(id).name, details: [shape.join(' × ')] };
}

/** layers.2 → Layer 2, layers.2.ffn.experts.3 → Expert 3, in the hall too */
export function numberedName(module: string): string | undefined {
  const { expert } = splitExpert(module);
  if (expert !== undefined) return word('scene.expert', { expert });
  const layer = /^layers\.(\d+)$/.exec(ownId(module))?.[1];
  return layer === undefined ? undefined : word('scene.layer', { layer });
}

/** Layers and experts go by their numbers; other groups are not named, their blocks are. */
function nameOfGroup(id: string, { model }: Named): Name | undefined {
  const name = numberedName(id);
  if (name === undefined) return undefined;
  const parameters = model && parametersOfModule(model.graph, id);
  if (parameters === undefined) return undefined;
  return { name, details: [word('model.parameters', { count: count(parameters) })] };
}

/** Of a model in the hall. */
function plateOf(id: string, { model }: Named): PlateWords | undefined {
  const member = model?.members?.find((one) => one.name === id)?.model;
  if (member === undefined) return undefined;
  const { name, year, parameterCount, graph } = member;
  const { layers, context, experts } = graph.dimensions;
  const size = roundCount(parameterCount);
  const published = (text: string) => (year === undefined ? text : word('plate.published', { year, size: text }));
  return {
    name,
    details: [
      published(word('model.parameters', { count: size })),
      // What stands behind one another shows little of its size from the front.
      experts === undefined
        ? word('plate.shape', { layers: count(layers), context: count(context) })
        : word('plate.mixture', { layers: count(layers), experts: count(experts) }),
    ],
    short: published(size),
    asSpeck: (pixels) => word('plate.speck', { count: count(parameterCount), pixels: figure(pixels) }),
  };
}

/** To one figure where it is small. */
const figure = (pixels: number): string => count(Number(pixels.toPrecision(pixels < 10 ? 1 : 2)));
