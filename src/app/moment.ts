/** What a person would want back of this moment. */
import type { ReadonlySignal } from '@preact/signals-core';
import { DEFAULT_SETTINGS, type Theme } from '../scene/picture.ts';
import type { App } from './app.ts';
import { drawsByDefault } from './generating.ts';
import type { KeyFraming } from './key-framing.ts';
import { takesTexts } from './model.ts';
import { type PanelTab, type SavedState, STATE_VERSION } from './saved-state.ts';
import type { Staging } from './staging.ts';
import type { Telling } from './telling.ts';

export interface Moment
  extends Pick<
    App,
    'model' | 'prompt' | 'run' | 'position' | 'generating' | 'pinned' | 'settings' | 'theme' | 'player'
  > {
  readonly keyFraming: Pick<KeyFraming, 'step'>;
  readonly telling: Pick<Telling, 'saved'>;
  readonly staging: Pick<Staging, 'view'>;
  readonly surroundings: {
    readonly theme: Theme;
    readonly tab: ReadonlySignal<PanelTab>;
    readonly comparing: ReadonlySignal<boolean>;
  };
}

/** The state that `Restoring` takes back; what is at its default is left out. */
export function momentOf(app: Moment): SavedState {
  const model = app.model.peek();
  const prompt = app.prompt.peek();
  const tour = app.telling.saved();
  const pinned = app.pinned.peek();
  const view = tour !== undefined && app.player.peek()?.onRails.peek() === true ? undefined : app.staging.view();
  const { scale } = app.settings.peek();
  const sampling = app.generating.settings.peek();
  const from = app.position.peek();
  const frame = app.keyFraming.step.peek();
  const answered = (app.run.peek()?.tokens ?? []).filter(({ origin }) => origin === 'answered');
  const generated = takesTexts(model) ? answered.map(({ id }) => id) : [];
  return {
    version: STATE_VERSION,
    // Files of the reader's own cannot be opened again by anybody's link.
    ...(model?.isAddressable && { model: model.id }),
    ...(model?.resized && { sizes: model.resized.sizes }),
    ...(frame !== undefined && { frame }),
    ...(prompt !== '' && { prompt }),
    ...(generated.length > 0 && { generated }),
    ...(!drawsByDefault(sampling) && { sampling }),
    ...(from !== undefined && { from }),
    ...(tour && { tour }),
    ...(view && { view }),
    ...(pinned && { pinned: { block: pinned.block, ...(pinned.cell && { cell: pinned.cell }) } }),
    ...(takesTexts(model) && app.surroundings.tab.peek() === 'run' && { tab: 'run' }),
    ...(app.surroundings.comparing.peek() && { compare: true }),
    ...(scale !== DEFAULT_SETTINGS.scale && { scale }),
    ...(app.theme.peek() !== app.surroundings.theme && { theme: app.theme.peek() }),
  };
}
