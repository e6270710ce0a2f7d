/** A model that is open: its description, its weights and how it is run. */
import { readAddress } from '../architecture/address.ts';
import type { Graph } from '../architecture/graph.ts';
import type { Sizes } from '../architecture/sizes.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Tokenizer } from '../inference/tokenizer.ts';
import type { Token } from './app.ts';
import type { Task } from './task.ts';

/** Something about the model that a person should know, though it opened. */
export interface ModelProblem {
  readonly code: string;
  readonly message: string;
}

/**
 * Why a model that opened as geometry has no weights: a config was opened alone, the page has no more of a famous model, or the
 * sizes are others than it was opened with.
 */
export type Absence = 'notOpened' | 'notLoaded' | 'notPublished' | 'otherSizes';

export interface OpenModel {
  /** `nano-sort`, or the name of the folder, file or address it came from. */
  readonly id: string;
  /** What it is called: `GPT-3`; the id where nothing else is known. */
  readonly name: string;
  /** In which it was published; undefined of those that are not famous. */
  readonly year: number | undefined;
  /** The id opens it again: it is bundled, or stands at an address. */
  readonly isAddressable: boolean;
  readonly graph: Graph;
  readonly parameterCount: number;
  readonly checkpoint: Checkpoint;
  /** Undefined where the model has none: then only token ids can be run. */
  readonly tokenizer: Tokenizer | undefined;
  /** Tokens that end a text. */
  readonly endTokens: readonly number[];
  /** Every weight is at hand. */
  readonly runnable: boolean;
  /** Undefined where there are weights. */
  readonly absence: Absence | undefined;
  readonly problems: readonly ModelProblem[];
  readonly task: Task | undefined;
  /** Of the hall: the models in it, by their names there. */
  readonly members?: readonly { readonly name: string; readonly model: OpenModel }[];
  /** Where its sizes are not those that it was opened with: the ones chosen, and the model as it was opened. */
  readonly resized?: { readonly sizes: Sizes; readonly from: OpenModel };
}

/** The id of the hall, where all models stand as one. */
export const HALL = 'hall';

/** What the reader's own models go by in the hall, however they are called: own, own-2, … */
export const ownName = (number: number): string => (number === 1 ? 'own' : `own-${number}`);

export const isOwnName = (name: string): boolean => /^own(-\d+)?$/.test(name);

/** What a block or a module belongs to: in a hall one of the models there, which a module may be. */
export function modelAround(id: string, model: OpenModel): OpenModel {
  const name = readAddress(id)?.model ?? id;
  return model.members?.find((member) => member.name === name)?.model ?? model;
}

/** A model with the sizes that it was opened with. */
export function asOpened(model: OpenModel): OpenModel {
  return model.resized?.from ?? model;
}

/** Whether a model can be run on any text; the sorter takes letters alone. */
export function takesTexts(model: OpenModel | undefined): model is OpenModel {
  return model?.runnable === true && model.task?.kind !== 'sort';
}

/** A token of a model's vocabulary as one of a run. */
export function tokenOf({ tokenizer }: Pick<OpenModel, 'tokenizer'>, id: number, origin: Token['origin']): Token {
  return { id, word: tokenizer?.word(id) ?? String(id), origin };
}
