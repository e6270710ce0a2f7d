import type { App } from '../../app/app.ts';
import { modelAround } from '../../app/model.ts';
import type { TensorId } from '../../architecture/graph.ts';
import { splitId } from '../../architecture/symbols.ts';
import { Formula } from '../formula.tsx';
import { lazily } from '../lazily.ts';
import { word } from '../words.ts';
import { SameBut } from './same-but.tsx';

/** By the id without its layer, or that and the kind of its op, as in parts.json. */
type Parts = Readonly<Record<string, { readonly formula: string; readonly text: string; readonly at: TensorId }>>;

/** With the first block that is inspected. */
const counterparts = lazily(async () => (await import('#content/counterparts.json')).default);

interface CounterpartProps {
  readonly app: App;
  readonly block: TensorId;
}

/** How GPT-2 makes what stands in this block of a model of another family. */
export function Counterpart({ app, block }: CounterpartProps) {
  const known = counterparts();
  const model = app.model.value;
  const op = model?.graph.producer(block);
  if (known === undefined || model === undefined || op === undefined) return null;
  if (modelAround(block, model).graph.family === known.family) return null;
  const { name } = splitId(block);
  const parts: Parts = known.parts;
  const part = parts[`${name}@${op.kind}`] ?? parts[name];
  if (part === undefined) return null;
  return (
    <SameBut
      app={app}
      title={word('sameBut.gpt2')}
      jump={{ model: known.model, to: { kind: 'block', block: part.at } }}
    >
      <Formula tex={part.formula} />
      <p>{part.text}</p>
    </SameBut>
  );
}
