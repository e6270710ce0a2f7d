import { bundledTask } from '../../app/bundled.ts';
import type { Action } from '../keys.ts';
import { inWords, type Word, word } from '../words.ts';

/** Ways to see all models at once. */
export const OVERVIEWS: readonly { readonly action: Action; readonly title: Word; readonly hint: Word }[] = [
  { action: 'hall', title: 'hall.title', hint: 'hall.hint' },
  { action: 'compare', title: 'models.compare', hint: 'models.compareHint' },
];

/** What a bundled model does, in a sentence. */
export function purposeOf(id: string): string {
  const task = bundledTask(id);
  return task.kind === 'sort' ? word('models.sort', { letters: inWords(task.promptLength) }) : word('models.continue');
}
