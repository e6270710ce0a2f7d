import type { App } from '../../app/app.ts';
import type { Role } from '../../architecture/graph.ts';
import { figure, type Word, word } from '../words.ts';

const ROLES: readonly Role[] = ['embedding', 'normalisation', 'attention', 'activation', 'residual', 'weight'];

/** Bottom left: what colours mean, with the numbers of the block pointed at; roles while the whole model is in view. */
export function Legend({ app }: { readonly app: App }) {
  const model = app.model.value;
  if (model === undefined) return null;
  const range = app.legend.value;
  const hasNumbers = model.checkpoint.files.length > 0;
  const isWhole = app.wholeInView.value;
  if (!hasNumbers && !isWhole) return null;
  return (
    <div class="legend">
      {isWhole && (
        <ul class="roles">
          {ROLES.map((role) => (
            <li key={role}>
              <i class={`role-${role}`} />
              {word(`role.${role}` satisfies Word)}
            </li>
          ))}
        </ul>
      )}
      {hasNumbers && (
        <div class="range">
          <div class="range-title">
            <strong>{range?.name ?? word('legend.values')}</strong>
            <span>{range === undefined ? word('legend.shared') : rangeWords(range)}</span>
          </div>
          <div class={`ramp ${range?.map ?? 'diverging'}`} />
          <div class="range-numbers figure">
            {rangeNumbers(range).map((text) => (
              <span key={text}>{text}</span>
            ))}
          </div>
        </div>
      )}
      {hasNumbers && range === undefined && (
        <div class="shares">
          <span>{word('legend.shares')}</span>
          <span>0</span>
          <div class="ramp sequential" />
          <span>1</span>
        </div>
      )}
    </div>
  );
}

type Range = NonNullable<App['legend']['value']>;

function rangeWords(range: Range): string {
  if (range.map === 'sequential') return word('legend.probability');
  return word('legend.range', { scale: word(`legend.scale.${range.scale}` satisfies Word) });
}

function rangeNumbers(range: Range | undefined): readonly string[] {
  if (range === undefined) return ['−', '0', '+'];
  if (range.map === 'sequential') return ['0', '0.5', '1'];
  return [figure(-range.limit), '0', figure(range.limit)];
}
