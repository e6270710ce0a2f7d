/**
 * All that a person would want back: one small, versioned object. The URL hash holds it, `cutaway.state` returns it. What is at its
 * default is left out. Reading never throws: what makes no sense is left out too and told in `problems`.
 */
import { isSizeName, SIZE_NAMES, type Sizes } from '../architecture/sizes.ts';
import type { BeatPlace } from '../narrative/beat-place.ts';
import type { ColourScale, Theme } from '../scene/picture.ts';
import { type GeneratingSettings, MOST_SEED } from './generating.ts';
import { word } from './words.ts';

export const STATE_VERSION = 1;

/** What the panel shows: the story, the text and how it goes on, or what is pinned. */
export type PanelTab = 'story' | 'run' | 'inspect';

export interface SavedView {
  /** The whole model where there is none. */
  readonly block?: string;
  readonly cell?: readonly number[];
  /** Degrees. */
  readonly yaw: number;
  readonly pitch: number;
  /** How many times larger than when it just fits the free window. */
  readonly zoom: number;
  /** How far beside the subject it looks: cells along x, y and z. */
  readonly offset?: readonly [x: number, y: number, z: number];
}

/** A moment of a tour. Where a beat is named, `time` is only told and not read: the beat may have come to stand elsewhere. */
export interface SavedTour {
  readonly id: string;
  readonly at?: BeatPlace;
  /** Seconds from the tour's start. */
  readonly time?: number;
}

export interface SavedState {
  readonly version: typeof STATE_VERSION;
  readonly model?: string;
  /** Of the model, where they are others than it was opened with. */
  readonly sizes?: Sizes;
  readonly prompt?: string;
  /** Ids of the tokens that the model has gone on with. */
  readonly generated?: readonly number[];
  /** How tokens are drawn. */
  readonly sampling?: GeneratingSettings;
  /** Position of the token that the model is looked at from; the last where there is none. */
  readonly from?: number;
  /** A step of the model's training, whose weights are shown. */
  readonly frame?: number;
  readonly tour?: SavedTour;
  readonly view?: SavedView;
  readonly pinned?: { readonly block: string; readonly cell?: readonly number[] };
  /** The others follow from what is pinned. */
  readonly tab?: Extract<PanelTab, 'run'>;
  /** The models are compared. */
  readonly compare?: true;
  readonly scale?: ColourScale;
  readonly theme?: Theme;
}

export interface ReadState {
  /** Undefined where it is none at all. */
  readonly state: SavedState | undefined;
  /** One sentence for each part that was not understood. */
  readonly problems: readonly string[];
}

const SCALES: readonly ColourScale[] = ['linear', 'symlog', 'rank'];
const THEMES: readonly Theme[] = ['light', 'dark'];
/** Longer values are not something that this page has written: a prompt of several thousand tokens is shorter. */
const LONGEST_VALUE = 100_000;
/** An id as the graph writes it, in the hall behind the name of its model; or that name, which is the id of the whole model. */
const PART_ID = /^(?:(?:[a-z][a-z0-9.-]{0,79}\/)?[a-z][a-z0-9_.]{0,199}|[a-z][a-z0-9.-]{0,79})$/;

/** `layers.0.attention.scores:2.10.2` */
function writePlace(block: string, cell: readonly number[] | undefined): string {
  return cell === undefined ? block : `${block}:${cell.join('.')}`;
}

function readPlace(text: string): { block: string; cell?: number[] } | undefined {
  const [block = '', cell, ...rest] = text.split(':');
  if (!PART_ID.test(block) || rest.length > 0) return undefined;
  if (cell === undefined) return { block };
  const indices = cell.split('.').map((index) => (/^\d{1,9}$/.test(index) ? Number(index) : Number.NaN));
  return indices.some(Number.isNaN) ? undefined : { block, cell: indices };
}

function readNumber(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= least && value <= most ? value : undefined;
}

function rounded(value: number, digits = 2): string {
  return String(Number(value.toFixed(digits)));
}

