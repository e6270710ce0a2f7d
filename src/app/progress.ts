/** Long work as the page tells it. */
import type { Progress } from './app.ts';
import { HALL } from './model.ts';
import type { Openable } from './open-model.ts';
import type { Download } from './runner.ts';
import { count, word } from './words.ts';

export function openingProgress(what: Openable, cancel: () => void): Progress {
  return {
    title: word('progress.opening', { name: nameOf(what) }),
    detail: word('progress.headers'),
    fraction: undefined,
    cancel,
  };
}

function nameOf(what: Openable): string {
  if (typeof what === 'string') return what === HALL ? word('hall.name') : what;
  return what instanceof File ? what.name : word('progress.files', { count: what.length });
}

/** Of the runtime; undefined while none arrives. */
export function downloadProgress(download: Download | undefined): Progress | undefined {
  if (download === undefined) return undefined;
  const { loaded, total } = download;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return {
    title: word('progress.runtime'),
    detail:
      total === undefined
        ? word('progress.loaded', { loaded: megabytes(loaded) })
        : word('progress.loadedOf', { loaded: megabytes(loaded), total: megabytes(total) }),
    fraction: total === undefined ? undefined : loaded / total,
    cancel: undefined,
  };
}

/** Of a picture of so many pixels to each CSS pixel, of which a part is drawn: `fraction`, 0 … 1. */
export function pictureProgress(scale: number, fraction: number, cancel: () => void): Progress {
  return {
    title: word('progress.picture'),
    detail: word('save.scale', { scale }),
    fraction,
    cancel,
  };
}

/** Of a film that has been made for `elapsed` milliseconds. */
export function filmProgress(
  title: string,
  done: number,
  frames: number,
  elapsed: number,
  cancel: () => void,
): Progress {
  const figures = { done: count(done), frames: count(frames) };
  const left = done === 0 ? undefined : (elapsed / done) * (frames - done);
  return {
    title: word('progress.film', { title }),
    detail:
      left === undefined
        ? word('progress.frames', figures)
        : word('progress.framesLeft', { ...figures, left: duration(left) }),
    fraction: done / frames,
    cancel,
  };
}

/** Milliseconds in words, in steps that don't change with every frame. */
function duration(milliseconds: number): string {
  const seconds = Math.max(5, 5 * Math.ceil(milliseconds / 5000));
  return seconds < 100
    ? word('progress.seconds', { count: seconds })
    : word('progress.minutes', { count: Math.ceil(seconds / 60) });
}
