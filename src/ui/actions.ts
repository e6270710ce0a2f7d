/** What every key and button does. */
import type { Signal } from '@preact/signals';
import type { App } from '../app/app.ts';
import { MOST_SEED } from '../app/generating.ts';
import { HALL, takesTexts } from '../app/model.ts';
import { followFirst } from './chain.ts';
import { chooseFiles } from './files.ts';
import { goOn } from './go-on.ts';
import type { Action } from './keys.ts';
import { pageMode, toggleFullScreen } from './mode.ts';
import { doDeed } from './panel/deed.ts';
import { copyEmbedCode, copyLink } from './share.ts';
import {
  comparing,
  helpOpen,
  menuOpen,
  modelsOpen,
  panelTab,
  partsOpen,
  promptEditing,
  saveOpen,
  searchAsked,
  shareOpen,
  sheetStop,
  showRun,
  transcriptOpen,
  viewSettingsOpen,
} from './ui-state.ts';
import { word } from './words.ts';

export type Act = (action: Action) => void;

const SPEEDS: readonly [slowest: number, ...faster: number[]] = [0.5, 0.75, 1, 1.5, 2];
/** Degrees that an arrow key turns the model, pixels that it shifts it, and how much nearer + goes. */
const TURN = 6;
const SHIFT = 40;
const ZOOM = 1.2;

