/** What can be done with a matrix: another one of the stack, another order, nearer. */
import { Icon, type IconName } from '../icons.tsx';
import { keyOf, type MatrixAction } from '../keys.ts';
import { type Word, word } from '../words.ts';

export interface ToolsProps {
  readonly act: (action: MatrixAction) => void;
  /** Whether rows (columns) are sorted; undefined where there is nothing to sort them by. */
  readonly rowsSorted: boolean | undefined;
  readonly columnsSorted: boolean | undefined;
}

export function Tools({ act, rowsSorted, columnsSorted }: ToolsProps) {
  const tool = (name: Word, icon: IconName, action: MatrixAction, isOn?: boolean) => (
    <button
      type="button"
      class="icon-button tool"
      title={`${word(name)} (${keyOf(action)})`}
      aria-label={word(name)}
      aria-pressed={isOn}
      onClick={() => act(action)}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <span>
      {rowsSorted !== undefined && tool('matrix.sortRows', 'sortRows', 'sortRows', rowsSorted)}
      {columnsSorted !== undefined && tool('matrix.sortColumns', 'sortColumns', 'sortColumns', columnsSorted)}
      {tool('matrix.farther', 'minus', 'matrixFarther')}
      {tool('matrix.nearer', 'plus', 'matrixNearer')}
    </span>
  );
}

interface SlabSwitchProps {
  readonly count: number;
  readonly slab: number;
  readonly choose: (slab: number) => void;
}

/** More than this and the switch becomes a list to choose from. */
const MOST_BUTTONS = 5;

export function SlabSwitch({ count, slab, choose }: SlabSwitchProps) {
  const slabs = Array.from({ length: count }, (_, index) => index);
  if (count > MOST_BUTTONS)
    return (
      <select
        aria-label={word('inspector.slab')}
        value={slab}
        onChange={(event) => choose(Number(event.currentTarget.value))}
      >
        {slabs.map((index) => (
          <option key={index} value={index}>
            {index}
          </option>
        ))}
      </select>
    );
  return (
    <fieldset class="switch slabs" aria-label={word('inspector.slab')}>
      {slabs.map((index) => (
        <button key={index} type="button" aria-pressed={index === slab} onClick={() => choose(index)}>
          {index}
        </button>
      ))}
    </fieldset>
  );
}
