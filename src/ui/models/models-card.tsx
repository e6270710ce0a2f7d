import { useEffect, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { bundledConfig, bundledModels } from '../../app/bundled.ts';
import { type FamousModel, famousModels } from '../../app/catalogue.ts';
import { buildGraph } from '../../architecture/build.ts';
import { parameterCount } from '../../architecture/tally.ts';
import { type Act, switchTo } from '../actions.ts';
import { Card } from '../card.tsx';
import { keyOf } from '../keys.ts';
import { modelsOpen } from '../ui-state.ts';
import { count, word } from '../words.ts';
import { OVERVIEWS, purposeOf } from './purpose.ts';

interface ModelsProps {
  readonly app: App;
  readonly act: Act;
}

/** Every model that the page has, first those that can be run, then famous ones by size: what each does or whose it is, and how large. One's own can be opened too. */
export default function ModelsCard({ app, act }: ModelsProps) {
  return (
    <Card name="models" title="models.title" close="models.close" open={modelsOpen}>
      <ul>
        {OVERVIEWS.map(({ action, title, hint }) => (
          <li key={action}>
            <button type="button" onClick={() => act(action)}>
              <span>
                <strong>{word(title)}</strong>
                {word(hint)}
              </span>
              <kbd>{keyOf(action)}</kbd>
            </button>
          </li>
        ))}
        {bundledModels.map((id) => (
          <Bundled key={id} app={app} id={id} />
        ))}
        {famousModels.map((model) => (
          <Model key={model.id} app={app} {...model} hint={hintOf(model)} isBrief />
        ))}
        <li>
          <button type="button" onClick={() => act('open')}>
            <span>
              <strong>{word('opening.open')}</strong>
              {word('opening.openHint')}
            </span>
            <kbd>{keyOf('open')}</kbd>
          </button>
        </li>
      </ul>
    </Card>
  );
}

/** 2020 · weights not published */
function hintOf({ year, weightsArePublished }: FamousModel): string {
  return word(weightsArePublished ? 'models.shape' : 'models.unpublished', { year });
}

function Bundled({ app, id }: Pick<ModelsProps, 'app'> & { readonly id: string }) {
  return <Model app={app} id={id} name={id} hint={purposeOf(id)} parameters={useParameters(id)} />;
}

interface ModelProps extends Pick<ModelsProps, 'app'> {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly parameters: number | undefined;
  /** All in one line. */
  readonly isBrief?: boolean;
}

function Model({ app, id, name, hint, parameters, isBrief = false }: ModelProps) {
  const isOpen = app.model.value?.id === id;
  return (
    <li class={isBrief ? 'brief' : undefined}>
      <button
        type="button"
        aria-current={isOpen}
        onClick={() => {
          modelsOpen.value = false;
          switchTo(app, id);
        }}
      >
        <span>
          <strong>{name}</strong>
          {hint}
        </span>
        <span class="figure">{parameters === undefined ? '' : count(parameters)}</span>
      </button>
    </li>
  );
}

/** Counted from the config; undefined until that has come, and where it cannot be fetched. */
function useParameters(id: string): number | undefined {
  const [parameters, setParameters] = useState<number | undefined>(undefined);
  useEffect(() => {
    bundledConfig(id)
      .then((config) => setParameters(parameterCount(buildGraph(config))))
      .catch(console.error);
  }, [id]);
  return parameters;
}
