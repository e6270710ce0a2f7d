/** What a tour says at an instant, as the scene takes it. */
import type { Stage } from '../narrative/stage.ts';
import { EMPTY_PICTURE, type Picture } from '../scene/picture.ts';

/** The stack is open that holds the first of what is told of. */
export function toldPicture(stage: Stage): Picture {
  return { ...EMPTY_PICTURE, ...stage, opened: stage.lit?.[0]?.block };
}
