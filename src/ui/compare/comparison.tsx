import '../styles/comparison.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { type ComparedModel, compareModels } from '../../app/comparison.ts';
import { useCardFocus } from '../focus.ts';
import { keyOf } from '../keys.ts';
import { isPhone } from '../media.ts';
import { comparing } from '../ui-state.ts';
import { count, length } from '../words.ts';
import { roughly } from './quantities.ts';
import { SizesFigure } from './sizes-figure.tsx';
import { ComparisonTable } from './table.tsx';
import { said } from './words.ts';

/** All models that the page has beside the open one, in figures. It lies over the page, which waits. */
export default function Comparison({ app }: { readonly app: App }) {
  const place = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useCardFocus(place, title);
  const { models, hasFailed } = useModels(app);
  const [chosenId, choose] = useState<string | undefined>(undefined);
  const openId = app.model.value?.id;
  const chosen = models.find(({ id }) => id === chosenId) ?? spokenOf(models, openId);
  return (
    <section ref={place} class="comparison" aria-labelledby="comparison-title">
      <header>
        <h1 ref={title} id="comparison-title" tabIndex={-1}>
          {said('title')}
        </h1>
        <button type="button" class="button quiet" onClick={close}>
          {said('close')} {!isPhone.value && <kbd>{keyOf('close')}</kbd>}
        </button>
      </header>
      {chosen === undefined ? (
        <p class="lead">{said(hasFailed ? 'failed' : 'loading')}</p>
      ) : (
        <>
          <Sentences models={models} chosen={chosen} />
          <SizesFigure models={models} chosen={chosen} choose={choose} />
          <ComparisonTable
            models={models}
            openId={openId}
            chosen={chosen}
            choose={choose}
            walk={(id) => void walk(app, id)}
          />
        </>
      )}
    </section>
  );
}

/** What is spoken of at first: the open model, else, since a smallest one is compared with nothing, the largest. */
function spokenOf(models: readonly ComparedModel[], openId: string | undefined): ComparedModel | undefined {
  return models.slice(1).find(({ id }) => id === openId) ?? models.at(-1);
}

function close() {
  comparing.value = false;
}

/** Closes only once it is open, so that the browser’s way back leads here again. Why it could not be opened stands in the panel. */
async function walk(app: App, id: string): Promise<void> {
  if (id !== app.model.value?.id) await app.switchTo(id).catch(() => undefined);
  close();
}

/** None until all are counted. */
function useModels(app: App) {
  const [models, setModels] = useState<readonly ComparedModel[]>([]);
  const [hasFailed, setFailed] = useState(false);
  const open = app.model.value;
  useEffect(() => {
    compareModels(open).then(setModels, (error: unknown) => {
      console.error(error);
      setFailed(true);
    });
  }, [open]);
  return { models, hasFailed };
}

interface SentencesProps {
  readonly models: readonly ComparedModel[];
  readonly chosen: ComparedModel;
}

/** How much larger a model is than the smallest, and how large it would be in print. */
function Sentences({ models, chosen }: SentencesProps) {
  const least = models[0] ?? chosen;
  const { name: model, parameters } = chosen;
  const side = length(Math.sqrt(parameters));
  const isLeast = parameters === least.parameters;
  return (
    <div class="sentences">
      <h2>
        {isLeast
          ? said('least', { model, count: count(parameters) })
          : said('times', { model, least: least.name, times: roughly(parameters / least.parameters) })}
      </h2>
      <p>
        {isLeast
          ? said('alone', { model, side })
          : said('printed', { model, side, least: least.name, leastSide: length(Math.sqrt(least.parameters)) })}
      </p>
    </div>
  );
}
