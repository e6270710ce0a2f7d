import { useId } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { type GeneratingSettings, MOST_SEED } from '../../app/generating.ts';
import type { Act } from '../actions.ts';
import { keyOf } from '../keys.ts';
import { isPhone } from '../media.ts';
import { Slider } from '../slider.tsx';
import { count, word } from '../words.ts';

interface SamplingProps {
  readonly app: App;
  readonly act: Act;
}

/** How the next token is drawn: temperature, what is cut, and the seed that chance begins with. */
export function Sampling({ app, act }: SamplingProps) {
  const { generating } = app;
  const settings = generating.settings.value;
  const { temperature, topK, topP = 1, seed } = settings;
  const vocabulary = app.model.value?.graph.dimensions.vocabulary ?? 1;
  const change = (changes: Partial<GeneratingSettings>) => generating.choose({ ...settings, ...changes });
  const ks = TOP_K.filter((k) => k < vocabulary);
  const id = useId();
  return (
    <section class="sampling" aria-label={word('run.sampling')}>
      <Slider
        label={word('run.temperature')}
        range={{ min: 0, max: 2, step: 0.05 }}
        value={temperature}
        written={temperature.toFixed(2)}
        choose={(value) => change({ temperature: value })}
      />
      <Slider
        label={word('run.topK')}
        range={{ min: 0, max: ks.length, step: 1 }}
        value={topK === undefined ? ks.length : placeOf(topK, ks)}
        written={topK === undefined ? word('run.all') : count(topK)}
        choose={(value) => change({ topK: ks[value] })}
      />
      <Slider
        label={word('run.topP')}
        range={{ min: 0.05, max: 1, step: 0.05 }}
        value={topP}
        written={topP === 1 ? word('run.all') : topP.toFixed(2)}
        choose={(value) => change({ topP: value === 1 ? undefined : value })}
      />
      <label for={id}>{word('run.seed')}</label>
      <input
        id={id}
        type="number"
        min={0}
        max={MOST_SEED}
        step={1}
        value={seed}
        title={word('run.seedRange', { most: MOST_SEED })}
        onChange={({ currentTarget: { valueAsNumber: value } }) => {
          if (Number.isInteger(value) && value >= 0 && value <= MOST_SEED) change({ seed: value });
        }}
        // What is no seed does not stay as if it were the one that is drawn with.
        onBlur={({ currentTarget }) => {
          currentTarget.value = String(generating.settings.peek().seed);
        }}
      />
      <button type="button" class="plain" onClick={() => act('newSeed')}>
        {word('run.newSeed')} {!isPhone.value && <kbd>{keyOf('newSeed')}</kbd>}
      </button>
    </section>
  );
}

const TOP_K = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10_000];

/**
 * Settings come from links too, and a number from there may have no place on the slider: it stands at the next larger one's, or at
 * the last.
 */
function placeOf(value: number, steps: readonly number[]): number {
  const above = steps.findIndex((step) => step >= value);
  return above < 0 ? steps.length - 1 : above;
}
