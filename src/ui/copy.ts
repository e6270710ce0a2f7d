import type { App } from '../app/app.ts';

/** How long a notice stays that only confirms. */
const CONFIRMATION_MS = 4000;

/** Puts a text on the clipboard, and says that it did, or that the browser did not let it. */
export async function copy(app: App, text: string, done: string, failed: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    app.notice.value = failed;
    return;
  }
  app.notice.value = done;
  setTimeout(() => {
    if (app.notice.value === done) app.notice.value = undefined;
  }, CONFIRMATION_MS);
}
