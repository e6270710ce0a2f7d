/** Finds parts of a model by what a person types: “layer 2 head 1 query”, “l1 ffn up”, “softmax”, an address, a name in the file. Pure. */
import { describe, type PartTable } from './describe.ts';
import { type Graph, type Module, type Op, shapeOf, type Tensor, type TensorId } from './graph.ts';
import { inExpert, splitExpert, splitId } from './symbols.ts';

/** A block, or a cell of it: the one in brackets behind an address, the first one of a head that was asked for. */
export interface FoundPart {
  readonly id: TensorId;
  readonly cell?: readonly number[];
}

export interface Found {
  /** The best first, at most as many as were asked for. */
  readonly parts: readonly FoundPart[];
  /** Others fit as well: the same parts of further layers, or what fits worst. */
  readonly more: boolean;
}

interface Searched {
  readonly graph: Graph;
  /** Of the run: how long the axes of tokens are. */
  readonly tokens: number;
  /** `content/en/parts.json` */
  readonly table: PartTable;
}

/** Where no layer is named, a part is found in so many of the first ones. */
const LAYERS_OF_EACH = 12;

/**
 * Every word must fit a word of the part: its address, its name, its op, its name in the checkpoint or, last, what it is for. A
 * number belongs to the word before it (layer, head, expert); a bare one is the layer, a second one the head. Of experts the first
 * one is found where none is named.
 * @param limit at least 1
 */
export function findParts(text: string, { graph, tokens, table }: Searched, limit: number): Found {
  const { modules: searched, rest } = scopeOf(text, graph);
  const query = readQuery(rest);
  if (query.words.length === 0 && query.layer === undefined && query.expert === undefined)
    return { parts: [], more: false };
  const fits: { readonly part: FoundPart; readonly score: number }[] = [];
  let more = false;
  for (const modules of modulesByKind(searched)) {
    const named = modules.filter((module) => query.layer === undefined || layerOf(module) === query.layer);
    const chosen = named.slice(0, LAYERS_OF_EACH);
    const [first] = chosen;
    if (first === undefined) continue;
    for (const tensor of tensorsIn(first)) {
      const score = scoreOf(query.words, vocabularyOf(graph, tensor, table));
      const cell = cellOf(query, tensor, tokens);
      const own = ofExpert(query, tensor.id);
      if (score === undefined || cell === 'none' || !graph.has(own)) continue;
      if (named.length > chosen.length) more = true;
      for (const { id } of chosen) fits.push({ part: { id: own.replace(first.id, id), ...(cell && { cell }) }, score });
    }
  }
  // Stable: parts that fit equally well stay in the order of computation.
  const parts = fits.sort((a, b) => b.score - a.score).map(({ part }) => part);
  return { parts: parts.slice(0, limit), more: more || parts.length > limit };
}

/** The model's outer modules; in a hall those of the model whose name the text begins with, else of all. */
function scopeOf(
  text: string,
  { root, members }: Graph,
): { readonly modules: readonly Module[]; readonly rest: string } {
  if (members === undefined) return { modules: root.modules, rest: text };
  const wanted = text.trimStart().toLowerCase();
  const isBegun = (name: string) => wanted.startsWith(name) && !/^[\w.-]/.test(wanted.slice(name.length));
  const model = members.find(({ name }) => isBegun(name))?.name ?? '';
  const searched = root.modules.filter(({ id }) => model === '' || id === model);
  return { modules: searched.flatMap(({ modules }) => modules), rest: wanted.slice(model.length) };
}

interface Query {
  readonly words: readonly string[];
  readonly layer: number | undefined;
  readonly head: number | undefined;
  readonly expert: number | undefined;
  /** Indices in brackets. */
  readonly cell: readonly number[] | undefined;
}

function readQuery(text: string): Query {
  // GPT-2's checkpoints say h.2 for layer 2.
  const [address = '', indices] = text
    .toLowerCase()
    .replace(/\bh\.(?=\d)/, 'layers.')
    .split(/[[\]]/);
  const words: string[] = [];
  let layer: number | undefined;
  let head: number | undefined;
  let expert: number | undefined;
  for (const piece of address.match(/\p{L}+|\d+/gu) ?? []) {
    if (!/\d/.test(piece)) {
      words.push(piece);
      continue;
    }
    const before = words.at(-1) ?? '';
    const isHead = before !== '' && 'heads'.startsWith(before);
    // One letter could as well be of the embedding.
    const isExpert = before.length > 1 && 'experts'.startsWith(before);
    if (isHead || isExpert || (before !== '' && 'layers'.startsWith(before))) words.pop();
    if (isExpert) expert = Number(piece);
    else if (isHead || layer !== undefined) head = Number(piece);
    else layer = Number(piece);
  }
  const cell = indices?.match(/\d+/g)?.map(Number);
  return { words, layer, head, expert, cell };
}

