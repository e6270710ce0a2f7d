import type { App } from '../../app/app.ts';
import { takesTexts } from '../../app/model.ts';
import type { PanelTab } from '../../app/saved-state.ts';
import type { Act } from '../actions.ts';
import { Mark } from '../icons.tsx';
import { lazily } from '../lazily.ts';
import { isNarrow, isPhone, isWide } from '../media.ts';
import { Parts } from '../outline/parts.tsx';
import { STORY_ID } from '../skip-links.tsx';
import { panelTab, partsOpen, sheetStop } from '../ui-state.ts';
import { type Word, word } from '../words.ts';
import { Inspector } from './inspector.tsx';
import { Opening } from './opening.tsx';
import { RefusalBody, RefusalFoot } from './refusal.tsx';
import { Schematic } from './schematic.tsx';
import { Scrolling } from './scrolling.tsx';
import { SheetHandle } from './sheet.tsx';
import { Story, StoryFoot } from './story.tsx';
import { WayBack } from './way-back.tsx';

/** Not needed before somebody types a text. */
const running = lazily(() => import('../running/running.tsx'));

interface PanelProps {
  readonly app: App;
  readonly act: Act;
}

/** The one column to read: the opening, the story, a text and how the model goes on with it, what is pinned, or why something was not opened. */
export function Panel({ app, act }: PanelProps) {
  const refusal = app.refusal.value;
  const inspected = isWide.value ? undefined : app.inspected.value;
  const tabs = TABS.filter(
    ({ tab }) => tab === 'story' || (tab === 'run' ? takesTexts(app.model.value) : inspected !== undefined),
  );
  const tab = tabs.find((entry) => entry.tab === panelTab.value)?.tab ?? 'story';
  const listsParts = isNarrow.value && partsOpen.value && refusal === undefined;
  return (
    <aside class={`panel sheet-${sheetStop.value}`} aria-label={word('panel.label')}>
      <SheetHandle />
      <header class="panel-head">
        <span class="brand">
          <Mark />
          {word('page.title')}
        </span>
        {tabs.length > 1 && refusal === undefined && <Tabs tabs={tabs} at={tab} />}
      </header>
      {refusal === undefined && <WayBack app={app} />}
      {listsParts ? (
        <Parts app={app} />
      ) : inspected !== undefined && refusal === undefined && tab === 'inspect' ? (
        <Scrolling>
          <Inspector app={app} answer={inspected} />
        </Scrolling>
      ) : refusal === undefined && tab === 'run' ? (
        <RunBody app={app} act={act} />
      ) : (
        <StoryBody app={app} act={act} />
      )}
    </aside>
  );
}

function RunBody({ app, act }: PanelProps) {
  const Running = running()?.default;
  return <Scrolling>{Running !== undefined && <Running app={app} act={act} />}</Scrolling>;
}

function StoryBody({ app, act }: PanelProps) {
  const refusal = app.refusal.value;
  const player = app.isTold.value ? app.player.value : undefined;
  const content = () => {
    if (refusal !== undefined) return <RefusalBody app={app} refusal={refusal} act={act} />;
    return player === undefined ? <Opening app={app} act={act} /> : <Story app={app} player={player} act={act} />;
  };
  const foot = () => {
    if (refusal !== undefined) return <RefusalFoot app={app} />;
    if (player !== undefined) return <StoryFoot player={player} act={act} />;
    return <span>{word(isPhone.value ? 'opening.footTouch' : 'opening.foot')}</span>;
  };
  return (
    <>
      {refusal === undefined && player !== undefined && !isPhone.value && <Schematic app={app} player={player} />}
      <div id={STORY_ID} class="panel-body" tabIndex={-1}>
        {content()}
      </div>
      <footer class="panel-foot">{foot()}</footer>
    </>
  );
}

interface TabName {
  readonly tab: PanelTab;
  readonly word: Word;
}

const TABS: readonly TabName[] = [
  { tab: 'story', word: 'tab.story' },
  { tab: 'run', word: 'tab.run' },
  { tab: 'inspect', word: 'tab.inspect' },
];

interface TabsProps {
  readonly tabs: readonly TabName[];
  readonly at: PanelTab;
}

function Tabs({ tabs, at }: TabsProps) {
  return (
    <fieldset class="switch tabs" aria-label={word('tab.label')}>
      {tabs.map((entry) => (
        <button
          key={entry.tab}
          type="button"
          aria-pressed={at === entry.tab}
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
