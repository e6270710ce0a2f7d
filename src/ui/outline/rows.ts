/** The lines of the parts list: model → layer → block, of which only what is opened is gone into. Pure. */
import { addressOf, ownId } from '../../architecture/address.ts';
import type { Module, TensorId } from '../../architecture/graph.ts';

export interface GroupRow {
  readonly kind: 'group';
  /** A module's. */
  readonly id: string;
  /** 1 for the outermost. */
  readonly level: number;
  readonly isOpen: boolean;
}

export interface BlockRow {
  readonly kind: 'block';
  readonly id: TensorId;
  readonly level: number;
}

export type OutlineRow = GroupRow | BlockRow;

/** All lines under a module, in the order of computation. @param open ids of the modules that are opened */
export function outlineRows(module: Module, open: ReadonlySet<string>, level = 1): OutlineRow[] {
  const blocks = module.tensors.map(({ id }): OutlineRow => ({ kind: 'block', id, level }));
  const groups = module.modules.flatMap((inner): OutlineRow[] => {
    const isOpen = open.has(inner.id);
    const row: OutlineRow = { kind: 'group', id: inner.id, level, isOpen };
    return isOpen ? [row, ...outlineRows(inner, open, level + 1)] : [row];
  });
  return [...blocks, ...groups];
}

/** Where the group stands that a line is in; undefined of the outermost. */
export function groupAround(rows: readonly OutlineRow[], index: number): number | undefined {
  const level = rows[index]?.level ?? 0;
  const around = rows.findLastIndex((row, at) => at < index && row.kind === 'group' && row.level < level);
  return around < 0 ? undefined : around;
}

/** The modules that a block stands in, the outermost first; empty where it stands in none. */
export function modulesAround(module: Module, block: TensorId): readonly string[] {
  if (module.tensors.some(({ id }) => id === block)) return [module.id];
  for (const inner of module.modules) {
    // The ids of blocks begin with that of their model in a hall, of their layer, of their expert: no other need be gone into.
    const isNumbered = module.awake !== undefined || /^layers\.\d+$/.test(ownId(inner.id));
    const beginning =
      module.kind === 'hall' ? addressOf({ model: inner.id, id: '' }) : isNumbered ? `${inner.id}.` : '';
    if (!block.startsWith(beginning)) continue;
    const found = modulesAround(inner, block);
    if (found.length > 0) return module.id === '' ? found : [module.id, ...found];
  }
  return [];
}
