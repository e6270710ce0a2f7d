/** Long work as the page tells it. */
import type { Progress } from './app.ts';
import type { Openable } from './open-model.ts';
import type { Download } from './runner.ts';
import { word } from './words.ts';

export function openingProgress(what: Openable, cancel: () => void): Progress {
  return {
    title: word('progress.opening', { name: nameOf(what) }),
    detail: word('progress.headers'),
    fraction: undefined,
    cancel,
  };
}

function nameOf(what: Openable): string {
  if (typeof what === 'string') return what;
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
