/** A tour laid out in time on one run: every cue with its second, what stands before it and what stands after it. */
import type { AxisName, Op, TensorId } from '../architecture/graph.ts';
import { findModule } from '../architecture/module.ts';
import { type Moment, resolve } from './address.ts';
import { usualSeconds } from './animators/animate.ts';
import { Bench } from './animators/motion.ts';
import { type Computed, isComplete, missingBefore, withBlocks, withCells } from './computed.ts';
import { narrowed, perSlab, tokensOf, wholeOf } from './grid.ts';
import type { Cells, Pose, Stage, StageSource } from './stage.ts';
import type { Address, AppendCue, Beat, ChooseCue, CompiledTour, ComputeCue, Cue, LookCue, RunCue } from './tour.ts';

/** What holds between two cues. */
export interface Standing extends Pick<Stage, 'lit' | 'outlines' | 'links' | 'named' | 'tokens' | 'answered'> {
  readonly pose: Pose;
  readonly computed: Computed;
}

/** What a step shows while it lasts. */
export type Action =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'look'; readonly to: Pose }
  /** `quick`: only swept, never shown step by step. */
  | {
      readonly kind: 'compute';
      readonly op: Op;
      readonly focus: Cells;
      readonly by: AxisName | undefined;
      readonly quick: boolean;
    }
  | { readonly kind: 'enter'; readonly focus: Cells }
  | { readonly kind: 'choose'; readonly at: TensorId }
  | { readonly kind: 'append'; readonly at: TensorId; readonly tokens: TensorId }
  | { readonly kind: 'link'; readonly from: Cells; readonly to: Cells };

/** One cue in time. Steps follow one another; none begins before the one before it is over. */
export interface Step {
  readonly start: number;
  readonly seconds: number;
  readonly action: Action;
  readonly before: Standing;
  /** What is there while it lasts: a block at work counts, as far as it is. */
  readonly during: Computed;
  readonly after: Standing;
}

/** A beat in time, seconds from the tour's start. */
export interface PlacedBeat {
  readonly chapter: number;
  /** Within its chapter. */
  readonly index: number;
  readonly beat: Beat;
  readonly start: number;
  /** From here on nothing moves: the text is read. */
  readonly rest: number;
  readonly end: number;
  /** How many tokens and answers there are when it rests: what its text is read against. */
  readonly tokens: number;
  readonly answered: number;
}

export interface Schedule {
  readonly steps: readonly Step[];
  readonly beats: readonly PlacedBeat[];
}

const LOOK_SECONDS = 0.9;
const LINK_SECONDS = 0.6;
const CHOOSE_SECONDS = 2;
const APPEND_SECONDS = 1.2;
const ENTER_SECONDS = 2.5;
const SECONDS_PER_BLOCK = 0.06;
const SHORTEST_RUN_SECONDS = 1.5;

/**
 * @param still Nothing moves by itself: flights are cuts and sweeps are states.
 * @throws Error when the model has no such block as the tour names, or an address does not fit it.
 */
export function schedule(tour: CompiledTour, source: StageSource, still: boolean): Schedule {
  const steps: Step[] = [];
  const beats: PlacedBeat[] = [];
  let standing = opening(tour, source);
  let time = 0;
  const add = ({ action, seconds, during, after }: Plan): void => {
    const lasts = still ? 0 : seconds;
    steps.push({ start: time, seconds: lasts, action, before: standing, during: during ?? standing.computed, after });
    standing = after;
    time += lasts;
  };
  for (const [chapter, { beats: ofChapter }] of tour.chapters.entries()) {
    for (const [index, beat] of ofChapter.entries()) {
      const start = time;
      add(instant(standing, { outlines: [], links: [], named: [] }));
      for (const cue of beat.cues) for (const plan of plans(cue, standing, source)) add(plan);
      const rest = time;
      time += beat.readSeconds;
      beats.push({
        chapter,
        index,
        beat,
        start,
        rest,
        end: time,
        tokens: standing.tokens,
        answered: standing.answered,
      });
    }
  }
  return { steps, beats };
}

