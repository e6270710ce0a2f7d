/** Long work as the page tells it. */
import type { Progress } from './app.ts';
import type { Openable } from './open-model.ts';
import type { Download } from './runner.ts';

export function openingProgress(what: Openable, cancel: () => void): Progress {
  const name = typeof what === 'string' ? what : what instanceof File ? what.name : `${what.length} files`;
  return { title: `Opening ${name}`, detail: 'Headers first', fraction: undefined, cancel };
}

/** Of the runtime; undefined while none arrives. */
export function downloadProgress(download: Download | undefined): Progress | undefined {
  if (download === undefined) return undefined;
  const { loaded, total } = download;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return {
    title: 'Fetching what runs the model',
    detail: total === undefined ? `${megabytes(loaded)} MB` : `${megabytes(loaded)} of ${megabytes(total)} MB`,
    fraction: total === undefined ? undefined : loaded / total,
    cancel: undefined,
  };
}
