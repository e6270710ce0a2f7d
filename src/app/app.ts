/**
 * The state of the app as signals, and what can be done to it. The page, the console API and links all go through here.
 */
import type { ReadonlySignal, Signal } from '@preact/signals-core';
import type { Explanation } from '../architecture/explain.ts';
import type { AxisName, TensorData, TensorId } from '../architecture/graph.ts';
import type { Sizes } from '../architecture/sizes.ts';
import type { Histogram, Statistics } from '../checkpoint/statistics.ts';
import type { Player } from '../narrative/player.ts';
import type { StageSource } from '../narrative/stage.ts';
import type { ColourScale, Hit, Insets, Theme, ViewSettings } from '../scene/picture.ts';
import type { Occupied } from '../scene/scene.ts';
import type { Generating } from './generating.ts';
import type { KeyFraming } from './key-framing.ts';
import type { OpenModel } from './model.ts';
import type { ReadPrompt } from './prompt.ts';

/** One token of the current run. */
export interface Token {
  readonly id: number;
  readonly word: string;
  /** Given by the reader, or answered by the model. */
  readonly origin: 'given' | 'answered';
}

export interface Run {
  /** What went through the model in the pass that is painted. */
  readonly tokens: readonly Token[];
  /** The answers known so far, the last of which need not have gone through the model. */
  readonly answers: readonly Token[];
  /** All rows of every activation. */
  readonly trace: ReadonlyMap<TensorId, TensorData>;
  /** Of so many tokens, from the first, the rows are those of the run before; those of the others were computed for this one. */
  readonly reusedTokens: number;
}

/** Long work, with a figure. */
export interface Progress {
  readonly title: string;
  readonly detail: string;
  /** 0 … 1; undefined where the whole is not known. */
  readonly fraction: number | undefined;
  readonly cancel: (() => void) | undefined;
}

/** Why something was not opened. What was open stays open. */
export interface Refusal {
  readonly title: string;
  readonly explanation: string;
  readonly facts: readonly { readonly name: string; readonly value: string; readonly atFault?: boolean }[];
  readonly rule: string;
}

/** What is known of the block (and cell) that the pointer is on or that is pinned. */
export interface Answer {
  readonly hit: Hit;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly statistics: Statistics | undefined;
  readonly histogram: Histogram | undefined;
  /** Of the cell, where there is one. */
  readonly explanation: Explanation | undefined;
  /** Each axis with the name of the index: token “C” at 2, channel 17. */
  readonly indices: readonly { readonly axis: string; readonly index: number; readonly word: string | undefined }[];
}

/** How a block's values become colours. */
export interface Legend {
  readonly name: string;
  readonly map: 'diverging' | 'sequential';
  readonly scale: ColourScale;
  /** The magnitude at the ends of the diverging map. */
  readonly limit: number;
}

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle on the canvas, CSS pixels from its corner. */
export interface ScreenBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PictureOptions {
  /** Pixels of the picture to each CSS pixel of the canvas. 1 by default. */
  readonly scale?: number;
}

export interface FilmOptions {
  /** From 0. All of the tour by default. */
  readonly chapter?: number;
  /** A stretch of the tour in place of the chapter: seconds from the start of the tour as it plays with motion. */
  readonly from?: number;
  readonly to?: number;
  /** Pixels, 720 by default. A film is 16 by 9. */
  readonly height?: number;
  /** Frames for each second, 30 by default. */
  readonly fps?: number;
}

export interface App {
  readonly theme: Signal<Theme>;
  readonly settings: Signal<ViewSettings>;

  readonly model: ReadonlySignal<OpenModel | undefined>;
  readonly progress: ReadonlySignal<Progress | undefined>;
  readonly refusal: Signal<Refusal | undefined>;
  /** One sentence for the reader, such as what was wrong with a link; announced, dismissed with Esc. */
  readonly notice: Signal<string | undefined>;

  /** The prompt as accepted. */
  readonly prompt: ReadonlySignal<string>;
  /** The prompt as typed last, accepted or not. */
  readonly promptDraft: ReadonlySignal<string>;
  /** What was typed last is what the run is of. */
  readonly promptIsRun: ReadonlySignal<boolean>;
  /** Why the last prompt was not accepted: a sentence. */
  readonly promptProblem: Signal<string | undefined>;
  readonly run: ReadonlySignal<Run | undefined>;
  readonly running: ReadonlySignal<boolean>;
  /** Tokens after the prompt, one at a time. */
  readonly generating: Generating;
  /** The moments of the model's training at which it can be shown. */
  readonly keyFraming: Pick<KeyFraming, 'step' | 'shown' | 'list' | 'show'>;
  /** Of the token that the model is looked at from; undefined: the last of the run. */
  readonly position: ReadonlySignal<number | undefined>;
  /** Where the model has gone on with a text, what was kept from the step before is dimmed. */
  readonly marksNew: Signal<boolean>;