export function createAct(app: App): Act {
  const handlers: Readonly<Record<Action, () => void>> = {
    play: () => {
      const player = app.player.value;
      if (player === undefined) return;
      if (player.playing.value) player.pause();
      else {
        showStory();
        player.play();
      }
    },
    previousBeat: () => step(-1),
    nextBeat: () => step(1),
    previousChapter: () => stepChapter(-1),
    nextChapter: () => stepChapter(1),
    slower: () => changeSpeed(-1),
    faster: () => changeSpeed(1),
    nextSpeed: () => {
      const player = app.player.value;
      if (player !== undefined) player.speed.value = SPEEDS[SPEEDS.indexOf(player.speed.value) + 1] ?? SPEEDS[0];
    },
    back: () => {
      showStory();
      app.player.value?.back();
    },
    pin: () => app.pin(app.hover.value),
    madeFrom: () => followFirst(app, 'madeFrom'),
    feeds: () => followFirst(app, 'feeds'),
    frame: () => {
      const hit = app.pinned.value ?? app.hover.value;
      if (hit !== undefined) app.look({ block: hit.block });
    },
    reset: () => app.look({}),
    turnLeft: () => app.nudge({ yaw: -TURN }),
    turnRight: () => app.nudge({ yaw: TURN }),
    turnUp: () => app.nudge({ pitch: TURN }),
    turnDown: () => app.nudge({ pitch: -TURN }),
    shiftLeft: () => app.nudge({ x: -SHIFT }),
    shiftRight: () => app.nudge({ x: SHIFT }),
    shiftUp: () => app.nudge({ y: -SHIFT }),
    shiftDown: () => app.nudge({ y: SHIFT }),
    nearer: () => app.nudge({ zoom: ZOOM }),
    farther: () => app.nudge({ zoom: 1 / ZOOM }),
    parts: () => {
      partsOpen.value = !partsOpen.value;
      if (sheetStop.value === 'closed') sheetStop.value = 'half';
    },
    findPart: () => {
      partsOpen.value = true;
      searchAsked.value = true;
      if (sheetStop.value === 'closed') sheetStop.value = 'half';
    },
    prompt: () => {
      if (app.model.value?.runnable !== true) return;
      if (app.model.value.task?.kind === 'sort') promptEditing.value = true;
      else showRun('type');
    },
    nextToken: () => goOnInSight((generating) => generating.step()),
    lastTokenBack: () => goOnInSight((generating) => generating.back()),
    generate: () => {
      // Whatever has been typed since.
      if (app.generating.isRunning.value) app.generating.stop();
      else goOnInSight((generating) => generating.run());
    },
    newSeed: () => {
      const { generating } = app;
      if (!takesTexts(app.model.value)) return;
      showRun();
      generating.choose({ ...generating.settings.value, seed: randomSeed() });
    },
    tokenBefore: () => lookBy(-1),
    tokenAfter: () => lookBy(1),
    models: () => toggleCard(modelsOpen),
    compare: () => {
      app.player.value?.pause();
      modelsOpen.value = false;
      comparing.value = !comparing.value;
    },
    hall: () => {
      for (const over of [modelsOpen, comparing]) over.value = false;
      if (app.model.value?.members === undefined) app.switchTo(HALL).catch(() => undefined);
    },
    open: () => void choose('files'),
    openFolder: () => void choose('folder'),
    view: () => toggleCard(viewSettingsOpen),
    link: () => void copyLink(app),
    embedCode: () => void copyEmbedCode(app),
    save: () => {
      if (app.model.value !== undefined) toggleCard(saveOpen);
    },
    fullScreen: () => {
      toggleFullScreen().catch(() => {
        app.notice.value = word('fullScreen.failed');
      });
    },
    present: () => {
      pageMode.value = pageMode.value === 'presented' ? 'whole' : 'presented';
      // An audience sees the story: what was pinned before would stay dimmed over it, and nothing there unpins.
      if (pageMode.value === 'presented') app.pin(undefined);
    },
    read: () => {
      app.player.value?.pause();
      transcriptOpen.value = !transcriptOpen.value && app.player.value !== undefined;
    },
    theme: () => {
      app.theme.value = app.theme.value === 'light' ? 'dark' : 'light';
    },
    help: () => toggleCard(helpOpen),
    close: closeLast,
  };

  function goOnInSight(go: Parameters<typeof goOn>[1]) {
    if (!takesTexts(app.model.value)) return;
    showRun();
    void goOn(app, go);
  }

  function lookBy(by: 1 | -1) {
    const last = (app.run.value?.tokens.length ?? 0) - 1;
    if (!takesTexts(app.model.value) || last < 0) return;
    showRun();
    app.lookFrom(Math.min(last, Math.max(0, (app.position.value ?? last) + by)));
  }

  function showStory() {
    panelTab.value = 'story';
    if (sheetStop.value === 'closed') sheetStop.value = 'half';
  }

  function step(by: 1 | -1) {
    showStory();
    if (by === 1) app.player.value?.next();
    else app.player.value?.previous();
  }

  function stepChapter(by: 1 | -1) {
    const player = app.player.value;
    if (player === undefined) return;
    showStory();
    const chapter = Math.max(0, player.place.value.chapter + by);
    if (player.chapters[chapter] !== undefined) player.goTo(chapter);
  }

  function changeSpeed(by: 1 | -1) {
    const player = app.player.value;
    if (player === undefined) return;
    const at = SPEEDS.findIndex((speed) => speed >= player.speed.value);
    player.speed.value = SPEEDS[at + by] ?? player.speed.value;
  }

  async function choose(kind: 'files' | 'folder') {
    const files = await chooseFiles(kind);
    if (files.length > 0) openModel(app, files);
  }

  /** What lies on top goes first; work that was begun, last. */
  function closeLast() {
    if (transcriptOpen.value) transcriptOpen.value = false;
    else if (comparing.value) comparing.value = false;
    else if (helpOpen.value) helpOpen.value = false;
    else if (menuOpen.value) menuOpen.value = false;
    else if (shareOpen.value) shareOpen.value = false;
    else if (viewSettingsOpen.value) viewSettingsOpen.value = false;
    else if (saveOpen.value) saveOpen.value = false;
    else if (modelsOpen.value) modelsOpen.value = false;
    else if (promptEditing.value) {
      promptEditing.value = false;
      app.promptProblem.value = undefined;
    } else if (app.notice.value !== undefined) app.notice.value = undefined;
    else if (pageMode.value === 'presented') pageMode.value = 'whole';
    else if (app.refusal.value !== undefined) app.refusal.value = undefined;
    else if (partsOpen.value) partsOpen.value = false;
    else if (app.hover.value !== undefined) app.pointAt(undefined);
    else if (app.pinned.value !== undefined) app.pin(undefined);
    else app.progress.value?.cancel?.();
  }

  return (action) => handlers[action]();
}

function randomSeed(): number {
  return Math.floor(Math.random() * (MOST_SEED + 1));
}

/** Cards share one place: one that is opened closes the others. */
function toggleCard(card: Signal<boolean>) {
  const wasOpen = card.value;
  for (const each of [viewSettingsOpen, saveOpen, helpOpen, modelsOpen]) each.value = false;
  card.value = !wasOpen;
}

/** The model that is open by the weights that it ships with. */
export function showAsItIs(app: App) {
  void doDeed(app, { kind: 'frame', frame: 'last' });
}

/** Opens a bundled model where the reader stands; the one that is open is shown as it was opened and ships. Why it could not be opened stands in the panel. */
export function switchTo(app: App, id: string) {
  if (id === app.model.value?.id) {
    app.resize({});
    showAsItIs(app);
  } else app.switchTo(id).catch(() => undefined);
}

/** Opens files. Why they could not be opened stands in the panel, so a rejection is nobody's else. */
export function openModel(app: App, what: readonly File[]) {
  app.open(what).catch(() => undefined);
}
