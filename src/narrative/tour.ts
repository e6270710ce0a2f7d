/**
 * A tour as it leaves the compiler: chapters of beats, each beat a text and the cues that say what the scene does. Plain data,
 * so that it travels as JSON and means the same on any model that has its blocks. `content/README.md` shows how it is written.
 */
import type { AxisName, TensorId } from '../architecture/graph.ts';
import type { Counted } from './counted.ts';
import type { Notation } from './short.ts';

/**
 * A place along an axis, counted from the first index, from the last one there is at that moment, from the first answer (the number
 * of given tokens), or from a token: the last one that is written so, the last one that was there before (`repeat`), what followed
 * that one the time before (`again`), or the whole word that has the nearest neighbour in the token table (`kin`).
 */
export type Place = { readonly kind: 'place'; readonly offset: number } & (
  | { readonly from: 'first' | 'last' | 'given' | 'repeat' | 'again' | 'kin' }
  | { readonly from: 'word'; readonly word: string }
);

/**
 * One index of an address. `extreme` is where the largest or smallest value stands, the other indices being as they are; `id` the
 * entry of the vocabulary that the token at a place is, `entry` the one that is written so.
 */
export type Index =
  | Place
  | { readonly kind: 'id'; readonly of: Place }
  | { readonly kind: 'entry'; readonly word: string }
  | { readonly kind: 'extreme'; readonly of: 'max' | 'min' }
  | { readonly kind: 'all' }
  | { readonly kind: 'span'; readonly first: Place; readonly last: Place };

/** A block, or with indices (one for each axis of the block) some of its cells. */
export interface Address {
  readonly block: TensorId;
  readonly indices?: readonly Index[];
}

/** A camera flight; then it rests. Angles in degrees, as in `Pose`. */
export interface LookCue {
  readonly kind: 'look';
  readonly at: readonly Address[];
  readonly yaw: number;
  readonly pitch: number;
  readonly zoom: number;
  readonly seconds?: number;
}

/** Blocks (or one slab of them) in full colour until the next `light`; an empty list lights everything. */
export interface LightCue {
  readonly kind: 'light';
  readonly at: readonly { readonly block: TensorId; readonly slab?: number }[];
}

/** Computes cells of a block before the reader's eyes, in the manner of the op that makes it. */
export interface ComputeCue {
  readonly kind: 'compute';
  readonly at: Address;
  /** The axis along which the work proceeds. */
  readonly by?: AxisName;
  readonly seconds?: number;
}

/** Computes everything that is not computed yet, block after block, up to and with this one. */
export interface RunCue {
  readonly kind: 'run';
  readonly to: TensorId;
  readonly seconds?: number;
}

/** Picks the most probable token in the last row of `at`. */
export interface ChooseCue {
  readonly kind: 'choose';
  readonly at: TensorId;
  readonly seconds?: number;
}

/** Carries the token chosen in `at` to the end of the tokens: from here on there is one more. */
export interface AppendCue {
  readonly kind: 'append';
  readonly at: TensorId;
  readonly seconds?: number;
}

/** Nothing is computed and nothing is answered any more. */
export interface RestartCue {
  readonly kind: 'restart';
}

/** Frames cells until the end of the beat. */
export interface OutlineCue {
  readonly kind: 'outline';
  readonly at: readonly Address[];
  readonly style: 'accent' | 'source' | 'dotted';
}

/** Joins cells by a line until the end of the beat. */
export interface LinkCue {
  readonly kind: 'link';
  readonly from: Address;
  readonly to: Address;
  readonly seconds?: number;
}

/** Blocks whose labels are wanted until the end of the beat. */
export interface NameCue {
  readonly kind: 'name';
  readonly at: readonly TensorId[];
}

export interface RestCue {
  readonly kind: 'rest';
  readonly seconds: number;
}

export type Cue =
  | LookCue
  | LightCue
  | ComputeCue
  | RunCue
  | ChooseCue
  | AppendCue
  | RestartCue
  | OutlineCue
  | LinkCue
  | NameCue
  | RestCue;

/**
 * What is read out of the addressed cells: the cell itself, a measure over all of them (finite values only; `deviation` is the
 * standard deviation over all, as in LayerNorm), or a step of the softmax of the cell's row: `exponent` is
 * e^(cell − largest of the row), `exponents` their sum, `remainder` is 1 − cell.
 */