/** Which cell of the tensor is meant: undefined for the block as a whole, `none` where it has no such head or cell. */
function cellOf({ head, cell }: Query, tensor: Tensor, tokens: number): readonly number[] | undefined | 'none' {
  const shape = shapeOf(tensor, tokens);
  const isInside = (indices: readonly number[]) =>
    indices.length === shape.length && indices.every((index, axis) => index < (shape[axis] ?? 0));
  if (cell !== undefined) return isInside(cell) ? cell : 'none';
  if (head === undefined) return undefined;
  const slab = tensor.axes.findIndex(({ name }) => name === 'head' || name === 'kvHead');
  const first = shape.map((_, axis) => (axis === slab ? head : 0));
  return slab >= 0 && isInside(first) ? first : 'none';
}

/** The same block of the expert that is asked for; no block of the model where it is of none. */
function ofExpert({ expert }: Query, id: TensorId): TensorId {
  if (expert === undefined) return id;
  return splitExpert(id).expert === 0 ? inExpert(id, expert) : '';
}

/** Modules that are built alike together: one of them stands for all. */
function modulesByKind(modules: readonly Module[]): Iterable<readonly Module[]> {
  const kinds = new Map<string, Module[]>();
  for (const module of modules) kinds.set(module.kind, [...(kinds.get(module.kind) ?? []), module]);
  return kinds.values();
}

function layerOf(module: Module): number | undefined {
  return splitId(tensorsIn(module)[0]?.id ?? '').layer;
}

/** Of modules of which there are many of one kind the first one's stand for all. */
function tensorsIn({ tensors, modules, awake }: Module): readonly Tensor[] {
  return [...tensors, ...modules.slice(0, awake === undefined ? undefined : 1).flatMap(tensorsIn)];
}

/** What a part can be found by, each word with what a hit on it counts. */
type Vocabulary = readonly (readonly [word: string, worth: number])[];

const BY_ADDRESS = 1;
const BY_NAME = 0.95;
const BY_OP = 0.8;
const BY_FILE = 0.6;
const BY_PURPOSE = 0.2;
/** Every word of its address that was not asked for makes a part a little less what was meant. */
const UNASKED = 0.02;

/** How the field also calls what an address calls so. */
const ALSO: Readonly<Record<string, readonly string[]>> = { ffn: ['mlp'] };

function vocabularyOf(graph: Graph, tensor: Tensor, table: PartTable): Vocabulary {
  const { name, purpose, layer } = describe(graph, tensor.id, table);
  const address = wordsIn(splitId(tensor.id).name);
  const op = graph.producer(tensor.id);
  const axes = tensor.axes.map((axis) => axis.name).join(' ');
  const stored = tensor.kind === 'weight' ? tensor.stored.names.join(' ') : '';
  const found = (words: readonly string[], worth: number) => words.map((word) => [word, worth] as const);
  return [
    ...found(address, BY_ADDRESS),
    ...found(wordsIn(name), BY_NAME),
    ...found(layer === undefined ? [] : ['layer'], BY_FILE),
    ...found(op === undefined ? [] : wordsOfOp(op), BY_OP),
    ...found([...address.flatMap((word) => ALSO[word] ?? []), ...wordsIn(stored), ...wordsIn(axes)], BY_FILE),
    ...found(wordsIn(purpose), BY_PURPOSE),
  ];
}

/** layerNorm → layer, norm; gelu_tanh → gelu, tanh */
function wordsOfOp(op: Op): string[] {
  return wordsIn(op.kind === 'activate' ? op.function : op.kind);
}

function wordsIn(text: string): string[] {
  const pieces = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase();
  return pieces.match(/\p{L}+/gu) ?? [];
}

/** How well a part fits; undefined where a word of the query fits nothing of it. */
function scoreOf(words: readonly string[], vocabulary: Vocabulary): number | undefined {
  if (words.length === 0) return 0;
  let score = 0;
  for (const word of words) {
    const best = vocabulary.reduce((most, [known, worth]) => Math.max(most, worth * likeness(word, known)), 0);
    if (best === 0) return undefined;
    score += best;
  }
  const unasked = vocabulary.filter(
    ([known, worth]) => worth === BY_ADDRESS && !words.some((word) => likeness(word, known) > 0),
  );
  return score - UNASKED * unasked.length;
}

/** 1 for the word itself, less for its beginning, a part of it, a slip of the finger, its letters in order; 0 for anything else. */
function likeness(typed: string, known: string): number {
  if (typed === known) return 1;
  if (known.startsWith(typed)) return 0.6 + (0.3 * typed.length) / known.length;
  if (typed.length < 3) return 0;
  if (known.includes(typed)) return 0.5;
  if (typed.length > 3 && isOneSlipAway(typed, known)) return 0.45;
  return typed[0] === known[0] && isSubsequence(typed, known) ? 0.3 : 0;
}

/** One letter wrong, missing, too many, or two neighbours changed about. */
function isOneSlipAway(a: string, b: string): boolean {
  const length = Math.max(a.length, b.length);
  let start = 0;
  while (start < length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && left === [...right].reverse().join('');
}

function isSubsequence(letters: string, word: string): boolean {
  let at = 0;
  for (const letter of word) if (letter === letters[at]) at += 1;
  return at === letters.length;
}
