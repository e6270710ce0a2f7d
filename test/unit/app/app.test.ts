import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cutaway } from '../../../src/app/create-app.ts';
import { Restoring } from '../../../src/app/restoring.ts';
import { fromHash, type PanelTab, readState } from '../../../src/app/saved-state.ts';
import { ChannelWorker } from '../inference/channel-worker.ts';
import { FIXTURES, NANO_SORT } from '../inference/models.ts';

const TOUR = 'how-a-transformer-sorts';

/** The app without a canvas; bundled models come from disk, and the worker is one without a thread. */
let app: Cutaway;
let restoring: Restoring;
let workers: ChannelWorker[];
/** What the host of the bundled model gives for a file; undefined where it has none. */
let served: (name: string, bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined;

beforeEach(() => {
  workers = [];
  served = (_, bytes) => bytes;
  vi.stubGlobal('fetch', async (address: string) => {
    const name = new URL(address).pathname.split('/nano-sort/').at(-1) ?? '';
    const bytes = served(name, new Uint8Array(readFileSync(join(NANO_SORT, name))));
    if (bytes === undefined) return new Response(null, { status: 404 });
    return new Response(bytes, { headers: { 'content-length': String(bytes.length) } });
  });
  vi.stubGlobal(
    'Worker',
    class extends ChannelWorker {
      constructor() {
        super();
        workers.push(this);
      }
    },
  );
  app = new Cutaway({
    theme: 'light',
    tab: signal<PanelTab>('story'),
    comparing: signal(false),
    address: 'https://example.org/',
    prefersReducedMotion: () => true,
    nextFrame: () => {},
  });
  // What has no WebGL 2 is refused, and then nothing waits for it to be drawn on.
  expect(() => app.attach(Object.create(null))).toThrow();
  restoring = new Restoring(app);
});
afterEach(() => {
  for (const worker of workers) worker.terminate();
  vi.unstubAllGlobals();
});

function files(folder: string): File[] {
  return ['config.json', 'model.safetensors'].map(
    (name) => new File([readFileSync(join(FIXTURES, folder, name))], name),
  );
}

describe('a tour', () => {
  it('is told on a run with all its answers alone', async () => {
    await app.open('nano-sort');
    await app.openTour(TOUR, { time: 60 });
    expect(app.player.value?.time.value).toBe(60);
    app.player.value?.play();
    await app.prompting.pass([2, 1]);
    expect(app.player.value).toBeUndefined();
    await app.ask('CBACBA');
    expect(app.player.value?.time.value).toBe(60);
    expect(app.player.value?.playing.value).toBe(false);
    expect(app.player.value?.timeline.value.source.words.slice(0, 6).join('')).toBe('CBACBA');
  });

  it('says why the prompt that was run cannot be told of', async () => {
    await app.open('nano-sort');
    await app.prompting.pass([2, 1]);
    await expect(app.openTour(TOUR, {})).rejects.toThrow('This model takes six letters, not two.');
    await expect(app.openTour('another', {})).rejects.toThrow(`It has “${TOUR}”.`);
  });

  it('ends with its model', async () => {
    await app.open('nano-sort');
    await app.openTour(TOUR, { chapter: 1, beat: 1 });
    expect(app.player.value?.place.value).toEqual({ chapter: 1, beat: 1 });
    app.pin({ block: 'logits' });
    await app.open(files('llama-tied'));
    expect([app.player.value, app.pinned.value, app.run.value]).toEqual([undefined, undefined, undefined]);
    // Nobody's link can open files of the reader's own.
    expect(app.savedState()).toEqual({ version: 1 });
  });
});

describe('opening', () => {
  it('lets the latest win and tells nothing of the one before', async () => {
    const first = app.open([new File(['{'], 'config.json')]);
    const second = app.open('nano-sort');
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect((await second).id).toBe('nano-sort');
    expect([app.refusal.value, app.progress.value]).toEqual([undefined, undefined]);
  });

  it('keeps what was open when something is refused', async () => {
    await app.open('nano-sort');
    await expect(app.open([new File(['{'], 'config.json')])).rejects.toMatchObject({ code: 'InvalidJson' });
    expect(app.refusal.value?.rule).toBe('InvalidJson');
    expect(app.model.value?.id).toBe('nano-sort');
    expect(app.progress.value).toBeUndefined();
  });
});

describe('a model without a tokenizer', () => {
  it('takes token ids for a prompt, and says so of any other text', async () => {
    await app.open(files('llama-tied'));
    await app.ask(' 3 1  2 ');
    expect(app.promptProblem.value).toBeUndefined();
    expect(app.run.value?.tokens.map(({ id }) => id)).toEqual([3, 1, 2]);
    expect(app.savedState()).toEqual({ version: 1, prompt: '3 1 2' });
    await app.ask('3 one');
    expect(app.promptProblem.value).toContain('token ids');
    await app.ask('999999999');
    expect(app.promptProblem.value).toContain('not a token of this model');
  });
});

describe('a text that the model has gone on with', () => {
  const STATE = { version: 1, prompt: '3 1 2', sampling: { temperature: 0.7, topK: 5, seed: 11 } };
  const idsOf = () => app.run.value?.tokens.map(({ id }) => id);

  it('comes back with its tokens, and goes on from there as it would have', async () => {
    await app.open(files('llama-grouped'));
    await restoring.restore(readState(STATE));
    await app.generating.run(3);
    app.lookFrom(4);
    const before = app.savedState();
    expect(before).toMatchObject({ ...STATE, generated: app.run.value?.answers.map(({ id }) => id), from: 4 });
    expect(before.generated).toHaveLength(3);
    await app.generating.step();
    const after = idsOf();
    await restoring.restore(readState({ version: 1, prompt: '4' }));
    expect(app.savedState()).toEqual({ version: 1, prompt: '4' });
    await restoring.restore(readState(before));
    expect(app.savedState()).toEqual(before);
    expect(app.run.value?.tokens.map(({ origin }) => origin)).toEqual([
      ...Array(3).fill('given'),
      ...Array(3).fill('answered'),
    ]);
    await app.generating.step();
    expect(idsOf()).toEqual(after);
  });

  it('comes back also where it is as long as the model can read', async () => {
    await app.open(files('llama-grouped'));
    await app.ask('3 1 2');
    await app.runner.generate([3, 1, 2], { count: 99, temperature: 0, seed: 0 });
    const before = app.savedState();
    expect(before.generated).toHaveLength(13);
    await app.ask('4');
    await restoring.restore(readState(before));
    expect([app.savedState(), app.notice.value]).toEqual([before, undefined]);
  });

  it('is kept as far as the model can read it where a link has more', async () => {
    const { graph } = await app.open(files('llama-grouped'));
    const { context } = graph.dimensions;
    const generated = Array<number>(context + 5).fill(1);
    await restoring.restore(readState({ version: 1, prompt: '3 1 2', generated }));
    expect(idsOf()).toEqual([3, 1, 2, ...generated.slice(0, context - 3)]);
    expect([app.prompt.value, app.promptProblem.value]).toEqual(['3 1 2', undefined]);
    expect(app.notice.value).toContain(`no more than the first ${context - 3} of them`);
  });

  it('is kept up to the first token that the model does not have, and its prompt with it', async () => {
    const { graph } = await app.open(files('llama-grouped'));
    const unknown = graph.dimensions.vocabulary;
    await restoring.restore(readState({ version: 1, prompt: '3 1 2', generated: [1, 4, unknown, 2] }));
    expect(idsOf()).toEqual([3, 1, 2, 1, 4]);
    expect([app.prompt.value, app.promptProblem.value]).toEqual(['3 1 2', undefined]);
    expect(app.notice.value).toContain(`token ${unknown}, which this model does not have`);
    await restoring.restore(readState({ version: 1, prompt: '4', generated: [unknown] }));
    expect([idsOf(), app.prompt.value]).toEqual([[4], '4']);
  });

  it('is read where it was, and where a link of before has it: in the story', async () => {
    const { tab } = app.surroundings;
    await app.open(files('llama-grouped'));
    await app.ask('3 1 2');
    tab.value = 'run';
    const read = app.savedState();
    expect(read).toEqual({ version: 1, prompt: '3 1 2', tab: 'run' });
    await restoring.restore(readState({ version: 1, prompt: '3' }));
    expect([tab.value, app.savedState().tab]).toEqual(['story', undefined]);
    await restoring.restore(readState(read));
    expect(tab.value).toBe('run');
    // From then on the reader goes where they like, whatever is still on its way.
    const restored = restoring.restore(readState({ version: 1, prompt: '3' }));
    tab.value = 'run';
    await restored;
    expect(tab.value).toBe('run');
    tab.value = 'inspect';
    await restoring.restore(readState({ version: 1, prompt: '3', pinned: { block: 'logits' } }));
    expect(tab.value).toBe('inspect');
  });

  it('is gone on with no further once another is typed, also one that cannot be run', async () => {
    await app.open(files('llama-grouped'));
    await app.ask('3 1 2');
    const running = app.generating.run();
    await app.ask('3 1 2 '.repeat(100));
    expect(app.generating.isRunning.value).toBe(false);
    await running;
    expect(idsOf()).toHaveLength(4);
  });

  it('is looked at from its last token where the one that was chosen is taken back', async () => {
    await app.open(files('llama-grouped'));
    await app.ask('3 1 2');
    app.lookFrom(1);
    expect(app.position.value).toBe(1);
    await app.ask('3 1');
    expect(app.position.value).toBeUndefined();
    await app.ask('3 1 2 4');
    expect(app.position.value).toBe(1);
  });

  it('keeps what was typed last where that cannot be run, and the run before it', async () => {
    await app.open(files('llama-grouped'));
    await app.ask('3 1 2');
    await app.ask('3 1 2 '.repeat(100));
    expect(app.promptProblem.value).toMatch(/300 tokens, 284 more than the 16/);
    expect(app.promptDraft.value).toHaveLength(600);
    expect([app.prompt.value, idsOf()]).toEqual(['3 1 2', [3, 1, 2]]);
  });
});

describe('switching to another model', () => {
  const place = { block: 'layers.1.attention.scores', cell: [2, 5, 3] };

  it('runs the prompt that it was left with, and keeps what was pinned', async () => {
    await app.open('nano-sort');
    await app.ask('CBACBA');
    await app.open(files('llama-grouped'));
    await app.ask('3 1 2 4 5 6');
    app.pin(place);
    await app.switchTo('nano-sort');
    expect(app.savedState()).toMatchObject({ model: 'nano-sort', prompt: 'CBACBA', pinned: place });
    expect(app.run.value?.answers).toHaveLength(6);
  });

  it('keeps the block where the cell is not there, and nothing where the block is not', async () => {
    await app.open(files('llama-grouped'));
    await app.ask('3 1 2 4 5 6');
    app.pin({ ...place, cell: [3, 5, 3] });
    await app.switchTo('nano-sort');
    expect(app.pinned.value).toEqual({ block: place.block });
    await app.open(files('llama-grouped'));
    await app.ask('3 1 2');
    app.pin({ block: 'layers.0.attention.query_rotated' });
    await app.switchTo('nano-sort');
    expect(app.pinned.value).toBeUndefined();
  });
});

describe('a saved state', () => {
  const LINK = '#v=1&model=nano-sort&prompt=CBACBA';

  it('comes back, whatever was done since', async () => {
    await restoring.restore(fromHash(`${LINK}&scale=rank&pinned=logits:1.1`));
    const before = app.savedState();
    expect(before).toMatchObject({ prompt: 'CBACBA', scale: 'rank', pinned: { block: 'logits', cell: [1, 1] } });
    await app.openTour(TOUR, { time: 60 });
    app.theme.value = 'dark';
    app.pin(undefined);
    await app.ask('AAAAAA');
    await restoring.restore(readState(before));
    expect(app.savedState()).toEqual(before);
    await restoring.restore(fromHash(LINK));
    expect(app.savedState()).toEqual({ version: 1, model: 'nano-sort', prompt: 'CBACBA' });
    expect(app.notice.value).toBeUndefined();
  });

  it('gives way to the next one, without a word', async () => {
    const first = restoring.restore(fromHash('#v=1&model=nowhere&pinned=logits'), 'nano-sort');
    const second = restoring.restore(fromHash(LINK), 'nano-sort');
    await Promise.all([first, second]);
    expect(app.savedState()).toEqual({ version: 1, model: 'nano-sort', prompt: 'CBACBA' });
    expect(app.notice.value).toBeUndefined();
  });

  it('keeps the model that is open from one that an earlier moment has still to open', async () => {
    const own = await app.open(files('llama-tied'));
    const first = restoring.restore(fromHash('#v=1&model=nano-sort&prompt=CBACBA'));
    const second = restoring.restore(fromHash('#v=1&prompt=3+1+2+4'), own);
    await Promise.all([first, second]);
    expect(app.model.value).toBe(own);
    expect(app.savedState()).toEqual({ version: 1, prompt: '3 1 2 4' });
    expect([app.progress.value, app.refusal.value, app.notice.value]).toEqual([undefined, undefined, undefined]);
  });

  it('is looked at from where the latest says', async () => {
    const own = await app.open(files('llama-tied'));
    const first = restoring.restore(fromHash('#v=1&prompt=3+1+2+4&from=2'), own);
    await vi.waitUntil(() => app.running.value, { interval: 0 });
    await restoring.restore(fromHash('#v=1'), own);
    await first;
    expect([app.run.value?.tokens.length, app.position.value]).toEqual([4, undefined]);
  });

  it('tells nothing of settings that were put back', async () => {
    await app.open('nano-sort');
    app.generating.choose({ temperature: 0.5, topP: undefined, seed: 0 });
    expect(app.savedState().sampling).toBeDefined();
    app.generating.choose({ temperature: 1, topP: undefined, seed: 0 });
    expect(app.savedState().sampling).toBeUndefined();
  });

  it('tells what does not fit, and does the rest', async () => {
    await restoring.restore(fromHash(`#v=1&model=nowhere&prompt=XYZ&pinned=logits:99.0&tour=${TOUR}@5`), 'nano-sort');
    expect(app.savedState()).toMatchObject({ model: 'nano-sort', prompt: 'AACBAB', tour: { id: TOUR, time: 5 } });
    for (const told of ['“nowhere”', '“XYZ”', 'logits[99, 0]']) expect(app.notice.value).toContain(told);
  });

  it.each([
    ['pinned=layers.9.ffn.up:1.2', 'nano-sort has no block layers.9.ffn.up.'],
    ['pinned=layers.0.ffn.up:99.2', 'the run has eleven tokens, so it has no layers.0.ffn.up[99, 2].'],
    ['pinned=layers.0.ffn.up:2.999', '11 tokens × 192 hidden channels, so it has no cell layers.0.ffn.up[2, 999].'],
    ['view=layers.0.ffn.up:2~1~2~3', 'has the axes token, hidden channel, so it has no cell layers.0.ffn.up[2].'],
    ['view=nowhere~1~2~3', 'view was left out: nano-sort has no block nowhere.'],
    [
      `tour=${TOUR}@nowhere/else`,
      'has no beat “nowhere/else” any more; this is the start of “How a transformer sorts”.',
    ],
    ['prompt=CBACBA&from=9999', 'part “from=9999” was left out: the run has 11 tokens.'],
    ['frame=17', 'there is no key frame of step 17; the nearest are 16 and 32.'],
    ['tour=none@5', 'There is no tour “none” for this model.'],
  ])('says what is wrong with %s', async (part, told) => {
    await restoring.restore(fromHash(`#v=1&${part}`), 'nano-sort');
    expect(app.notice.value).toContain(told);
    expect(app.notice.value).toMatch(/\.$/);
  });

  it('names the beat, and holds to it rather than to the time', async () => {
    await app.open('nano-sort');
    await app.ask('AACBAB');
    await app.openTour(TOUR, { chapter: 1, beat: 1 });
    const { tour } = app.savedState();
    const start = app.player.value?.time.value ?? 0;
    expect(tour).toMatchObject({ id: TOUR, time: start, at: { seconds: 0 } });
    await restoring.restore(readState({ version: 1, tour: { ...tour, time: 0 } }));
    expect(app.player.value?.time.value).toBe(start);
    expect(app.savedState().tour).toEqual(tour);
  });

  it('changes nothing when it is none', async () => {
    await restoring.restore(fromHash(LINK));
    app.pin({ block: 'logits' });
    const before = app.savedState();
    await restoring.restore(readState({ version: 99 }));
    expect(app.savedState()).toEqual(before);
    expect(app.notice.value).toContain('version 1');
    await restoring.restore(fromHash('#v=9&model=nano-sort'), 'nano-sort');
    expect(app.savedState()).toEqual(before);
    expect(app.notice.value).toContain('ignored');
  });
});

describe('a key frame', () => {
  const WEIGHT = 'layers.1.ffn.up.weight';
  const shown = async () => ({
    step: app.savedState().frame,
    tokens: app.run.peek()?.tokens.map(({ id }) => id),
    logits: [...(app.run.peek()?.trace.get('logits')?.data ?? [])],
    weight: [...((await app.weights().load(WEIGHT))?.data ?? [])],
  });
  const close = (one: readonly number[], other: readonly number[]) =>
    expect(Math.max(...one.map((value, at) => Math.abs(value - (other[at] ?? Number.NaN))))).toBeLessThan(1e-4);

  beforeEach(async () => {
    await app.open('nano-sort');
    await app.ask('CBACBA');
  });

  it('has its weights in the scene and in every run, and gives way to the model itself', async () => {
    const before = await shown();
    await app.keyFraming.show(8);
    const early = await shown();
    expect([early.step, app.keyFraming.shown.value]).toEqual([8, { step: 8, last: 2000 }]);
    expect(early.tokens?.slice(0, 6)).toEqual(before.tokens?.slice(0, 6));
    expect(early.logits).not.toEqual(before.logits);
    expect(early.weight).not.toEqual(before.weight);
    expect(app.read(WEIGHT)?.data).toHaveLength(before.weight.length);
    expect(await app.runner.generate([0, 1], { count: 3, temperature: 0, seed: 0 })).toHaveLength(5);

    await app.ask('CBACBA');
    close((await shown()).logits, early.logits);
    await app.keyFraming.show(undefined);
    const after = await shown();
    expect([after.step, after.tokens, after.weight]).toEqual([undefined, before.tokens, before.weight]);
    close(after.logits, before.logits);
  });

  it('is listed with what was measured', async () => {
    const frames = await app.keyFraming.list();
    expect(frames).toHaveLength(30);
    expect(frames[0]?.measures.right).toBeLessThan(0.1);
    expect(frames.at(-1)).toMatchObject({ step: 2000, measures: { right: 1 } });
    await app.open(files('llama-tied'));
    expect(await app.keyFraming.list()).toEqual([]);
    await expect(app.keyFraming.show(8)).rejects.toMatchObject({ code: 'NoSuchFrame' });
    await app.keyFraming.show(undefined);
  });

  it.each([
    ['is missing', () => undefined, 'NotFound'],
    ['is cut', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, 100_000), 'MetadataIncompleteBuffer'],
  ])('whose file %s changes nothing, and is tried again', async (_, spoiled, code) => {
    const before = await shown();
    served = (name, bytes) => (name.startsWith('frames/00') ? spoiled(bytes) : bytes);
    await expect(app.keyFraming.show(4)).rejects.toMatchObject({ code });
    expect(await shown()).toEqual(before);
    await app.keyFraming.show(1198);
    expect(app.keyFraming.step.value).toBe(1198);
    served = (_, bytes) => bytes;
    await app.keyFraming.show(4);
    expect(app.keyFraming.step.value).toBe(4);
  });

  it('gives way to the one that was asked for last', async () => {
    const shows = await Promise.allSettled([1, 306, 2].map((step) => app.keyFraming.show(step)));
    expect(shows.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(shows[0]).toMatchObject({ reason: { name: 'AbortError' } });
    expect(app.keyFraming.step.value).toBe(2);
    const leaving = app.keyFraming.show(4);
    await app.open('nano-sort');
    await expect(leaving).rejects.toMatchObject({ name: 'AbortError' });
    expect(app.keyFraming.step.value).toBeUndefined();
  });

  it('gives way to the model itself, also when it is being run already', async () => {
    const useWeights = vi.spyOn(app.runner, 'useWeights');
    const early = app.keyFraming.show(8);
    await vi.waitUntil(() => useWeights.mock.calls.length > 0, { interval: 0, timeout: 30_000 });
    const before = await shown();
    await app.keyFraming.show(undefined);
    await expect(early).rejects.toMatchObject({ name: 'AbortError' });
    expect(await shown()).toEqual(before);
  });

  it('ends what is gone on with, once its weights are there', async () => {
    await app.prompting.pass([2, 1]);
    // A text that grows no longer would be gone on with for ever.
    vi.spyOn(app.runner, 'extend').mockImplementation(() => app.runner.pass([2, 1]));
    const running = app.generating.run();
    await app.keyFraming.show(8);
    await running;
    expect([app.keyFraming.step.value, app.generating.problem.value]).toEqual([8, undefined]);
  });

  it('is what a link opens, and what a link without one leaves', async () => {
    await restoring.restore(fromHash('#v=1&model=nano-sort&frame=16&prompt=CBACBA'));
    expect([app.keyFraming.step.value, app.notice.value]).toEqual([16, undefined]);
    expect(app.link()).toContain('frame=16');
    await restoring.restore(readState({ version: 1, model: 'nano-sort', frame: 17 }));
    expect(app.notice.value).toMatch(/moment of the training was left out: .*no key frame of step 17/);
    expect(app.keyFraming.step.value).toBeUndefined();
    await restoring.restore(fromHash('#v=1&model=nano-sort&frame=16'));
    await restoring.restore(fromHash('#v=1&model=nano-sort&frame=early'));
    expect([app.keyFraming.step.value, app.notice.value]).toEqual([undefined, expect.stringMatching(/frame=early/)]);
  });
});
