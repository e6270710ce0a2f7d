/** A model that is open: its description, its weights and how it is run. */
import type { Graph } from '../architecture/graph.ts';
import type { Tally } from '../architecture/tally.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Tokenizer } from '../inference/tokenizer.ts';

/** Something about the model that a person should know, though it opened. */
export interface ModelProblem {
  readonly code: string;
  readonly message: string;
}

/** What a bundled model was made for: its `cutaway.json`. */
export interface Task {
  /** The prompt that the page opens with. */
  readonly prompt: string;
  /** What it does to the prompt, one word for the top bar: “Sorts”. */
  readonly verb: string;
  /** How many tokens a prompt has. */
  readonly promptLength: number;
  /** How many tokens the model answers. */
  readonly answerLength: number;
  /** The tour that is told on it. */
  readonly tour: string;
}

export interface OpenModel {
  /** `nano-sort`, or the name of the folder, file or address it came from. */
  readonly id: string;
  /** The id opens it again: it is bundled, or stands at an address. */
  readonly isAddressable: boolean;
  readonly graph: Graph;
  /** Parameters of the whole model first, then of each module. */
  readonly tally: readonly Tally[];
  readonly parameterCount: number;
  readonly checkpoint: Checkpoint;
  /** Undefined where the model has none: then only token ids can be run. */
  readonly tokenizer: Tokenizer | undefined;
  /** Tokens that end a text. */
  readonly endTokens: readonly number[];
  /** Every weight is at hand. */
  readonly runnable: boolean;
  readonly problems: readonly ModelProblem[];
  readonly task: Task | undefined;
}
