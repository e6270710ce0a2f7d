import type { App } from '../app/app.ts';
import type { Act } from './actions.ts';
import { Icon } from './icons.tsx';
import { isPhone } from './media.ts';
import { word } from './words.ts';

interface WholeModelProps {
  readonly app: App;
  readonly act: Act;
}

/** On a phone, which has no keys: back to the whole model from wherever a hand has moved the camera. */
export function WholeModel({ app, act }: WholeModelProps) {
  const isLed = app.isTold.value && app.player.value?.onRails.value === true;
  if (!isPhone.value || isLed || app.model.value === undefined || app.wholeInView.value) return null;
  return (
    <button
      type="button"
      class="card icon-button whole-model"
      aria-label={word('view.whole')}
      title={word('view.whole')}
      onClick={() => act('reset')}
    >
      <Icon name="whole" />
    </button>
  );
}
