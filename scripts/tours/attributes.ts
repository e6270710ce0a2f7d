import type { ContainerDirective, LeafDirective, TextDirective } from 'mdast-util-directive';
import type { AxisName } from '../../src/architecture/graph.ts';
import type { Counted } from '../../src/narrative/counted.ts';
import type { Address, Place } from '../../src/narrative/tour.ts';
import { parseAddress, parseAddresses, parsePlace } from './address.ts';
import { parseCounted } from './counted.ts';
import { TourProblem } from './problem.ts';

const AXES: readonly AxisName[] = [
  'token',
  'key',
  'past',
  'position',
  'channel',
  'mixedChannel',
  'head',
  'kvHead',
  'headChannel',
  'hidden',
  'latent',
  'expert',
  'vocab',
];

export type Directive = ContainerDirective | LeafDirective | TextDirective;

/** Reads the attributes of one directive; `done` refuses those that nobody asked for. */
export class Attributes {
  readonly #file: string;
  readonly #directive: Directive;
  readonly #unread: Map<string, string>;

  constructor(file: string, directive: Directive) {
    this.#file = file;
    this.#directive = directive;
    this.#unread = new Map(Object.entries(directive.attributes ?? {}).map(([name, value]) => [name, value ?? '']));
  }

  problem(message: string): TourProblem {
    return new TourProblem(this.#file, this.#directive, `${this.#directive.name}: ${message}`);
  }

  optional(name: string): string | undefined {
    const value = this.#unread.get(name);
    this.#unread.delete(name);
    return value;
  }

  text(name: string): string {
    const value = this.optional(name);
    if (value === undefined || value === '') throw this.problem(`needs ${name}="…"`);
    return value;
  }

  number(name: string): number | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw this.problem(`${name} is “${text}”, expected a number`);
    return value;
  }

  /** Of something that takes time. */
  seconds(): number | undefined {
    const seconds = this.number('seconds');
    if (seconds !== undefined && seconds <= 0) throw this.problem('seconds must be above 0');
    return seconds;
  }

  /** A whole number from 0. */
  count(name: string): number {
    const value = this.number(name);
    if (value === undefined || !Number.isInteger(value) || value < 0)
      throw this.problem(`needs ${name}=, a number from 0`);
    return value;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], usual?: Choice): Choice {
    const text = this.optional(name) ?? usual;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) {
      throw this.problem(
        `${name} is ${text === undefined ? 'missing' : `“${text}”`}, expected one of ${choices.join(', ')}`,
      );
    }
    return found;
  }

  axis(name: string): AxisName {
    return this.choice(name, AXES);
  }

  address(name: string): Address {
    return this.#parsed(name, parseAddress);
  }

  addresses(name: string): Address[] {
    return this.#parsed(name, parseAddresses);
  }

  counted(name: string): Counted {
    return this.#parsed(name, parseCounted);
  }

  place(name: string): Place {
    return this.#parsed(name, parsePlace);
  }

  /** An address that names the whole of a block. */
  block(name: string): string {
    const { block, indices } = this.address(name);
    if (indices !== undefined) throw this.problem(`${name} takes a block without [ ]`);
    return block;
  }

  has(name: string): boolean {
    return this.#unread.has(name);
  }

  /** @throws TourProblem naming the attributes that the directive does not know. */
  done(): void {
    const unknown = [...this.#unread.keys()];
    if (unknown.length > 0) throw this.problem(`has no attribute ${unknown.join(', ')}`);
  }

  #parsed<Result>(name: string, parse: (text: string) => Result): Result {
    const text = this.text(name);
    try {
      return parse(text);
    } catch (error) {
      throw this.problem(error instanceof Error ? error.message : String(error));
    }
  }
}
