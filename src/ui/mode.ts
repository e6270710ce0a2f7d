/** How the page is shown: with everything, inside another page (`?embed`), or to an audience (`?present`). */
import { signal } from '@preact/signals';

export type PageMode = 'whole' | 'embedded' | 'presented';

export const pageMode = signal<PageMode>('whole');

/** What an address asks for. */
export function modeOf(address: URL): PageMode {
  if (address.searchParams.has('embed')) return 'embedded';
  return address.searchParams.has('present') ? 'presented' : 'whole';
}

/** The page's own address, however it is shown and whatever the moment. */
export function plainAddress(address: URL): string {
  const plain = new URL(address);
  plain.hash = '';
  for (const mode of ['embed', 'present']) plain.searchParams.delete(mode);
  return plain.href;
}

/** Shows the page on the whole screen, or again in its window. @throws Error where the browser does not let it */
export async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement !== null) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen();
}
