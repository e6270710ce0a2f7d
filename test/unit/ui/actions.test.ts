import { signal } from '@preact/signals-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { buildGraph } from '../../../src/architecture/build.ts';
import type { Hit } from '../../../src/scene/picture.ts';
import { createAct, switchTo } from '../../../src/ui/actions.ts';
import { pageMode } from '../../../src/ui/mode.ts';
import { helpOpen, panelTab, promptEditing, typingAsked, viewSettingsOpen } from '../../../src/ui/ui-state.ts';

const graph = buildGraph({ model_type: 'gpt2', n_layer: 1, n_head: 2, n_embd: 8, n_positions: 8, vocab_size: 5 });

/** The parts of the app that these actions touch. */
function appWith(pinned: Hit | undefined) {
  const model = signal<unknown>({ graph, runnable: true });
  const parts = {
    theme: signal('light'),
    model,
    player: signal(undefined),
    pinned: signal(pinned),
    hover: signal<Hit | undefined>(undefined),
    notice: signal<string | undefined>(undefined),
    refusal: signal<unknown>(undefined),
    progress: signal<unknown>(undefined),
    pin: vi.fn(),
    look: vi.fn(),
    nudge: vi.fn(),
    pointAt: vi.fn(),
  };
  return { parts, app: parts as unknown as App };
}

beforeEach(() => {
  helpOpen.value = false;
  viewSettingsOpen.value = false;
  promptEditing.value = false;
  panelTab.value = 'story';
});

describe('along the computation', () => {
  test('[ and ] pin the first of them; at the ends nothing happens', () => {
    const { app, parts } = appWith({ block: 'layers.0.attention.scores' });
    const act = createAct(app);
    act('madeFrom');
    expect(parts.pin).toHaveBeenLastCalledWith({ block: 'layers.0.attention.query' });
    act('feeds');
    expect(parts.pin).toHaveBeenLastCalledWith({ block: 'layers.0.attention.weights' });
    parts.pinned.value = { block: 'probabilities' };
    act('feeds');
    expect(parts.pin).toHaveBeenCalledTimes(2);
  });
});

test('Esc closes one thing at a time, what lies on top first; work under way is cancelled last', () => {
  const { app, parts } = appWith({ block: 'logits' });
  const cancel = vi.fn();
  parts.refusal.value = {};
  parts.progress.value = { cancel };
  parts.notice.value = 'Link copied';
  helpOpen.value = true;
  viewSettingsOpen.value = true;
  const act = createAct(app);
  act('close');
  expect([helpOpen.value, viewSettingsOpen.value]).toEqual([false, true]);
  act('close');
  expect([viewSettingsOpen.value, parts.notice.value]).toEqual([false, 'Link copied']);
  act('close');
  expect(parts.notice.value).toBeUndefined();
  act('close');
  expect(parts.refusal.value).toBeUndefined();
  expect(parts.pin).not.toHaveBeenCalled();
  act('close');
  expect(parts.pin).toHaveBeenCalledWith(undefined);
  expect(cancel).not.toHaveBeenCalled();
  parts.pinned.value = undefined;
  act('close');
  expect(cancel).toHaveBeenCalledOnce();
});

test('the presenter’s view lets go of what was pinned; Esc leaves it, before anything that only the whole page shows', () => {
  const { app, parts } = appWith({ block: 'logits' });
  const act = createAct(app);
  act('present');
  expect(pageMode.value).toBe('presented');
  expect(parts.pin.mock.calls).toEqual([[undefined]]);
  act('close');
  expect(pageMode.value).toBe('whole');
  expect(parts.pin).toHaveBeenCalledTimes(1);
});

test('theme goes to and fro; a prompt can be changed only where there is something to run', () => {
  const { app, parts } = appWith(undefined);
  const act = createAct(app);
  act('theme');
  expect(parts.theme.value).toBe('dark');
  act('theme');
  expect(parts.theme.value).toBe('light');
  parts.model.value = { graph, runnable: false };
  act('prompt');
  expect([promptEditing.value, panelTab.value]).toEqual([false, 'story']);
  parts.model.value = { graph, runnable: true, task: { kind: 'sort' } };
  act('prompt');
  expect([promptEditing.value, panelTab.value]).toEqual([true, 'story']);
  promptEditing.value = false;
  parts.model.value = { graph, runnable: true };
  act('prompt');
  expect([promptEditing.value, panelTab.value, typingAsked.value]).toEqual([false, 'run', true]);
});

test('G stops what is gone on with, whatever has been typed since', () => {
  const { parts } = appWith(undefined);
  const generating = { isRunning: signal(true), stop: vi.fn(), run: vi.fn() };
  const ask = vi.fn();
  createAct({ ...parts, generating, ask, promptIsRun: signal(false) } as unknown as App)('generate');
  expect([generating.stop.mock.calls.length, generating.run.mock.calls, ask.mock.calls]).toEqual([1, [], []]);
});

test('nearer and farther undo each other, as do turns', () => {
  const { app, parts } = appWith(undefined);
  const act = createAct(app);
  for (const action of ['nearer', 'farther', 'turnLeft', 'turnRight', 'shiftUp', 'shiftDown'] as const) act(action);
  const moves = parts.nudge.mock.calls.map(([move]) => move);
  const sum = (name: string) => moves.reduce((total, move) => total + (move[name] ?? 0), 0);
  expect(moves.reduce((zoom, move) => zoom * (move.zoom ?? 1), 1)).toBeCloseTo(1);
  expect([sum('yaw'), sum('pitch'), sum('x'), sum('y')]).toEqual([0, 0, 0, 0]);
});

test('the model that is open, chosen again, is shown as it was opened and ships; another is opened', async () => {
  const { app, parts } = appWith(undefined);
  parts.model.value = { id: 'tales' };
  const [show, open, resize] = [vi.fn(async () => {}), vi.fn(async () => {}), vi.fn()];
  const keyFraming = { list: async () => [{ step: 0 }, { step: 40 }], show };
  Object.assign(parts, { keyFraming, switchTo: open, resize });
  switchTo(app, 'tales');
  await vi.waitFor(() => expect(show).toHaveBeenCalledExactlyOnceWith(undefined));
  expect(resize).toHaveBeenCalledExactlyOnceWith({});
  expect(open).not.toHaveBeenCalled();
  switchTo(app, 'nano-sort');
  expect(open).toHaveBeenCalledExactlyOnceWith('nano-sort');
});