  readonly hover: ReadonlySignal<Hit | undefined>;
  readonly pinned: ReadonlySignal<Hit | undefined>;
  /** For what is hovered, else what is pinned. */
  readonly answer: ReadonlySignal<Answer | undefined>;
  /** For what is pinned, whatever the pointer is on. */
  readonly inspected: ReadonlySignal<Answer | undefined>;
  /** Of the block that is asked about; undefined while none is. */
  readonly legend: ReadonlySignal<Legend | undefined>;
  /** How many tokens the blocks are laid out for: of the run; before any, as many as there will be. */
  readonly tokens: ReadonlySignal<number>;
  /** The whole model is in view. */
  readonly wholeInView: ReadonlySignal<boolean>;
  /** Counts the frames drawn: what stands on screen beside a block is placed again when it changes. */
  readonly frame: ReadonlySignal<number>;
  /** Blocks that a term in the text, hovered, points at. */
  readonly pointedAt: Signal<readonly TensorId[]>;

  /** The tour that belongs to the model; its own signals tell chapter, beat, time. */
  readonly player: ReadonlySignal<Player | undefined>;
  /** The open model and the run that is painted, as figures read them. */
  readonly source: ReadonlySignal<StageSource | undefined>;
  /** The tour has been begun, and says what the scene shows. */
  readonly isTold: ReadonlySignal<boolean>;

  /** The drawing's canvas, once it is in the page. Returns what takes it away again. @throws Error where WebGL 2 is missing */
  attach(canvas: HTMLCanvasElement): () => void;
  /** Of a picture at scale 1. */
  readonly pictureSize: ReadonlySignal<Size>;
  /** How large the canvas is, and what of it is covered. */
  setWindow(size: Size, insets: Insets): void;

  open(what: string | File | readonly File[] | FileList): Promise<OpenModel>;
  /** Opens a bundled model with the prompt it was left with, and keeps the place where it has it too. */
  switchTo(id: string): Promise<void>;
  /**
   * Gives the open model other sizes in place of those it was opened with; with none, these again. Camera and selection stay.
   * @throws {ConfigError} for sizes that do not go together, RangeError for a model whose weights are at hand
   */
  resize(sizes: Sizes): void;
  /** Asks for a prompt to be run; sets `promptProblem` where it cannot be. */
  ask(prompt: string): Promise<void>;

  /** How the model would read a text; runs nothing. */
  readPrompt(text: string): ReadPrompt;
  /** Looks at the model from the token at a position, undefined for the last. */
  lookFrom(position: number | undefined): void;

  /**
   * Pointer over the canvas, CSS pixels from its corner; undefined when it has left. Returns the position of the token whose letters,
   * along the edge of a block, it is on; those are not hovered, and what of their block is hovered stays so, for it holds them there.
   */
  pointAt(place: { readonly x: number; readonly y: number } | undefined): number | undefined;
  /** The model of a hall whose plate is there, CSS pixels from the canvas's left and top edge; undefined where none is. */
  plateAt(place: { readonly x: number; readonly y: number }): string | undefined;
  /** The pointer is on what means a block or a cell in a text or a figure; undefined when it has left. */
  point(hit: Hit | undefined): void;
  pin(hit: Hit | undefined): void;
  /** Where the block or cell of a hit stands on the canvas, for the leader of a tip; undefined when out of sight. */
  screenBox(hit: Hit): ScreenBox | undefined;
  /** What stands where on the canvas: what lies over the drawing looks for other room. */
  occupied(): Occupied;
  /** Moves the camera a step, as keys do: degrees around the subject, a factor of zoom, CSS pixels sideways. Leaves the rails. */
  nudge(by: {
    readonly yaw?: number;
    readonly pitch?: number;
    readonly zoom?: number;
    readonly x?: number;
    readonly y?: number;
  }): void;
  look(at: { readonly block?: TensorId; readonly cell?: readonly number[] }): void;
  /** Numbers of an activation of the run, or of a weight block; undefined while they are not there. */
  read(id: TensorId): TensorData | undefined;
  /** A block in words: “Attention scores”, what it is for, its symbol. */
  describe(id: TensorId): { readonly name: string; readonly purpose: string };
  /** The token at an index along an axis: a position of the run, or an entry of the vocabulary. */
  wordAt(axis: AxisName, index: number): string | undefined;
  /** The colour of a value in a block's own range, as CSS. */
  colourOf(id: TensorId, value: number): string;
  /** The address of this moment. */
  link(): string;
  /** What the scene shows, as a PNG drawn anew. @throws {RangeError} where that is more than can be drawn here */
  picture(options: PictureOptions): Promise<File>;
  /** A stretch of the tour as a film, MP4 or WebM, with motion whatever the reader prefers. @throws {Error} for people, where it cannot be made; AbortError where it was cancelled */
  film(options: FilmOptions): Promise<File>;
}
