/** The hall of the page as its tour is told on it: the descriptions of its models, and the weights of the sorter. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildGraph } from '../../../src/architecture/build.ts';
import { hallGraph, type Member } from '../../../src/architecture/hall.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import { loadSorter } from './nano-sort.ts';

const MODELS = join(import.meta.dirname, '../../../models');

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(MODELS, path), 'utf8'));
}

/** Of each famous model the total of its published weights. */
export const CATALOGUE = read('configs/catalogue.json') as readonly {
  readonly id: string;
  readonly name: string;
  readonly parameters: number;
}[];

const member = (name: string, path: string): Member => ({ name, graph: buildGraph(read(path)) });

export const hall = hallGraph(
  [
    member('nano-sort', 'nano-sort/config.json'),
    member('tales', 'tales/config.json'),
    ...CATALOGUE.map(({ id }) => member(id, `configs/${id}.json`)),
  ].sort((one, other) => parameterCount(one.graph) - parameterCount(other.graph)),
);

export async function loadHall(): Promise<StageSource> {
  const { idle } = await loadSorter();
  const sorter = 'nano-sort/';
  return {
    ...idle,
    graph: hall,
    read: (id) => (id.startsWith(sorter) ? idle.read(id.slice(sorter.length)) : undefined),
  };
}
