import type { App } from '../../app/app.ts';
import type { Role } from '../../architecture/graph.ts';
import { ROLE_OF_PART } from '../../scene/palette.ts';
import { figure, type Word, word } from '../words.ts';

const ROLES: readonly Role[] = ['embedding', 'normalisation', 'attention', 'activation', 'residual', 'weight'];
/** What the colours mean where weights have that of their part. */
const ROLES_IN_HALL = [ROLE_OF_PART.attention, ROLE_OF_PART.feedForward, ROLE_OF_PART.embedding, ROLE_OF_PART.norms];

/**
 * Bottom left: what colours mean, with the numbers of the block pointed at; roles while the whole model is in view. In a hall it is a
 * line at its foot, with numbers only where something is painted.
 */
export function Legend({ app }: { readonly app: App }) {
  const model = app.model.value;
  if (model === undefined) return null;
  const range = app.legend.value;
  const isHall = model.members !== undefined;
  const hasNumbers = isHall ? range !== undefined : model.checkpoint.files.length > 0;
  const hasRoles = isHall || app.wholeInView.value;
  if (!hasNumbers && !hasRoles) return null;
  return (
    <div class={isHall ? 'legend of-hall' : 'legend'}>
      {hasRoles && <Roles isHall={isHall} isByPart={isHall || app.settings.value.parts} />}
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

function Roles({ isHall, isByPart }: { readonly isHall: boolean; readonly isByPart: boolean }) {
  return (
    <ul class="roles">
      {(isHall ? ROLES_IN_HALL : ROLES).map((role) => (
        <li key={role}>
          <i class={`role-${role}`} />
          {word(isByPart && role === ROLE_OF_PART.feedForward ? 'role.feedForward' : (`role.${role}` satisfies Word))}
        </li>
      ))}
      {isHall && (
        <li>
          <i class="hatched" />
          {word('legend.hatched')}
        </li>
      )}
    </ul>
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