function opening(tour: CompiledTour, source: StageSource): Standing {
  const cues = tour.chapters.flatMap(({ beats }) => beats.flatMap((beat) => beat.cues));
  const first = cues.find((cue) => cue.kind === 'look');
  const tokens = Math.min(source.given, source.ids.length);
  const pose = first === undefined ? { blocks: [], yaw: 0, pitch: 0, zoom: 1 } : poseOf(first, { source, tokens });
  return { pose, computed: new Map(), outlines: [], links: [], named: [], tokens, answered: 0 };
}

/** A step before it has its time. */
interface Plan extends Pick<Step, 'action' | 'seconds' | 'after'> {
  /** Where it is not what was there before. */
  readonly during?: Computed;
}

function instant(standing: Standing, changes: Partial<Standing> = {}): Plan {
  return { action: { kind: 'nothing' }, seconds: 0, after: { ...standing, ...changes } };
}

/** The steps that a cue comes to; none where what it speaks of is not there. */
function plans(cue: Cue, standing: Standing, source: StageSource): Plan[] {
  const moment: Moment = { source, tokens: standing.tokens };
  switch (cue.kind) {
    case 'look': {
      const to = poseOf(cue, moment);
      return [{ action: { kind: 'look', to }, seconds: cue.seconds ?? LOOK_SECONDS, after: { ...standing, pose: to } }];
    }
    case 'light':
      for (const { block } of cue.at) checkPart(block, source);
      return [instant(standing, { lit: cue.at.length === 0 ? undefined : cue.at.map((lit) => litPart(lit, source)) })];
    case 'name':
      for (const block of cue.at) checkPart(block, source);
      return [instant(standing, { named: [...standing.named, ...cue.at] })];
    case 'outline': {
      const ranges = cue.at.flatMap((address) => slabsAt(address, moment));
      const added = ranges.map((range) => ({ range, style: cue.style }));
      return [instant(standing, { outlines: [...standing.outlines, ...added] })];
    }
    case 'link': {
      const from = resolve(cue.from, moment);
      const to = resolve(cue.to, moment);
      if (from === undefined || to === undefined) return [];
      const after = { ...standing, links: [...standing.links, { from, to, progress: 1 }] };
      return [{ action: { kind: 'link', from, to }, seconds: cue.seconds ?? LINK_SECONDS, after }];
    }
    case 'rest':
      return [{ ...instant(standing), seconds: cue.seconds }];
    case 'restart': {
      const tokens = Math.min(source.given, source.ids.length);
      return [instant(standing, { computed: withTokens(new Map(), source, tokens), tokens, answered: 0 })];
    }
    case 'compute':
      return planCompute(cue, standing, source);
    case 'run':
      return planRun(cue, standing, source);
    case 'choose':
      return [planChoose(cue, standing, source)];
    case 'append':
      return planAppend(cue, standing, source);
  }
}

function planCompute({ at, by, seconds }: ComputeCue, standing: Standing, source: StageSource): Plan[] {
  const { tokens } = standing;
  const tensor = source.graph.tensor(at.block);
  const focus = resolve(at, { source, tokens });
  if (focus === undefined) return [];
  if (tensor.kind === 'weight') throw new Error(`${tensor.id} is a weight: it is read, not computed`);
  const missing = missingBefore(standing.computed, source.graph, tensor.id, tokens);
  const ready = withBlocks(standing.computed, missing, tokens);
  const during = atWork(ready, tensor.id);
  const after = { ...standing, computed: withCells(ready, tensor, focus, tokens) };
  const op = source.graph.producer(tensor.id);
  if (op === undefined) return [{ action: { kind: 'enter', focus }, seconds: seconds ?? ENTER_SECONDS, during, after }];
  const usual = usualSeconds(op, new Bench(source, tokens), focus);
  return [{ action: { kind: 'compute', op, focus, by, quick: false }, seconds: seconds ?? usual, during, after }];
}

