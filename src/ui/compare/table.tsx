import { useState } from 'preact/hooks';
import type { ComparedModel } from '../../app/comparison.ts';
import { GROUPS } from './columns.tsx';
import { said } from './words.ts';

interface TableProps {
  readonly models: readonly ComparedModel[];
  readonly openId: string | undefined;
  readonly chosen: ComparedModel;
  readonly choose: (id: string) => void;
  readonly walk: (id: string) => void;
}

/** A row for each model, and of the columns one group at a time. */
export function ComparisonTable({ models, openId, chosen, choose, walk }: TableProps) {
  const [at, setAt] = useState(0);
  const group = GROUPS[at];
  if (group === undefined) return null;
  return (
    <>
      <div class="comparison-tools">
        <fieldset class="switch" aria-label={said('groups')}>
          {GROUPS.map(({ name }, index) => (
            <button key={name} type="button" aria-pressed={at === index} onClick={() => setAt(index)}>
              {said(name)}
            </button>
          ))}
        </fieldset>
        <p>{said('choose')}</p>
      </div>
      {/* It scrolls where the window is narrow: by arrow keys too, while a model’s button has the focus. */}
      <section class="table-place" aria-label={said('table')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{said('column.model')}</th>
              {group.columns.map(({ name }) => (
                <th key={name} scope="col">
                  {said(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr
                key={model.id}
                class={model.id === chosen.id ? 'chosen' : undefined}
                aria-current={model.id === openId}
                onPointerEnter={() => choose(model.id)}
              >
                <th scope="row">
                  <button
                    type="button"
                    title={said('walk', { model: model.name })}
                    onFocus={() => choose(model.id)}
                    onClick={() => walk(model.id)}
                  >
                    {model.name}
                  </button>
                  {model.id === openId && <small>{said('open')}</small>}
                </th>
                {group.columns.map(({ name, cell }) => (
                  <td key={name} class="figure">
                    {cell(model) ?? '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="table-note">{said(group.note)}</p>
    </>
  );
}
