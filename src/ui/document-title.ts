import type { App } from '../app/app.ts';
import { word } from './words.ts';

/** What a tab, a bookmark or the history says: the chapter that is told, else the model. */
export function documentTitle(app: App): string {
  const player = app.player.value;
  const chapter = app.isTold.value ? player?.chapters[player.place.value.chapter] : undefined;
  const parts = chapter === undefined ? [app.model.value?.name] : [chapter.title, player?.tour.title];
  return [...parts, word('page.title')].filter((part) => part !== undefined).join(' · ');
}