/** One step for each block that is not complete; of a block that is there for some tokens, the new ones are swept. */
function planRun({ to, seconds }: RunCue, standing: Standing, source: StageSource): Plan[] {
  const { graph } = source;
  const { tokens } = standing;
  const blocks = missingBefore(standing.computed, graph, to, tokens);
  if (!isComplete(standing.computed, graph.tensor(to), tokens)) blocks.push(to);
  const each = (seconds ?? Math.max(SHORTEST_RUN_SECONDS, blocks.length * SECONDS_PER_BLOCK)) / blocks.length;
  let { computed } = standing;
  return blocks.flatMap((block): Plan[] => {
    const tensor = graph.tensor(block);
    const op = graph.producer(block);
    const whole = wholeOf(tensor, tokens);
    if (whole === undefined) return [];
    const during = atWork(computed, block);
    const token = tensor.axes.findIndex(({ name }) => name === 'token');
    const focus = narrowed(whole, token, computed.get(block)?.tokens ?? 0, tokens - 1);
    computed = withBlocks(computed, [block], tokens);
    const action: Action =
      op === undefined ? { kind: 'enter', focus } : { kind: 'compute', op, focus, by: 'token', quick: true };
    return [{ action, seconds: each, during, after: { ...standing, computed } }];
  });
}

function planChoose({ at, seconds }: ChooseCue, standing: Standing, source: StageSource): Plan {
  source.graph.tensor(at);
  const answered =
    source.read(at) === undefined ? standing.answered : Math.max(standing.answered, standing.tokens - source.given + 1);
  return { action: { kind: 'choose', at }, seconds: seconds ?? CHOOSE_SECONDS, after: { ...standing, answered } };
}

function planAppend({ at, seconds }: AppendCue, standing: Standing, source: StageSource): Plan[] {
  source.graph.tensor(at);
  const tokens = standing.tokens + 1;
  const block = tokensOf(source);
  if (tokens > source.ids.length || block === undefined) return [];
  const computed = withTokens(standing.computed, source, tokens);
  const answered = Math.max(standing.answered, tokens - source.given);
  return [
    {
      action: { kind: 'append', at, tokens: block },
      seconds: seconds ?? APPEND_SECONDS,
      after: { ...standing, tokens, answered, computed },
    },
  ];
}

/** With a block that is there as far as it is, even if that is not at all. */
function atWork(computed: Computed, id: TensorId): Computed {
  return computed.has(id) ? computed : withBlocks(computed, [id], 0);
}

function withTokens(computed: Computed, source: StageSource, tokens: number): Computed {
  const block = tokensOf(source);
  return block === undefined ? computed : withBlocks(computed, [block], tokens);
}

function slabsAt(address: Address, moment: Moment): Cells[] {
  const cells = resolve(address, moment);
  return cells === undefined ? [] : perSlab(moment.source.graph.tensor(cells.block), cells);
}

type LitPart = NonNullable<Stage['lit']>[number];

function litPart(lit: LitPart, { graph }: StageSource): LitPart {
  return graph.has(lit.block) ? lit : { ...lit, isModule: true };
}

/** @throws Error when the model has neither a block nor a module of this id */
function checkPart(id: string, { graph }: StageSource): void {
  if (findModule(graph, id) === undefined) graph.tensor(id);
}

function poseOf({ at, yaw, pitch, zoom }: LookCue, moment: Moment): Pose {
  for (const { block } of at) checkPart(block, moment.source);
  const cells = at.flatMap((address) => (address.indices === undefined ? [] : (resolve(address, moment) ?? [])));
  return { blocks: at.map(({ block }) => block), cells, yaw, pitch, zoom };
}
