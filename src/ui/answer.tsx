/** What is known of a block or cell, in words: for the tip, the inspector and the ear. */
import type { Answer, App } from '../app/app.ts';
import { type Absence, modelAround } from '../app/model.ts';
import { storedTensor } from '../app/open-model.ts';
import type { TensorId } from '../architecture/graph.ts';
import type { Statistics } from '../checkpoint/statistics.ts';
import { axisName, figure, type Word, word } from './words.ts';

/** Token “C” at 2 · head 1 · channel 17 */
export function indicesInWords(answer: Answer): string {
  return answer.indices
    .map(({ axis, index, word: token }) =>
      token === undefined ? `${axisName(axis)} ${index}` : `${axisName(axis)} ${index} “${token}”`,
    )
    .join(' · ');
}

/** The value, of a token its letters; or why there is none. */
export function valueInWords(app: App, answer: Answer): string {
  const value = answer.explanation?.value;
  if (value !== undefined && answer.explanation?.kind === 'tokens') return answer.indices.at(-1)?.word ?? String(value);
  return value === undefined ? word(whyNone(app, answer.hit.block)) : figure(value);
}

const ABSENT: Readonly<Record<Absence, Word>> = {
  notOpened: 'tip.noWeights',
  notLoaded: 'tip.notLoaded',
  notPublished: 'tip.notPublished',
  otherSizes: 'tip.otherSizes',
};

/** Why a block has no numbers. */
export function whyNone(app: App, id: TensorId): Word {
  const model = app.model.value;
  const tensor = model?.graph.tensor(id);
  if (model === undefined || tensor?.kind !== 'weight')
    return model?.runnable === true ? 'tip.notRun' : 'tip.notRunnable';
  const { absence } = modelAround(id, model);
  if (absence !== undefined) return ABSENT[absence];
  return storedTensor(tensor, model.checkpoint) === undefined ? 'tip.notInFile' : 'tip.notLoaded';
}

interface ValueLineProps {
  readonly app: App;
  readonly answer: Answer;
}

/** The number of a cell, large; of a masked one why it is −∞. */
export function ValueLine({ app, answer }: ValueLineProps) {
  const value = answer.explanation?.value;
  return (
    <p class="tip-value">
      <strong class={`figure${value === undefined ? ' none' : ''}`}>{valueInWords(app, answer)}</strong>
      {value === Number.NEGATIVE_INFINITY && <span>{word('tip.masked')}</span>}
    </p>
  );
}

/** The standard deviation of all finite values. */
export function deviation({ mean, rms }: Statistics): number {
  return Math.sqrt(Math.max(0, rms * rms - mean * mean));
}

export function StatisticsRow({ statistics }: { readonly statistics: Statistics }) {
  const entries = [
    ['tip.minimum', statistics.minimum],
    ['tip.mean', statistics.mean],
    ['tip.rms', statistics.rms],
    ['tip.maximum', statistics.maximum],
  ] as const;
  return (
    <dl class="statistics">
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>{word(key)}</dt>
          <dd class="figure">{figure(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
