/** What the comparison tells of each model, column by column. */
import type { ComponentChildren } from 'preact';
import type { ComparedModel } from '../../app/comparison.ts';
import { BYTES, flopsPerToken } from '../../architecture/cost.ts';
import { count } from '../words.ts';
import { bytes, flops } from './quantities.ts';
import { Stripes } from './stripes.tsx';
import type { Said } from './words.ts';
import { said } from './words.ts';

interface Column {
  readonly name: Extract<Said, `column.${string}`>;
  /** Undefined where the model has nothing of the kind. */
  readonly cell: (model: ComparedModel) => ComponentChildren;
}

interface ColumnGroup {
  readonly name: Extract<Said, `group.${string}`>;
  readonly columns: readonly Column[];
  /** What the columns mean. */
  readonly note: Extract<Said, `note.${string}`>;
}

function cacheBytes({ cost }: ComparedModel, tokens: number): string {
  return bytes(cost.cachedNumbers * BYTES.bf16 * tokens);
}

export const GROUPS: readonly ColumnGroup[] = [
  {
    name: 'group.shape',
    note: 'note.shape',
    columns: [
      { name: 'column.year', cell: ({ year }) => year },
      { name: 'column.layers', cell: ({ dimensions }) => count(dimensions.layers) },
      { name: 'column.width', cell: ({ dimensions }) => count(dimensions.width) },
      { name: 'column.heads', cell: ({ dimensions }) => count(dimensions.heads) },
      { name: 'column.kvHeads', cell: ({ dimensions }) => count(dimensions.kvHeads) },
      { name: 'column.headDimension', cell: ({ dimensions }) => count(dimensions.headDimension) },
      { name: 'column.hidden', cell: ({ dimensions }) => count(dimensions.hidden) },
      {
        name: 'column.experts',
        cell: ({ experts }) => experts && said('experts', { awake: experts.awake, count: experts.count }),
      },
      { name: 'column.vocabulary', cell: ({ dimensions }) => count(dimensions.vocabulary) },
      { name: 'column.context', cell: ({ dimensions }) => count(dimensions.context) },
    ],
  },
  {
    name: 'group.parameters',
    note: 'note.parameters',
    columns: [
      { name: 'column.total', cell: ({ parameters }) => count(parameters) },
      { name: 'column.shares', cell: (model) => <Stripes model={model} className="bar" /> },
      { name: 'column.embedding', cell: ({ cost }) => count(cost.parameters.embedding) },
      { name: 'column.attention', cell: ({ cost }) => count(cost.parameters.attention) },
      { name: 'column.feedForward', cell: ({ cost }) => count(cost.parameters.feedForward) },
      { name: 'column.norms', cell: ({ cost }) => count(cost.parameters.norms) },
      { name: 'column.active', cell: ({ active }) => count(active) },
    ],
  },
  {
    name: 'group.work',
    note: 'note.work',
    columns: [
      { name: 'column.cache', cell: (model) => cacheBytes(model, 1) },
      { name: 'column.cacheFull', cell: (model) => cacheBytes(model, model.dimensions.context) },
      { name: 'column.work', cell: ({ cost }) => flops(flopsPerToken(cost, 1)) },
      { name: 'column.workFull', cell: ({ cost, dimensions }) => flops(flopsPerToken(cost, dimensions.context)) },
      { name: 'column.f32', cell: ({ parameters }) => bytes(parameters * BYTES.f32) },
      { name: 'column.bf16', cell: ({ parameters }) => bytes(parameters * BYTES.bf16) },
      { name: 'column.int8', cell: ({ parameters }) => bytes(parameters * BYTES.int8) },
      { name: 'column.int4', cell: ({ parameters }) => bytes(parameters * BYTES.int4) },
    ],
  },
];
