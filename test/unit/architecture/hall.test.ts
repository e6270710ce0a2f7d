import { describe, expect, it } from 'vitest';
import { addressOf, readAddress } from '../../../src/architecture/address.ts';
import { hallGraph } from '../../../src/architecture/hall.ts';
import { operandsOf } from '../../../src/architecture/operands.ts';
import { parameterCount, parametersOfModule } from '../../../src/architecture/tally.ts';
import { ALL } from '../scene/layouts.ts';

const members = Object.entries(ALL).map(([name, graph]) => ({ name, graph }));
const hall = hallGraph(members);
/** Few enough to go through all that they have. */
const small = members.filter(({ graph }) => parameterCount(graph) < 1e7);

describe('a hall of models', () => {
  it('has every tensor of each, under its address, with what makes it and what reads it', () => {
    expect(small.length).toBeGreaterThan(1);
    for (const { name, graph } of small) {
      const addressed = (id: string) => addressOf({ model: name, id });
      for (const own of graph.tensors()) {
        const tensor = hall.tensor(addressed(own.id));
        expect(tensor).toMatchObject({ id: addressed(own.id), kind: own.kind, role: own.role, axes: own.axes });
        const made = graph.producer(own.id);
        const op = hall.producer(tensor.id);
        expect(op?.kind).toBe(made?.kind);
        expect(op && operandsOf(op)).toEqual(
          made && operandsOf(made).map(({ part, id }) => ({ part, id: addressed(id) })),
        );
        expect(hall.consumers(tensor.id).map(({ output }) => output)).toEqual(
          graph.consumers(own.id).map(({ output }) => addressed(output)),
        );
      }
    }
  });

  it('tells them in order, and so do its modules and its ops', () => {
    const few = hallGraph(small);
    const inOrder = small.flatMap(({ name, graph }) =>
      Array.from(graph.tensors(), ({ id }) => addressOf({ model: name, id })),
    );
    expect(Array.from(few.tensors(), ({ id }) => id)).toEqual(inOrder);
    expect(Array.from(few.ops(), ({ output }) => few.has(output))).not.toContain(false);
  });

  it('counts as many parameters as its models together, and each of them by itself', () => {
    const sum = members.reduce((total, { graph }) => total + parameterCount(graph), 0);
    expect(parameterCount(hall)).toBe(sum);
    for (const { name, graph } of members) {
      expect(parametersOfModule(hall, name)).toBe(parameterCount(graph));
      const layer = parametersOfModule(graph, 'layers.0');
      expect(parametersOfModule(hall, addressOf({ model: name, id: 'layers.0' }))).toBe(layer);
    }
  });

  it('keeps the stored names of two models apart', () => {
    const names = small.flatMap(({ name, graph }) =>
      Array.from(graph.tensors()).flatMap(({ id }) => {
        const tensor = hall.tensor(addressOf({ model: name, id }));
        return tensor.kind === 'weight' ? tensor.stored.names.map((stored) => readAddress(stored)?.model === name) : [];
      }),
    );
    expect(names.length).toBeGreaterThan(0);
    expect(names).not.toContain(false);
  });

  it('has nothing without an address, of a stranger, or that its model does not have', () => {
    const [one] = members;
    if (one === undefined) throw new Error('there is no model');
    for (const id of ['embedding', 'nobody/embedding', `${one.name}/layers.999.ffn.up`, one.name]) {
      expect(hall.has(id)).toBe(false);
      expect(() => hall.tensor(id)).toThrow(id);
    }
  });

  it('is refused where its models could not be told apart, or there is none', () => {
    const [one] = members;
    if (one === undefined) throw new Error('there is no model');
    expect(() => hallGraph([one, one])).toThrow(RangeError);
    expect(() => hallGraph([{ ...one, name: 'a/b' }])).toThrow(RangeError);
    expect(() => hallGraph([])).toThrow(RangeError);
  });
});
