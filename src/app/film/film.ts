/** Makes a film of a stretch of a tour: frame after frame at its own time, however long each takes to draw. */
import { nextTask } from '../../scene/print.ts';
import { FilmEncoder } from './encoder.ts';
import { type Filmed, FilmStage } from './film-stage.ts';
import type { FilmPlan } from './plan.ts';

export interface FilmFile {
  readonly film: Blob;
  /** With its dot. */
  readonly extension: string;
}

/**
 * @param onFrame called after each frame with how many are done
 * @throws Error, for people, where the browser cannot encode it; DrawingLostError; the signal's reason once that is aborted
 */
export async function makeFilm(
  filmed: Filmed,
  plan: FilmPlan,
  onFrame: (done: number) => void,
  signal: AbortSignal,
): Promise<FilmFile> {
  const stage = await FilmStage.open(filmed, plan);
  try {
    const encoder = await FilmEncoder.open(stage.canvas, plan);
    try {
      for (let frame = 0; frame < plan.frames; frame++) {
        await stage.show(plan.from + frame / plan.fps, signal);
        await encoder.add();
        onFrame(frame + 1);
        await nextTask();
      }
      return { film: await encoder.finish(), extension: encoder.extension };
    } finally {
      await encoder.cancel();
    }
  } finally {
    stage.dispose();
  }
}
