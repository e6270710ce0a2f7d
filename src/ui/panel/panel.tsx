import type { App } from '../../app/app.ts';
import type { Act } from '../actions.ts';
import { Mark } from '../icons.tsx';
import { isNarrow, isPhone, isWide } from '../media.ts';
import { Parts } from '../outline/parts.tsx';
import { STORY_ID } from '../skip-links.tsx';
import { type PanelTab, panelTab, partsOpen, sheetStop } from '../ui-state.ts';
import { type Word, word } from '../words.ts';
import { Inspector } from './inspector.tsx';
import { Opening } from './opening.tsx';
import { RefusalBody, RefusalFoot } from './refusal.tsx';
import { Schematic } from './schematic.tsx';
import { Scrolling } from './scrolling.tsx';
import { SheetHandle } from './sheet.tsx';
import { Story, StoryFoot } from './story.tsx';

interface PanelProps {
  readonly app: App;
  readonly act: Act;
}

/** The one column to read: the opening, the story, what is pinned, or why something was not opened. */
export function Panel({ app, act }: PanelProps) {
  const refusal = app.refusal.value;
  const inspected = isWide.value ? undefined : app.inspected.value;
  const tab: PanelTab = inspected === undefined ? 'story' : panelTab.value;
  const player = app.player.value;
  const tells = app.isTold.value && player !== undefined;
  const listsParts = isNarrow.value && partsOpen.value && refusal === undefined;
  const content = () => {
    if (refusal !== undefined) return <RefusalBody app={app} refusal={refusal} act={act} />;
    return tells ? <Story app={app} player={player} act={act} /> : <Opening app={app} act={act} />;
  };
  const foot = () => {
    if (refusal !== undefined) return <RefusalFoot app={app} />;
    if (tab === 'story' && tells) return <StoryFoot player={player} act={act} />;
    return <span>{word(isPhone.value ? 'opening.footTouch' : 'opening.foot')}</span>;
  };
  return (
    <aside class={`panel sheet-${sheetStop.value}`} aria-label={word('panel.label')}>
      <SheetHandle />
      <header class="panel-head">
        <span class="brand">
          <Mark />
          {word('page.title')}
        </span>
        {inspected !== undefined && refusal === undefined && <Tabs />}
      </header>
      {listsParts ? (
        <Parts app={app} />
      ) : inspected !== undefined && refusal === undefined && tab === 'inspect' ? (
        <Scrolling>
          <Inspector app={app} answer={inspected} />
        </Scrolling>
      ) : (
        <>
          {refusal === undefined && tells && !isPhone.value && <Schematic app={app} player={player} />}
          <div id={STORY_ID} class="panel-body" tabIndex={-1}>
            {content()}
          </div>
          <footer class="panel-foot">{foot()}</footer>
        </>
      )}
    </aside>
  );
}

const TABS: readonly { readonly tab: PanelTab; readonly word: Word }[] = [
  { tab: 'story', word: 'tab.story' },
  { tab: 'inspect', word: 'tab.inspect' },
];

function Tabs() {
  return (
    <fieldset class="switch tabs" aria-label={word('tab.label')}>
      {TABS.map((entry) => (
        <button
          key={entry.tab}
          type="button"
          aria-pressed={panelTab.value === entry.tab}
          onClick={() => {
            panelTab.value = entry.tab;
          }}
        >
          {word(entry.word)}
        </button>
      ))}
    </fieldset>
  );
}

/** In a wide window what is pinned has a column of its own. */
export function InspectorDock({ app }: { readonly app: App }) {
  const inspected = app.inspected.value;
  if (!isWide.value || inspected === undefined) return null;
  return (
    <aside class="dock" aria-label={word('tab.inspect')}>
      <Scrolling>
        <Inspector app={app} answer={inspected} />
      </Scrolling>
    </aside>
  );
}
