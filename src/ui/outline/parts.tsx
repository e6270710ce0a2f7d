import type { App } from '../../app/app.ts';
import { lazily } from '../lazily.ts';
import { partsOpen } from '../ui-state.ts';

/** When the list is first opened. */
const outline = lazily(() => import('./outline.tsx'));

/** The parts list while it is open. */
export function Parts({ app }: { readonly app: App }) {
  const Outline = partsOpen.value ? outline()?.Outline : undefined;
  return Outline !== undefined && app.model.value !== undefined ? <Outline app={app} /> : null;
}
