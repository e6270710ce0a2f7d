import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { groupAround, modulesAround, outlineRows } from '../../../src/ui/outline/rows.ts';
import { SORTER } from '../architecture/configs.ts';

const { root } = buildGraph(SORTER);

describe('the parts list', () => {
  test('is the outer modules while nothing is opened, and goes into no layer', () => {
    const closed = {
      ...root,
      modules: root.modules.map((module) => ({
        ...{ id: module.id, kind: module.kind, tensors: [], ops: [] },
        get modules(): never {
          throw new Error(`${module.id} was gone into`);
        },
      })),
    };
    const rows = outlineRows(closed, new Set());
    expect(rows.map(({ id }) => id)).toEqual(['embedding', 'layers.0', 'layers.1', 'layers.2', 'head']);
    expect(rows.every((row) => row.kind === 'group' && !row.isOpen && row.level === 1)).toBe(true);
  });

  test('shows under an opened module what is in it, one level deeper, in the order of computation', () => {
    const rows = outlineRows(root, new Set(['layers.1', 'layers.1.ffn']));
    const inside = rows.filter(({ id }) => id.startsWith('layers.1'));
    expect(inside.slice(0, 4)).toMatchObject([
      { id: 'layers.1', level: 1, isOpen: true },
      { id: 'layers.1.attention', level: 2, isOpen: false },
      { id: 'layers.1.ffn', level: 2, isOpen: true },
      { id: 'layers.1.ffn_norm.weight', level: 3, kind: 'block' },
    ]);
    expect(inside.at(-1)).toMatchObject({ id: 'layers.1.ffn_residual', level: 3 });
  });

  test('with everything opened holds every block once', () => {
    const graph = buildGraph(SORTER);
    const blocks = [...graph.tensors()].map(({ id }) => id);
    const open = new Set(blocks.flatMap((id) => modulesAround(graph.root, id)));
    const rows = outlineRows(graph.root, open).filter(({ kind }) => kind === 'block');
    expect(rows.map(({ id }) => id)).toEqual(blocks);
  });

  test('knows the group that a line is in: of a block its own, of a group the one around it, of the outermost none', () => {
    const rows = outlineRows(root, new Set(['layers.1', 'layers.1.attention', 'layers.1.ffn']));
    const idAround = (id: string) =>
      rows[
        groupAround(
          rows,
          rows.findIndex((row) => row.id === id),
        ) ?? -1
      ]?.id;
    expect(idAround('layers.1.attention.scores')).toBe('layers.1.attention');
    expect(idAround('layers.1.ffn_residual')).toBe('layers.1.ffn');
    expect(idAround('layers.1.ffn')).toBe('layers.1');
    expect(idAround('layers.2')).toBeUndefined();
  });

  test('knows the modules around a block', () => {
    expect(modulesAround(root, 'layers.2.attention_residual')).toEqual(['layers.2', 'layers.2.attention']);
    expect(modulesAround(root, 'logits.weight')).toEqual(['head']);
    expect(modulesAround(root, 'no.such.block')).toEqual([]);
  });
});