/** A beat by the names of its chapter and itself, with the seconds into it: `attention/a-row-of-scores~3.25`. */
const BEAT_PLACE = /^([\p{Ll}\p{Lo}\p{N}-]{1,120})\/([\p{Ll}\p{Lo}\p{N}-]{1,120})(?:~([\d.]{1,12}))?$/u;
const LONGEST_SECONDS = 1e6;

function writeTour({ id, at, time = 0 }: SavedTour): string {
  // Rounded up: a moment before a beat begins is the beat before.
  if (at === undefined) return `${id}@${Math.ceil(time * 100) / 100}`;
  const seconds = rounded(at.seconds, 3);
  return `${id}@${at.chapter}/${at.beat}${seconds === '0' ? '' : `~${seconds}`}`;
}

/** Also as links were at first: `how-a-transformer-sorts@278.25`. */
function readTour(text: string): SavedTour | undefined {
  const [id = '', place = '', ...rest] = text.split('@');
  if (!/^[a-z0-9-]{1,80}$/.test(id) || rest.length > 0) return undefined;
  const time = readNumber(place, 0, LONGEST_SECONDS);
  if (time !== undefined) return { id, time };
  const [, chapter, beat, into = '0'] = BEAT_PLACE.exec(place) ?? [];
  const seconds = readNumber(into, 0, LONGEST_SECONDS);
  if (chapter === undefined || beat === undefined || seconds === undefined) return undefined;
  return { id, at: { chapter, beat, seconds } };
}

/** Further than any model reaches. */
const FURTHEST = 1e8;

function writeView({ block, cell, yaw, pitch, zoom, offset }: SavedView): string {
  const place = block === undefined ? '' : writePlace(block, cell);
  const beside = offset === undefined ? [] : [offset.map((cells) => rounded(cells)).join(',')];
  return [place, rounded(yaw), rounded(pitch), zoom.toPrecision(4), ...beside].join('~');
}

function readView(text: string): SavedView | undefined {
  const [place = '', yaw, pitch, zoom, beside, ...rest] = text.split('~');
  const at = place === '' ? {} : readPlace(place);
  const side = {
    yaw: readNumber(yaw, -360, 360),
    pitch: readNumber(pitch, -90, 90),
    zoom: readNumber(zoom, 1e-4, 1e5),
  };
  if (at === undefined || side.yaw === undefined || side.pitch === undefined || side.zoom === undefined)
    return undefined;
  const offset = beside === undefined ? undefined : readOffset(beside);
  if (rest.length > 0 || (beside !== undefined && offset === undefined)) return undefined;
  return { ...at, yaw: side.yaw, pitch: side.pitch, zoom: side.zoom, ...(offset && { offset }) };
}

function readOffset(text: string): SavedView['offset'] {
  const [x, y, z, ...rest] = text.split(',').map((cells) => readNumber(cells, -FURTHEST, FURTHEST));
  return x === undefined || y === undefined || z === undefined || rest.length > 0 ? undefined : [x, y, z];
}

const LARGEST_INDEX = 1e9;

function readIndex(text: string | undefined, most = LARGEST_INDEX): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? readNumber(text, 0, most) : undefined;
}

/** `12.5.907` */
function readIds(text: string): readonly number[] | undefined {
  const ids = text.split('.').flatMap((id) => readIndex(id) ?? []);
  return ids.length === text.split('.').length ? ids : undefined;
}

/** `layers.12~width.768` */
function writeSizes(sizes: Sizes): string {
  return SIZE_NAMES.flatMap((name) => (sizes[name] === undefined ? [] : [`${name}.${sizes[name]}`])).join('~');
}

function readSizes(text: string): Sizes | undefined {
  const sizes = text.split('~').map((part) => {
    const [name = '', size, ...rest] = part.split('.');
    const value = readIndex(size);
    return isSizeName(name) && value !== undefined && rest.length === 0 ? ([name, value] as const) : undefined;
  });
  const known = sizes.filter((size) => size !== undefined);
  return known.length === sizes.length ? Object.fromEntries(known) : undefined;
}

const HOTTEST = 100;

/** Temperature, top-k, top-p, seed; what cuts nothing is left empty: `0.8~40~~7`. */
function writeSampling({ temperature, topK, topP, seed }: GeneratingSettings): string {
  return [temperature, topK ?? '', topP ?? '', seed].join('~');
}

