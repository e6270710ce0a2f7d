/** What every way to go on with a text has in common. */
import type { App } from '../app/app.ts';
import { takesTexts } from '../app/model.ts';

/**
 * Goes on with the text, or back, and looks at the model from its end. A text that was typed just now is run before; where it cannot be,
 * nothing is done, and `promptProblem` says why.
 */
export async function goOn(app: App, go: (generating: App['generating']) => void | Promise<void>): Promise<void> {
  if (!takesTexts(app.model.value)) return;
  if (!app.promptIsRun.value) await app.ask(app.promptDraft.value);
  if (!app.promptIsRun.value) return;
  app.lookFrom(undefined);
  await go(app.generating);
}
