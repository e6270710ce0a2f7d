/** What the page alone knows: which panel is up, what is open. Of all this a link keeps which panel is up, and whether models are compared. */
import { signal } from '@preact/signals';
import type { PanelTab } from '../app/saved-state.ts';
import type { TrailStep } from './chain.ts';

/** How far a phone's sheet is pulled up. */
export type SheetStop = 'closed' | 'half' | 'full';

export const panelTab = signal<PanelTab>('story');
export const sheetStop = signal<SheetStop>('half');
/** The field of the text is to have the focus. */
export const typingAsked = signal(false);
export const helpOpen = signal(false);
export const viewSettingsOpen = signal(false);
export const saveOpen = signal(false);
export const modelsOpen = signal(false);
/** The models are compared. A link keeps this too. */
export const comparing = signal(false);
export const transcriptOpen = signal(false);
/** The parts list is open; its field is to have the focus. */
export const partsOpen = signal(false);
export const searchAsked = signal(false);
/** The way along the computation to what is pinned, if it was reached so. */
export const trail = signal<readonly TrailStep[]>([]);
/** The moment that a link to another model has left: what it is called, and its address. Undefined once a model is opened otherwise. */
export const leftFrom = signal<{ readonly title: string; readonly hash: string; readonly to: string } | undefined>(
  undefined,
);
export const menuOpen = signal(false);
export const shareOpen = signal(false);
export const promptEditing = signal(false);
/** Something from outside the page is held over it. */
export const dropping = signal(false);

/** Shows where a text is typed and gone on with; `type`: with the caret in its field. */
export function showRun(then?: 'type'): void {
  panelTab.value = 'run';
  if (then === 'type') typingAsked.value = true;
  if (sheetStop.value === 'closed') sheetStop.value = 'half';
}