function readSampling(text: string): GeneratingSettings | undefined {
  const [hot, k = '', p = '', start, ...rest] = text.split('~');
  const temperature = readNumber(hot, 0, HOTTEST);
  const seed = readIndex(start, MOST_SEED);
  const topK = readIndex(k);
  const topP = readNumber(p, Number.MIN_VALUE, 1);
  if (temperature === undefined || seed === undefined || rest.length > 0) return undefined;
  if ((k !== '' && !topK) || (p !== '' && topP === undefined)) return undefined;
  return { temperature, seed, ...(topK && { topK }), ...(topP && { topP }) };
}

type PartName = Exclude<keyof SavedState, 'version'>;
type PartValue<Name extends PartName> = NonNullable<SavedState[Name]>;

/** How a part is written in a link and read back; what reads as undefined is nonsense. */
interface Part<Name extends PartName> {
  write(value: PartValue<Name>): string;
  read(text: string): PartValue<Name> | undefined;
}

const PARTS: { readonly [Name in PartName]: Part<Name> } = {
  model: { write: (model) => model, read: (text) => (text === '' ? undefined : text) },
  sizes: { write: writeSizes, read: readSizes },
  prompt: { write: (prompt) => prompt, read: (text) => text },
  generated: { write: (ids) => ids.join('.'), read: readIds },
  sampling: { write: writeSampling, read: readSampling },
  from: { write: String, read: readIndex },
  frame: { write: String, read: readIndex },
  tour: { write: writeTour, read: readTour },
  view: { write: writeView, read: readView },
  pinned: { write: (pinned) => writePlace(pinned.block, pinned.cell), read: readPlace },
  tab: { write: (tab) => tab, read: (text) => (text === 'run' ? text : undefined) },
  compare: { write: () => 'all', read: (text) => (text === 'all' ? true : undefined) },
  scale: { write: (scale) => scale, read: (text) => SCALES.find((scale) => scale === text) },
  theme: { write: (theme) => theme, read: (text) => THEMES.find((theme) => theme === text) },
};

function isPart(name: string): name is PartName {
  return Object.hasOwn(PARTS, name);
}

function writePart<Name extends PartName>(
  name: Name,
  state: { readonly [Key in PartName]?: PartValue<Key> },
): string | undefined {
  const value: PartValue<Name> | undefined = state[name];
  const part: Part<Name> = PARTS[name];
  return value === undefined ? undefined : part.write(value);
}

/** The state as a URL hash: `#v=1&model=nano-sort&prompt=AACBAB`. */
export function toHash(state: SavedState): string {
  const parameters = new URLSearchParams({ v: String(state.version) });
  for (const key of Object.keys(PARTS).filter(isPart)) {
    const text = writePart(key, state);
    if (text !== undefined) parameters.set(key, text);
  }
  return `#${parameters}`.replace(/%(?:2C|2F|3A|40|7E)/g, decodeURIComponent);
}

/** Reads a URL hash, whoever wrote it. */
export function fromHash(hash: string): ReadState {
  const problems: string[] = [];
  let state: SavedState = { version: STATE_VERSION };
  const text = hash.replace(/^#/, '');
  if (text === '') return { state, problems };
  const parameters = new URLSearchParams(text);
  const version = parameters.get('v');
  if (version !== String(STATE_VERSION)) {
    return { state: undefined, problems: [word('link.version', { version: STATE_VERSION })] };
  }
  for (const [key, value] of parameters) {
    if (key === 'v') continue;
    const read = isPart(key) && value.length <= LONGEST_VALUE ? PARTS[key].read(value) : undefined;
    if (read === undefined) problems.push(word('link.part', { part: `${shorten(key)}=${shorten(value)}` }));
    else state = { ...state, [key]: read };
  }
  return { state, problems };
}

/** Checks an object that claims to be a saved state (from the console or another page) by writing and reading it. */
export function readState(value: unknown): ReadState {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== STATE_VERSION) {
    return { state: undefined, problems: [word('link.state', { version: STATE_VERSION })] };
  }
  try {
    return fromHash(toHash(value as SavedState));
  } catch {
    return { state: undefined, problems: [word('link.type')] };
  }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
