import type { App } from '../app/app.ts';
import type { Act } from './actions.ts';
import { panelTab, sheetStop } from './ui-state.ts';
import { word } from './words.ts';

interface SkipLinksProps {
  readonly app: App;
  readonly act: Act;
}

/** First in the order of focus and seen only with it: past the ways around the page to what it tells. */
export function SkipLinks({ app, act }: SkipLinksProps) {
  return (
    <div class="skip-links">
      <button type="button" onClick={goToStory}>
        {word('skip.story')}
      </button>
      {app.player.value !== undefined && (
        <button type="button" onClick={() => act('read')}>
          {word('story.read')}
        </button>
      )}
    </div>
  );
}

/** The element that the story is told in. */
export const STORY_ID = 'story';

function goToStory() {
  panelTab.value = 'story';
  if (sheetStop.value === 'closed') sheetStop.value = 'half';
  // Once it is there.
  requestAnimationFrame(() => document.getElementById(STORY_ID)?.focus());
}
