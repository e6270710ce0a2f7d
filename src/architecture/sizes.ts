/** Other sizes for a model: what its config becomes with them, and which of them its family takes. */
import { refusal } from '../words.ts';
import { buildGraph } from './build.ts';
import { ConfigError, ConfigFields } from './config.ts';
import type { SizeFields, SizeName } from './families/family.ts';
import { familyOf } from './families.ts';

export type { SizeName } from './families/family.ts';

/** Sizes by name, in any number. */
export type Sizes = Readonly<Partial<Record<SizeName, number>>>;

/** In the order in which a model is described. */
export const SIZE_NAMES: readonly SizeName[] = [
  'layers',
  'width',
  'heads',
  'kvHeads',
  'headDimension',
  'hidden',
  'experts',
  'expertHidden',
  'vocabulary',
  'further',
];

export function isSizeName(name: string): name is SizeName {
  return SIZE_NAMES.some((known) => known === name);
}

/** Where a config holds its sizes. @throws ConfigError for one of an unknown family */
function sizeFields(config: unknown): SizeFields {
  return familyOf(ConfigFields.of(config)).sizes;
}

/** The sizes that a model has, as its family reads them from the config. @throws ConfigError as `buildGraph` */
export function sizesOf(config: unknown): Sizes {
  const { dimensions } = buildGraph(config);
  const fields = sizeFields(config);
  const own = SIZE_NAMES.filter((name) => fields[name] !== undefined && dimensions[name] !== undefined);
  return Object.fromEntries(own.map((name) => [name, dimensions[name]]));
}

/**
 * A config with other sizes, and all else as it stands; what it leaves to follow from these follows. Whether they go together is
 * for `buildGraph` to say.
 * @throws ConfigError for a size that the family does not have
 */
export function withSizes(config: unknown, sizes: Sizes): unknown {
  const fields = sizeFields(config);
  const changed = SIZE_NAMES.flatMap((name) => {
    const size = sizes[name];
    if (size === undefined) return [];
    const own = fields[name];
    if (own === undefined) throw new ConfigError(name, refusal('config.absent'), size);
    return own.map((field) => [field, size] as const);
  });
  return { ...Object(config), ...Object.fromEntries(changed) };
}

/** The size that a field of a config holds; undefined for a field of another kind. */
export function sizeInField(config: unknown, field: string): SizeName | undefined {
  const fields = sizeFields(config);
  return SIZE_NAMES.find((name) => fields[name]?.includes(field));
}

/** Round values of a size: every `step` from `least` to `most`. */
export interface SizeRange {
  readonly least: number;
  readonly step: number;
  readonly most: number;
}

/** How many round values there are at most up to a usual one, and how many times as far as that they go. */
const FINENESS = 64;
const FURTHEST = 4;

/** @param usual 0 of what a model has none of, and could have one. */
export function sizeRange(usual: number): SizeRange {
  if (usual === 0) return { least: 0, step: 1, most: 1 };
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(usual / FINENESS)));
  return { least: step, step, most: step * Math.floor((FURTHEST * usual) / step) };
}

/**
 * A value of one size that goes together with the others: the one that is wanted, which is a round one, or the next round one on the
 * way there from what the model has and beyond. Undefined where none of them does.
 * @param config A valid one.
 * @param usual Taken for the round one nearest to it.
 */
export function fittingSize(config: unknown, name: SizeName, wanted: number, usual: number): number | undefined {
  const { least, step, most } = sizeRange(usual);
  const onward = wanted < (sizesOf(config)[name] ?? usual) ? -step : step;
  for (let round = wanted; round >= least && round <= most; round += onward) {
    const value = Math.abs(round - usual) < step / 2 ? usual : round;
    if (isValid(withSizes(config, { [name]: value }))) return value;
  }
  return undefined;
}

function isValid(config: unknown): boolean {
  try {
    buildGraph(config);
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
