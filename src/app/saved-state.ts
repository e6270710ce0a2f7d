/**
 * All that a person would want back: one small, versioned object. The URL hash holds it, `cutaway.state` returns it. What is at its
 * default is left out. Reading never throws: what makes no sense is left out too and told in `problems`.
 */
import type { ColourScale, Theme } from '../scene/picture.ts';
import { word } from './words.ts';

export const STATE_VERSION = 1;

export interface SavedView {
  readonly block: string;
  readonly cell?: readonly number[];
  /** Degrees. */
  readonly yaw: number;
  readonly pitch: number;
  /** How many times larger than when it just fits the free window. */
  readonly zoom: number;
}

export interface SavedState {
  readonly version: typeof STATE_VERSION;
  readonly model?: string;
  readonly prompt?: string;
  readonly tour?: { readonly id: string; readonly time: number };
  readonly view?: SavedView;
  readonly pinned?: { readonly block: string; readonly cell?: readonly number[] };
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
/** An id as the graph writes it. */
const TENSOR_ID = /^[a-z][a-z0-9_.]{0,199}$/;

/** `layers.0.attention.scores:2.10.2` */
function writePlace(block: string, cell: readonly number[] | undefined): string {
  return cell === undefined ? block : `${block}:${cell.join('.')}`;
}

function readPlace(text: string): { block: string; cell?: number[] } | undefined {
  const [block = '', cell, ...rest] = text.split(':');
  if (!TENSOR_ID.test(block) || rest.length > 0) return undefined;
  if (cell === undefined) return { block };
  const indices = cell.split('.').map((index) => (/^\d{1,9}$/.test(index) ? Number(index) : Number.NaN));
  return indices.some(Number.isNaN) ? undefined : { block, cell: indices };
}

function readNumber(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= least && value <= most ? value : undefined;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function readTour(text: string): SavedState['tour'] | undefined {
  const [id = '', time, ...rest] = text.split('@');
  const seconds = readNumber(time, 0, 1e6);
  return /^[a-z0-9-]{1,80}$/.test(id) && seconds !== undefined && rest.length === 0 ? { id, time: seconds } : undefined;
}

function readView(text: string): SavedView | undefined {
  const [place = '', yaw, pitch, zoom, ...rest] = text.split('~');
  const at = readPlace(place);
  const angles = {
    yaw: readNumber(yaw, -360, 360),
    pitch: readNumber(pitch, -90, 90),
    zoom: readNumber(zoom, 1e-4, 1e5),
  };
  if (at === undefined || angles.yaw === undefined || angles.pitch === undefined || angles.zoom === undefined)
    return undefined;
  return rest.length === 0 ? { ...at, yaw: angles.yaw, pitch: angles.pitch, zoom: angles.zoom } : undefined;
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
  prompt: { write: (prompt) => prompt, read: (text) => text },
  tour: {
    // Rounded up: a moment before a beat begins is the beat before.
    write: (tour) => `${tour.id}@${Math.ceil(tour.time * 100) / 100}`,
    read: readTour,
  },
  view: {
    write: (view) =>
      [writePlace(view.block, view.cell), round(view.yaw), round(view.pitch), view.zoom.toPrecision(4)].join('~'),
    read: readView,
  },
  pinned: { write: (pinned) => writePlace(pinned.block, pinned.cell), read: readPlace },
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
  return `#${parameters}`.replaceAll('%3A', ':').replaceAll('%40', '@').replaceAll('%7E', '~');
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
    problems.push(word('link.version', { version: STATE_VERSION }));
    return { state, problems };
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
