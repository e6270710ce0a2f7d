/**
 * Reading a `config.json` that nobody has checked: each field is asked for by name and kind, and what does not fit is refused
 * with a sentence that names the field, what was expected and what came.
 */
import { refusal } from '../words.ts';

/** Thrown for a config that is broken, or that asks for a computation this program does not know. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'InvalidConfig';

  /**
   * @param field Name in the config, with dots for nested fields (`rope_scaling.factor`); `config.json` for the whole file.
   * @param expected What would have been accepted, in words of `refusal`.
   * @param value What came.
   */
  constructor(
    readonly field: string,
    expected: string,
    readonly value: unknown,
  ) {
    super(refusal('config.expected', { field, expected, got: show(value) }));
  }
}

/** Longest piece of a refused value that a message quotes: enough to recognise it, short enough to be read. */
const LONGEST_QUOTE = 80;

function show(value: unknown): string {
  if (value === undefined) return refusal('config.nothing');
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

/**
 * Largest sizes accepted. Within them every parameter count of every family here is a safe integer: the large matrices of a layer
 * come to at most seven of 2^20 × 2^20 numbers, those of a kind of all its experts taken for one, and 2^10 layers of these leave
 * 2^50 of 2^53 numbers for tables, routers, norms and biases. The largest models published use a tenth of most.
 */
export const LARGEST_WIDTH = 2 ** 20;
/** Each head is laid out and drawn by itself. */
export const MOST_HEADS = 2 ** 12;
/** Of what matrices of attention go through where they are made of two narrow ones. */
export const LARGEST_LATENT = 2 ** 16;
export const LARGEST_TABLE = 2 ** 24;
export const MOST_LAYERS = 2 ** 10;

/** The fields of one JSON object. `null` counts as absent, as Hugging Face writes it for "use the default". */
export class ConfigFields {
  private constructor(
    private readonly values: ReadonlyMap<string, unknown>,
    private readonly prefix: string,
  ) {}

  /** @throws ConfigError unless `config` is a JSON object. */
  static of(config: unknown, field = 'config.json'): ConfigFields {
    if (typeof config !== 'object' || config === null || Array.isArray(config)) {
      throw new ConfigError(field, refusal('config.object'), config);
    }
    return new ConfigFields(new Map(Object.entries(config)), field === 'config.json' ? '' : `${field}.`);
  }

  /** Whether the field is there, be it `null`. */
  mentions(name: string): boolean {
    return this.values.has(name);
  }

  /** The value as it stands, undefined where absent or `null`. */
  raw(name: string): unknown {
    return this.values.get(name) ?? undefined;
  }

  /** @throws ConfigError with the full name of the field. */
  refuse(name: string, expected: string): never {
    throw new ConfigError(this.prefix + name, expected, this.values.get(name));
  }

  /** A whole number from 1 to `most`; `fallback` where absent. Without a fallback the field is required. */
  count(name: string, most: number, fallback?: number): number {
    const value = this.raw(name) ?? fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
    return this.refuse(name, refusal('config.count', { most }));
  }

  /** A finite number above 0; `fallback` where absent. Without a fallback the field is required. */
  positive(name: string, fallback?: number): number {
    return this.above(name, 0, fallback);
  }

  /** As `positive`, for a number above `bound`. */
  above(name: string, bound: number, fallback?: number): number {
    const value = this.raw(name) ?? fallback;
    if (typeof value === 'number' && Number.isFinite(value) && value > bound) return value;
    return this.refuse(name, refusal('config.aboveNumber', { bound }));
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.raw(name) ?? fallback;
    if (typeof value === 'boolean') return value;
    return this.refuse(name, refusal('config.flag'));
  }

  /** What `choices` holds under the field's string; `fallback` is the key taken where the field is absent. */
  choice<T>(name: string, choices: Readonly<Record<string, T>>, fallback?: string): T {
    const value = this.raw(name) ?? fallback;
    const chosen = typeof value === 'string' && Object.hasOwn(choices, value) ? choices[value] : undefined;
    if (chosen !== undefined) return chosen;
    const names = Object.keys(choices).map((key) => JSON.stringify(key));
    return this.refuse(
      name,
      names.length === 1 ? names.join() : refusal('config.choice', { choices: names.join(', ') }),
    );
  }

  /** Refuses a field that changes the computation, unless it is absent or has the one value that changes nothing. */
  only(name: string, harmless: boolean | number): void {
    const value = this.raw(name);
    if (value !== undefined && value !== harmless) this.refuse(name, `${harmless}`);
  }

  /** Refuses a field whose mere presence changes the computation. */
  absent(name: string): void {
    if (this.raw(name) !== undefined) this.refuse(name, refusal('config.absent'));
  }

  /** A nested object, undefined where absent. */
  section(name: string): ConfigFields | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : ConfigFields.of(value, this.prefix + name);
  }
}
