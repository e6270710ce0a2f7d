import { computed } from '@preact/signals';
import { isNarrow } from '../media.ts';
import { pageMode } from '../mode.ts';
import { partsOpen } from '../ui-state.ts';

/** How wide the parts list stands, as in page.css. CSS pixels. */
const WIDTH = 272;

/** What the parts list covers at the right of the drawing; in a narrow window it stands in the column of the text. */
export const partsRoom = computed(() => (partsOpen.value && !isNarrow.value && pageMode.value === 'whole' ? WIDTH : 0));
