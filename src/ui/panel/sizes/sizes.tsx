import './sizes.css';
import { useMemo, useState } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { asOpened, type OpenModel } from '../../../app/model.ts';
import { presentConfig } from '../../../app/resizing.ts';
import { ConfigError } from '../../../architecture/config.ts';
import {
  fittingSize,
  SIZE_NAMES,
  type SizeName,
  type Sizes as SizesByName,
  sizeInField,
  sizeRange,
  sizesOf,
} from '../../../architecture/sizes.ts';
import { word } from '../../words.ts';
import { Costs } from './costs.tsx';
import { SizeField } from './size-field.tsx';

interface SizesProps {
  readonly app: App;
  /** One whose weights are not at hand. */
  readonly model: OpenModel;
}

/** Sizes that do not go together: what the scene shows stays as it was. */
interface Refused {
  /** The model that they were chosen for. */
  readonly model: OpenModel;
  readonly sizes: SizesByName;
  /** Beside which size to say why. */
  readonly at: SizeName;
  readonly reason: string;
}

/** The sizes of a model, each of which can be changed, and what it costs. */
export function Sizes({ app, model }: SizesProps) {
  const [lastRefused, setRefused] = useState<Refused | undefined>(undefined);
  const refused = lastRefused?.model === model ? lastRefused : undefined;
  const opened = asOpened(model);
  const usual = useMemo(() => sizesOf(opened.checkpoint.config), [opened]);
  const config = useMemo(() => presentConfig(model), [model]);
  const shown = { ...sizesOf(config), ...refused?.sizes };
  const choose = (name: SizeName, sizes: SizesByName) => {
    try {
      app.resize(sizes);
      setRefused(undefined);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      setRefused({ model, sizes, at: sizeInField(config, error.field) ?? name, reason: error.message });
    }
  };
  const reset = () => {
    setRefused(undefined);
    app.resize({});
  };
  return (
    <section class="sizes" aria-label={word('sizes.title')}>
      <h2>{word('sizes.title')}</h2>
      <p class="aside">{word('sizes.text')}</p>
      <div class="size-fields">
        {SIZE_NAMES.map((name) => {
          const size = shown[name];
          if (size === undefined) return null;
          return (
            <SizeField
              key={name}
              name={name}
              size={size}
              range={sizeRange(usual[name] ?? size)}
              problem={refused?.at === name ? refused.reason : undefined}
              choose={(value) => choose(name, { ...model.resized?.sizes, ...refused?.sizes, [name]: value })}
              slide={(wanted) => {
                const value = fittingSize(config, name, wanted, usual[name] ?? size);
                if (value !== undefined) choose(name, { ...model.resized?.sizes, [name]: value });
              }}
            />
          );
        })}
      </div>
      {(model.resized !== undefined || refused !== undefined) && (
        <button type="button" class="plain sizes-reset" onClick={reset}>
          {word('sizes.reset')}
        </button>
      )}
      <Costs before={opened.graph} now={model.graph} />
    </section>
  );
}
