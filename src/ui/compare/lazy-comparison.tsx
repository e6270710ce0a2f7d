import type { App } from '../../app/app.ts';
import { lazily } from '../lazily.ts';
import { pageMode } from '../mode.ts';
import { comparing } from '../ui-state.ts';

/** Not needed before models are compared. */
const comparison = lazily(() => import('./comparison.tsx'));

/** The comparison lies over the page, which waits: it was asked for and has been fetched. */
export function isCompared(): boolean {
  return shown() !== undefined;
}

function shown() {
  return comparing.value && pageMode.value === 'whole' ? comparison()?.default : undefined;
}

export function LazyComparison({ app }: { readonly app: App }) {
  const Comparison = shown();
  return Comparison === undefined ? null : <Comparison app={app} />;
}
