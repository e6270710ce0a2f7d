import { bundledTask } from '../../app/bundled.ts';
import { inWords, word } from '../words.ts';

/** What a bundled model does, in a sentence. */
export function purposeOf(id: string): string {
  const task = bundledTask(id);
  return task.kind === 'sort' ? word('models.sort', { letters: inWords(task.promptLength) }) : word('models.continue');
}
