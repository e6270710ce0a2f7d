import type { App } from '../../app/app.ts';
import type { Act } from '../actions.ts';
import { lazily } from '../lazily.ts';
import { modelsOpen } from '../ui-state.ts';

const card = lazily(() => import('./models-card.tsx'));

interface LazyModelsProps {
  readonly app: App;
  readonly act: Act;
}

/** The list of models is fetched when it is first asked for. */
export function LazyModels({ app, act }: LazyModelsProps) {
  const ModelsCard = modelsOpen.value ? card()?.default : undefined;
  return ModelsCard === undefined ? null : <ModelsCard app={app} act={act} />;
}
