import { useState } from 'preact/hooks';
import type { ComparedModel } from '../../app/comparison.ts';
import { PARTS } from '../../architecture/part.ts';
import { roundly } from './quantities.ts';
import { Square } from './squares.tsx';
import { Lines, logScale, Tower } from './towers.tsx';
import { said } from './words.ts';

/** True: areas are counts. Logarithmic: the small ones are seen beside the large ones, and how much larger these are is not. */
const SCALES = ['true', 'logarithmic'] as const;

interface SizesFigureProps {
  readonly models: readonly ComparedModel[];
  readonly chosen: ComparedModel;
  readonly choose: (id: string) => void;
}

/** All models beside one another, each as large as its count of numbers, in stripes the parts that they belong to. */
export function SizesFigure({ models, chosen, choose }: SizesFigureProps) {
  const [scale, setScale] = useState<(typeof SCALES)[number]>('true');
  const counts = models.map(({ parameters }) => parameters);
  const log = scale === 'logarithmic' ? logScale(counts) : undefined;
  return (
    <figure class={`squares ${scale}`}>
      <div role="img" aria-label={said(`figure.${scale}`)}>
        {log && <Lines scale={log} />}
        {models.map((model) => (
          <div
            key={model.id}
            class={`square-place${model.id === chosen.id ? ' chosen' : ''}`}
            onPointerEnter={() => choose(model.id)}
          >
            {log ? <Tower model={model} scale={log} /> : <Square model={model} largest={Math.max(...counts)} />}
            <span class="figure">{roundly(model.parameters)}</span>
            <strong>{model.name}</strong>
          </div>
        ))}
      </div>
      <figcaption>
        {PARTS.map((part) => (
          <span key={part} class="role-key">
            <span class={`part ${part}`} />
            {said(`role.${part}`)}
          </span>
        ))}
        <span class="role-key">
          <span class="part absent" />
          {said('role.hatched')}
        </span>
        <fieldset class="switch" aria-label={said('scale')}>
          {SCALES.map((name) => (
            <button key={name} type="button" aria-pressed={scale === name} onClick={() => setScale(name)}>
              {said(`scale.${name}`)}
            </button>
          ))}
        </fieldset>
        <span class="scale-note" role="status">
          {said(`scaleNote.${scale}`)}
        </span>
      </figcaption>
    </figure>
  );
}
