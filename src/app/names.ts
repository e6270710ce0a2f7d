/** What blocks and groups are called on their labels. */
import type { PartDescription } from '../architecture/describe.ts';
import type { TensorId } from '../architecture/graph.ts';
import type { Layout } from '../scene/geometry.ts';
import type { Names } from '../scene/labels/label.ts';
import type { OpenModel } from './model.ts';
import { count, word } from './words.ts';

export interface Named {
  readonly layout: Layout | undefined;
  readonly tally: OpenModel['tally'] | undefined;
  readonly describe: (id: TensorId) => PartDescription;
}

/** Names of what stands in a layout. `named` is asked anew for each. */
export function namesOf(named: () => Named): Names {
  return (id, of) => (of === 'block' ? nameOfBlock(id, named()) : nameOfGroup(id, named()));
}

function nameOfBlock(id: TensorId, { layout, describe }: Named): ReturnType<Names> {
  const shape = layout?.find(id)?.block.shape ?? [];
  return { name: describe(id).name, detail: shape.join(' × ') };
}

/** Layers go by their numbers; other groups are not named, their blocks are. */
function nameOfGroup(id: string, { tally }: Named): ReturnType<Names> {
  const layer = /^layers\.(\d+)$/.exec(id)?.[1];
  const parameters = tally?.find((entry) => entry.id === id)?.parameters;
  if (layer === undefined || parameters === undefined) return undefined;
  return { name: word('scene.layer', { layer }), detail: word('model.parameters', { count: count(parameters) }) };
}