export type Measure =
  | 'cell'
  | 'sum'
  | 'mean'
  | 'deviation'
  | 'rms'
  | 'largest'
  | 'exponent'
  | 'exponents'
  | 'remainder';

export type Quantity =
  | {
      readonly take: Measure;
      readonly at: Address;
      /** Of the addressed cells only those at whose last index (a token or a key) this letter stands. */
      readonly letter?: string;
    }
  /** The largest probability that the logit lens reads out of a tensor of the residual stream, after the last token. */
  | { readonly take: 'lens'; readonly stream: TensorId }
  /** A number counted from the descriptions of models. */
  | { readonly take: 'count'; readonly counted: Counted };

/** Letters (tokens) of the run. */
export type Letters =
  | { readonly of: 'position'; readonly place: Place }
  /** The token that stands at the address's last index: an entry of the vocabulary or a position. */
  | { readonly of: 'cell'; readonly at: Address }
  /** The model's answer with this number, counted from 0. */
  | { readonly of: 'answer'; readonly number: number }
  /** The token that the logit lens reads out of a tensor of the residual stream, after the last one. */
  | { readonly of: 'lens'; readonly stream: TensorId }
  | { readonly of: 'given' | 'sorted' | 'answers' };

/** What a text may say only where it is true. */
export type Claim =
  /** The answers are the given letters in order. */
  | { readonly kind: 'sorted' }
  /** The answer with this number is what stands there when the given letters are in order. */
  | { readonly kind: 'right'; readonly answer: number }
  /** The given letters are in order already. */
  | { readonly kind: 'in-order' }
  | { readonly kind: 'above' | 'below'; readonly quantity: Quantity; readonly than: number | Quantity }
  /** The letter at the address is the model's answer with this number. */
  | { readonly kind: 'same-letter'; readonly at: Address; readonly answer: number }
  /** The letter at the address is this one. */
  | { readonly kind: 'letter'; readonly at: Address; readonly letter: string }
  /** This letter is among the given ones. */
  | { readonly kind: 'has'; readonly letter: string }
  /** There are such cells in this run. */
  | { readonly kind: 'there'; readonly at: Address }
  /** It is told how the model was trained. */
  | { readonly kind: 'trained' }
  /** The logit lens reads the token out of this tensor that the model itself finds most probable. */
  | { readonly kind: 'lens-agrees'; readonly stream: TensorId };

/**
 * A number that was measured on the model over every prompt that its task has, not on this run: the mean of a quantity, or how
 * often a claim holds, when the answer number `asked` (from 0) is asked for. `among` keeps to the prompts with so many of a letter.
 */
export interface Measurement {
  readonly of:
    | { readonly kind: 'mean'; readonly quantity: Quantity }
    | { readonly kind: 'share'; readonly claim: Claim };
  readonly asked: number;
  readonly among?: { readonly letter: string; readonly count: number };
}

/** A picture in the text, drawn from the numbers of the run. */
export type Figure =
  /** A row as bars; with `temperature`, one that a softmax made, and a control that moves its shares. */
  | { readonly kind: 'bars'; readonly at: Address; readonly temperature: boolean }
  /** A row of a softmax step by step: score, exponent, share. */
  | { readonly kind: 'softmax'; readonly at: Address }
  /** The function that makes these cells, with a point on it for each of them. */
  | { readonly kind: 'curve'; readonly at: Address }
  /** What the logit lens reads after the last token out of each of these tensors of the residual stream. */
  | { readonly kind: 'lens'; readonly streams: readonly TensorId[] }
  /** The slabs of a block side by side. */
  | { readonly kind: 'pattern'; readonly at: Address }
  /** A token's rotated query or key in one head: an arrow for each pair of channels, turning as the scene turns it. */
  | { readonly kind: 'rotary'; readonly at: Address }
  /** A score of a rotated query and key, with controls that move both tokens, or the key alone. */
  | { readonly kind: 'distance'; readonly at: Address }
  /** A token's row through a norm, beside the same row through the other kind of norm. */
  | { readonly kind: 'norm'; readonly at: Address }
  /** One gated cell: its gate on the curve, its number, their product. */
  | { readonly kind: 'gate'; readonly at: Address }
  /** Which query heads read which key heads, of a block of scores; `head` is the query head that is spoken of. */
  | { readonly kind: 'groups'; readonly block: TensorId; readonly head?: number }
  /** How the loss fell in training, and the first key frame beside the last. */
  | { readonly kind: 'training' }
  /** A model's parameters block by block, each as often as there are layers with it, and their sum: those of before, then these. */
  | { readonly kind: 'sum'; readonly before: readonly TensorId[]; readonly blocks: readonly TensorId[] }
  /** The words nearest to a token in the table that it is looked up in. */
  | { readonly kind: 'neighbours'; readonly at: Address };

