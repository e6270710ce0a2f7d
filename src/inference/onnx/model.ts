/**
 * An ONNX model being written: nodes, initialisers and outputs in, the bytes of a `ModelProto` out. Field numbers are those of
 * onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */

import { bytes, concatenate, float, integer, message, text } from './protobuf.ts';

/** Opset 23 (2025) is the first with RMSNormalization; opset 20 brought Gelu. It asks for version 10 of the file format or later. */
const OPSET = 23;
const IR_VERSION = 10;

/** `TensorProto.DataType`. */
export const ElementType = { float: 1, int64: 7, float16: 10, bfloat16: 16 } as const;
export type ElementType = (typeof ElementType)[keyof typeof ElementType];

/** Node attributes by name: a list for INTS, a string for STRING, `{ float }` for FLOAT and a number for INT. */
export type Attributes = Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>;

/** A stretch of a file beside the model that holds the numbers of an initialiser. */
export interface ExternalData {
  /** Name under which the file is handed to the runtime. */
  readonly location: string;
  /** First byte, counted from the start of the file. */
  readonly offset: number;
  /** How many bytes. */
  readonly length: number;
}

/** What is given with every run. */
export interface ModelInput {
  readonly name: string;
  readonly type: ElementType;
  /** The extent of each axis; a name where it may be any. */
  readonly axes: readonly (number | string)[];
}

/** `AttributeProto.AttributeType`. */
const AttributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;
/** `TensorProto.DataLocation.EXTERNAL`. */
const EXTERNAL = 1;

/** Collects the parts of a model. Values are known by their names; each name is written by one node only. */
export class OnnxModel {
  readonly #nodes: Uint8Array[] = [];
  readonly #initialisers = new Map<string, Uint8Array>();

  /** Adds a node with one or several results and returns the name of the first. An empty input name leaves an optional input out. */
  node(
    type: string,
    inputs: readonly string[],
    outputs: string | readonly string[],
    attributes: Attributes = {},
  ): string {
    const names = typeof outputs === 'string' ? [outputs] : outputs;
    this.#nodes.push(
      message(1, [
        ...inputs.map((name) => text(1, name)),
        ...names.map((name) => text(2, name)),
        text(4, type),
        ...Object.entries(attributes).map(([name, value]) => message(5, attribute(name, value))),
      ]),
    );
    return names[0] ?? '';
  }

  /** A constant list of integers, axes [n]; equal lists are stored once. Returns its name. */
  integers(values: readonly number[]): string {
    const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant(`int64[${values.join(' ')}]`, ElementType.int64, [values.length], raw);
  }

  /** A constant integer without axes. */
  integer(value: number): string {
    const raw = new Uint8Array(BigInt64Array.of(BigInt(value)).buffer);
    return this.#constant(`int64 ${value}`, ElementType.int64, [], raw);
  }

  /** A constant list of 32-bit floats, axes [n]; equal lists are stored once. */
  floats(values: readonly number[]): string {
    return this.#constant(`float[${values.join(' ')}]`, ElementType.float, [values.length], floatBytes(values));
  }

  /** A constant 32-bit float without axes. */
  float(value: number): string {
    return this.#constant(`float ${value}`, ElementType.float, [], floatBytes([value]));
  }

  /** An initialiser whose numbers stand in a file beside the model. Adding it twice under one name adds it once. */
  external(name: string, type: ElementType, shape: readonly number[], data: ExternalData): string {
    if (!this.#initialisers.has(name)) {
      this.#initialisers.set(
        name,
        message(5, [
          ...tensorHead(name, type, shape),
          message(13, [text(1, 'location'), text(2, data.location)]),
          message(13, [text(1, 'offset'), text(2, String(data.offset))]),
          message(13, [text(1, 'length'), text(2, String(data.length))]),
          integer(14, EXTERNAL),
        ]),
      );
    }
    return name;
  }

  /** The finished file. Outputs carry their names alone, since the runtime infers types and shapes. */
  encode(inputs: readonly ModelInput[], outputs: readonly string[]): Uint8Array {
    const graph = [
      ...this.#nodes,
      text(2, 'transformer'),
      ...this.#initialisers.values(),
      ...inputs.map(({ name, type, axes }) => message(11, [text(1, name), message(2, [tensorType(type, axes)])])),
      ...outputs.map((name) => message(12, [text(1, name)])),
    ];
    return concatenate([
      integer(1, IR_VERSION),
      text(2, 'cutaway'),
      message(7, graph),
      message(8, [text(1, ''), integer(2, OPSET)]),
    ]);
  }

  #constant(name: string, type: ElementType, shape: readonly number[], raw: Uint8Array): string {
    if (!this.#initialisers.has(name)) {
      this.#initialisers.set(name, message(5, [...tensorHead(name, type, shape), bytes(9, raw)]));
    }
    return name;
  }
}

function tensorHead(name: string, type: ElementType, shape: readonly number[]): Uint8Array[] {
  return [...shape.map((extent) => integer(1, extent)), integer(2, type), text(8, name)];
}

/** `TypeProto.Tensor` in the field of `TypeProto`. */
function tensorType(type: ElementType, axes: ModelInput['axes']): Uint8Array {
  const dimensions = axes.map((axis) => message(1, [typeof axis === 'number' ? integer(1, axis) : text(2, axis)]));
  return message(1, [integer(1, type), message(2, dimensions)]);
}

function attribute(name: string, value: Attributes[string]): Uint8Array[] {
  if (typeof value === 'number') return [text(1, name), integer(3, value), integer(20, AttributeType.int)];
  if (typeof value === 'string') return [text(1, name), text(4, value), integer(20, AttributeType.string)];
  if ('float' in value) return [text(1, name), float(2, value.float), integer(20, AttributeType.float)];
  return [text(1, name), ...value.map((item) => integer(8, item)), integer(20, AttributeType.ints)];
}

function floatBytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}
