import { useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { App } from '../app/app.ts';
import type { PanelTab } from '../app/saved-state.ts';
import { type Act, createAct, openModel } from './actions.ts';
import { TopBar } from './bar/top-bar.tsx';
import { endStaleTrail } from './chain.ts';
import { isCompared, LazyComparison } from './compare/lazy-comparison.tsx';
import { documentTitle } from './document-title.ts';
import { WholePageLink } from './embed.tsx';
import { droppedFiles, pastedFiles } from './files.ts';
import { Help } from './help.tsx';
import { type Action, actionOf } from './keys.ts';
import { isNarrow, isWide } from './media.ts';
import { Messages } from './messages.tsx';
import { pageMode } from './mode.ts';
import { LazyModels } from './models/lazy-models.tsx';
import { Parts } from './outline/parts.tsx';
import { InspectorDock, Panel } from './panel/panel.tsx';
import { Caption } from './present/caption.tsx';
import { ProgressLine } from './present/progress-line.tsx';
import { SaveCard } from './save/save-card.tsx';
import { SceneView } from './scene/scene-view.tsx';
import { SkipLinks } from './skip-links.tsx';
import { Spoken } from './spoken.tsx';
import { isBeingRead, LazyTranscript } from './transcript/lazy-transcript.tsx';
import { Transport } from './transport.tsx';
import { dropping, panelTab, partsOpen } from './ui-state.ts';
import { ViewSettingsCard } from './view-settings.tsx';
import { WholeModel } from './whole-model.tsx';

/** The whole page: the drawing, the column to read beside it, the bar under it. */
export function Page({ app }: { readonly app: App }) {
  const act = useMemo(() => createAct(app), [app]);
  useKeys(app, act);
  useDrop(app);
  usePaste(app);
  useSignalEffect(() => {
    document.documentElement.dataset.theme = app.theme.value;
  });
  useSignalEffect(() => {
    document.title = documentTitle(app);
  });
  useSignalEffect(() => endStaleTrail(app));
  // What is pinned shows itself, whoever pinned it.
  const readBefore = useRef<PanelTab>('story');
  useSignalEffect(() => {
    const tab = panelTab.peek();
    if (tab !== 'inspect') readBefore.current = tab;
    panelTab.value = app.pinned.value === undefined ? readBefore.current : 'inspect';
    // In a narrow window the parts list stands where it is to be seen.
    if (app.pinned.value !== undefined && isNarrow.peek()) partsOpen.value = false;
  });
  const mode = pageMode.value;
  const isWhole = mode === 'whole';
  const docked = isWhole && isWide.value && app.inspected.value !== undefined;
  return (
    <>
      <div class={`page ${mode}${docked ? ' docked' : ''}`} inert={isBeingRead(app) || isCompared()}>
        {isWhole && <SkipLinks app={app} act={act} />}
        {isWhole && <Panel app={app} act={act} />}
        {mode === 'presented' && <Caption app={app} act={act} />}
        <SceneView app={app} />
        {isWhole && <TopBar app={app} act={act} />}
        {mode === 'presented' ? <ProgressLine app={app} /> : <Transport app={app} act={act} />}
        {mode === 'embedded' && <WholePageLink app={app} />}
        {isWhole && <Extras app={app} act={act} />}
        <Messages app={app} />
        <Spoken app={app} />
      </div>
      <LazyTranscript app={app} />
      <LazyComparison app={app} />
    </>
  );
}

interface ExtrasProps {
  readonly app: App;
  readonly act: Act;
}

/** What opens beside and over the drawing. */
function Extras({ app, act }: ExtrasProps) {
  return (
    <>
      {!isNarrow.value && <Parts app={app} />}
      <InspectorDock app={app} />
      <ViewSettingsCard app={app} act={act} />
      <SaveCard app={app} />
      <LazyModels app={app} act={act} />
      <Help />
      <WholeModel app={app} act={act} />
    </>
  );
}

/** What keys do while a text, or the comparison of models, lies over the page: the others scroll it. */
const WHILE_READING: readonly Action[] = ['read', 'close', 'theme'];
const WHILE_COMPARING: readonly Action[] = ['compare', 'close', 'theme'];

function useKeys(app: App, act: Act) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const action = actionOf(event, pageMode.peek());
      if (action === undefined || (isBeingRead(app) && !WHILE_READING.includes(action))) return;
      if (isCompared() && !WHILE_COMPARING.includes(action)) return;
      event.preventDefault();
      act(action);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [app, act]);
}

/** Files and folders can be dropped anywhere on the page. */
function useDrop(app: App) {
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      dropping.value = true;
    };
    const leave = (event: DragEvent) => {
      // Null: out of the window, and not only from one element to the next.
      if (event.relatedTarget === null) dropping.value = false;
    };
    const drop = (event: DragEvent) => {
      dropping.value = false;
      if (event.dataTransfer === null || event.dataTransfer.items.length === 0) return;
      event.preventDefault();
      void droppedFiles(event.dataTransfer).then((files) => {
        if (files.length > 0) openModel(app, files);
      });
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [app]);
}

/** Files, and the text of a config.json, can be pasted anywhere but where a text is typed. */
function usePaste(app: App) {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData === null || isTextField(event.target)) return;
      const files = pastedFiles(event.clipboardData);
      if (files.length === 0) return;
      event.preventDefault();
      openModel(app, files);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [app]);
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
}