/** A moment of another model: a block of it, or a beat of its tour by the names that links use. */
export interface Jump {
  /** The id of a bundled model. */
  readonly model: string;
  readonly to:
    | { readonly kind: 'block'; readonly block: TensorId }
    | { readonly kind: 'beat'; readonly tour: string; readonly chapter: string; readonly beat: string };
}

export type TextNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'paragraph' | 'list' | 'item' | 'emphasis' | 'strong';
      readonly children: readonly TextNode[];
    }
  /** Words that do something with the model when they are pressed. */
  | { readonly kind: 'try'; readonly deed: Deed; readonly children: readonly TextNode[] }
  /** Words that mean a block: the two light each other. */
  | { readonly kind: 'term'; readonly block: TensorId; readonly children: readonly TextNode[] }
  | { readonly kind: 'value'; readonly quantity: Quantity; readonly digits?: number; readonly notation?: Notation }
  /** A figure as it is printed; a test takes the measurement anew. */
  | { readonly kind: 'measured'; readonly text: string; readonly measurement: Measurement }
  /** A figure of a model that everybody knows, as it is printed; a test counts it anew from the model's description. */
  | { readonly kind: 'known'; readonly text: string; readonly model: string; readonly of: KnownFigure }
  /** How many of the given letters are this one. */
  | { readonly kind: 'count'; readonly letter: string }
  /** How many cells a block has along an axis. */
  | { readonly kind: 'size'; readonly block: TensorId; readonly axis: AxisName }
  /** The address's last index, as a number. */
  | { readonly kind: 'index'; readonly at: Address }
  | { readonly kind: 'letters'; readonly letters: Letters }
  /** KaTeX's HTML, whose symbols that mean a block carry `data-block`; and the same as a line of text. */
  | { readonly kind: 'formula'; readonly html: string; readonly text: string }
  /** A formula on its own, then the same with these numbers. */
  | { readonly kind: 'card'; readonly html: string; readonly text: string; readonly rows: readonly CardRow[] }
  | { readonly kind: 'figure'; readonly figure: Figure }
  /** For readers who know another model: what is the same there and what is not, and the way to see it. */
  | { readonly kind: 'sameBut'; readonly jump: Jump; readonly children: readonly TextNode[] }
  | {
      readonly kind: 'choice';
      readonly claim: Claim;
      readonly holds: readonly TextNode[];
      readonly otherwise: readonly TextNode[];
    };

/** Puts another prompt into the bar, lets the model go on by so many tokens, or shows it at the first or last key frame of its training. */
export type Deed =
  | { readonly kind: 'prompt'; readonly prompt: string }
  | { readonly kind: 'generate'; readonly count: number }
  | { readonly kind: 'frame'; readonly frame: 'first' | 'last' };

/** `cache`: how many numbers are kept of each token, so that it need not be read again: its keys and values in every layer. */
export type KnownFigure =
  | 'parameters'
  | 'layers'
  | 'heads'
  | 'kvHeads'
  | 'width'
  | 'hidden'
  | 'vocabulary'
  | 'context'
  | 'cache';

export interface CardRow {
  readonly label: string;
  readonly children: readonly TextNode[];
}

export interface Beat {
  readonly title: string;
  readonly text: readonly TextNode[];
  /** How long its text takes to read, seconds. */
  readonly readSeconds: number;
  readonly cues: readonly Cue[];
  /** What its words say without asking: has to be so for every input. */
  readonly holds: readonly Claim[];
}

export interface Chapter {
  readonly title: string;
  readonly beats: readonly Beat[];
}

export interface CompiledTour {
  /** The name of its file, without the ending. */
  readonly id: string;
  readonly title: string;
  readonly chapters: readonly Chapter[];
}
