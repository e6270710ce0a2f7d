/** What one line of the parts list shows. */
import type { App } from '../../app/app.ts';
import { modelAround } from '../../app/model.ts';
import { numberedName } from '../../app/names.ts';
import { ownId } from '../../architecture/address.ts';
import type { FoundPart } from '../../architecture/find.ts';
import { shapeOf } from '../../architecture/graph.ts';
import { splitExpert, splitId } from '../../architecture/symbols.ts';
import { parametersOfModule } from '../../architecture/tally.ts';
import { Icon } from '../icons.tsx';
import { count, isWord, word } from '../words.ts';
import type { OutlineRow } from './rows.ts';

export interface FoundRow extends FoundPart {
  readonly kind: 'found';
}

export type Line = OutlineRow | FoundRow;

interface TreeLineProps {
  readonly app: App;
  readonly row: OutlineRow;
}

/** ▸ Layer 0  28,272 parameters, or a block with its shape. */
export function TreeLine({ app, row }: TreeLineProps) {
  if (row.kind === 'block')
    return (
      <>
        <BlockName app={app} id={row.id} />
        <span class="figure">{shapeOfBlock(app, row.id)}</span>
      </>
    );
  const model = app.model.value;
  const parameters = (model && parametersOfModule(model.graph, row.id)) ?? 0;
  const inWords = word('model.parameters', { count: count(parameters) });
  return (
    <>
      <Icon name={row.isOpen ? 'down' : 'next'} />
      <strong>{groupName(app, row.id)}</strong>
      <span class="figure" title={inWords}>
        {row.level === 1 && model?.members === undefined ? inWords : count(parameters)}
      </span>
    </>
  );
}

interface FoundLineProps {
  readonly app: App;
  readonly line: FoundRow;
}

/** A block with where it stands. */
export function FoundLine({ app, line }: FoundLineProps) {
  const { layer, name } = splitId(line.id);
  const { expert } = splitExpert(name);
  const graph = app.model.value?.graph;
  const slab = graph?.tensor(line.id).axes.findIndex(({ name }) => name === 'head' || name === 'kvHead') ?? -1;
  const head = slab < 0 ? undefined : line.cell?.[slab];
  const open = app.model.value;
  const model = open?.members && modelAround(line.id, open);
  const place = [
    ...(model === undefined ? [] : [model.name]),
    ...(layer === undefined ? [] : [word('scene.layer', { layer })]),
    ...(expert === undefined ? [] : [word('parts.expertAt', { expert })]),
    ...(head === undefined ? [] : [word('parts.headAt', { head })]),
  ];
  return (
    <>
      <BlockName app={app} id={line.id} />
      <span class="figure" title={shapeOfBlock(app, line.id)}>
        {place.length === 0 ? shapeOfBlock(app, line.id) : place.join(', ')}
      </span>
    </>
  );
}

function BlockName({ app, id }: { readonly app: App; readonly id: string }) {
  return (
    <>
      <i class={`role-${app.model.value?.graph.tensor(id).role}`} />
      <span class="name" title={id}>
        {app.describe(id).name}
      </span>
    </>
  );
}

/** 3 × 11 × 16 */
function shapeOfBlock(app: App, id: string): string {
  const tensor = app.model.value?.graph.tensor(id);
  return tensor === undefined ? '' : shapeOf(tensor, app.tokens.value).map(count).join(' × ');
}

/** layers.2 → Layer 2, layers.2.ffn → Feed-forward, layers.2.ffn.experts.3 → Expert 3, in the hall gpt2 → GPT-2 */
function groupName(app: App, module: string): string {
  const named = app.model.value?.members?.find(({ name }) => name === module)?.model.name ?? numberedName(module);
  if (named !== undefined) return named;
  const key = `part.${ownId(module).split('.').at(-1)}`;
  return isWord(key) ? word(key) : module;
}
