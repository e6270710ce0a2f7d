import type { App } from '../../app/app.ts';
import { bundledModels } from '../../app/bundled.ts';
import type { Absence, OpenModel } from '../../app/model.ts';
import { isResizable } from '../../app/resizing.ts';
import { type Act, switchTo } from '../actions.ts';
import { keyOf } from '../keys.ts';
import { lazily } from '../lazily.ts';
import { isPhone } from '../media.ts';
import { OVERVIEWS, purposeOf } from '../models/purpose.ts';
import { count, inWords, word } from '../words.ts';
import { PasteConfig } from './paste-config.tsx';

/** Not needed before a model is open that has a shape and no weights. */
const sizes = lazily(() => import('./sizes/sizes.tsx'));

interface OpeningProps {
  readonly app: App;
  readonly act: Act;
}

/** What the page is, the way in, and the other ways on. */
export function Opening({ app, act }: OpeningProps) {
  const model = app.model.value;
  const player = app.player.value;
  const Sizes = model !== undefined && isResizable(model) ? sizes()?.Sizes : undefined;
  return (
    <section class="opening">
      <h1>{titleOf(model)}</h1>
      <p class="lead">{openingText(app)}</p>
      {player !== undefined && (
        <>
          <button type="button" class="button large" onClick={() => act('play')}>
            {word('opening.start')} <kbd>{keyOf('play')}</kbd>
          </button>
          <p class="aside">
            {word('opening.length', {
              chapters: inWords(player.tour.chapters.length, 'sentence'),
              minutes: inWords(Math.max(1, Math.round(player.duration / 60))),
            })}
          </p>
          <button type="button" class="plain quiet" onClick={() => act('read')}>
            {word('opening.read')} {!isPhone.value && <kbd>{keyOf('read')}</kbd>}
          </button>
        </>
      )}
      {model !== undefined && model.problems.length > 0 && (
        <ul class="problems">
          {model.problems.map((problem) => (
            <li key={problem.code}>{problem.message}</li>
          ))}
        </ul>
      )}
      {Sizes !== undefined && model !== undefined && <Sizes app={app} model={model} />}
      <ul class="ways">
        {model?.runnable === true && (
          <Way
            title={word(model.task?.kind === 'sort' ? 'opening.prompt' : 'opening.type')}
            hint={word(model.task?.kind === 'sort' ? 'opening.promptHint' : 'opening.typeHint')}
            shortcut={keyOf('prompt')}
            onClick={() => act('prompt')}
          />
        )}
        <Way
          title={word('opening.open')}
          hint={word('opening.openHint')}
          shortcut={keyOf('open')}
          onClick={() => act('open')}
        />
        <PasteConfig app={app} />
        {bundledModels
          .filter((id) => id !== model?.id)
          .map((id) => (
            <Way key={id} title={id} hint={purposeOf(id)} onClick={() => switchTo(app, id)} />
          ))}
        {OVERVIEWS.filter(({ action }) => action !== 'hall' || model?.members === undefined).map(
          ({ action, title, hint }) => (
            <Way
              key={action}
              title={word(title)}
              hint={word(hint)}
              shortcut={keyOf(action)}
              onClick={() => act(action)}
            />
          ),
        )}
        <Way
          title={word('opening.folder')}
          hint={word('opening.folderHint')}
          shortcut={keyOf('openFolder')}
          onClick={() => act('openFolder')}
        />
      </ul>
    </section>
  );
}

function titleOf(model: OpenModel | undefined): string {
  if (model?.members !== undefined) return word('opening.titleHall');
  return model?.absence === undefined ? word('opening.title') : word('opening.titleShape', { model: model.name });
}

function openingText(app: App): string {
  const model = app.model.value;
  const step = app.keyFraming.step.value;
  if (model === undefined) return word('opening.textNone');
  // What is said of the trained model is not true of it on the way there.
  if (step !== undefined) return word('opening.textFrame', { step: count(step) });
  if (model.absence !== undefined) return shapeText(model.absence);
  if (model.task === undefined) return word('opening.textAny');
  if (model.task.kind === 'look') return word('opening.textLook');
  if (model.task.kind === 'continue') return word('opening.textContinue');
  return word(isPhone.value ? 'opening.textAbove' : 'opening.text');
}

/** Of a model of which only the shape is open: what can be done with that, and whether there are numbers to be had. */
function shapeText(absence: Absence): string {
  const hasFiles = absence === 'notLoaded' || absence === 'notOpened';
  return [word('opening.textShape'), ...(hasFiles ? [word('opening.textFiles')] : [])].join(' ');
}

interface WayProps {
  readonly title: string;
  readonly hint: string;
  readonly shortcut?: string;
  readonly onClick: () => void;
}

function Way({ title, hint, shortcut, onClick }: WayProps) {
  return (
    <li>
      <button type="button" onClick={onClick}>
        <span>
          <strong>{title}</strong>
          {hint}
        </span>
        {shortcut !== undefined && <kbd>{shortcut}</kbd>}
      </button>
    </li>
  );
}
