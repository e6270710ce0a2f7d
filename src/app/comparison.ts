/** The models that the page has beside one another: what their sizes come to, all of it counted from their graphs. */
import { buildGraph } from '../architecture/build.ts';
import { type Cost, costOf } from '../architecture/cost.ts';
import type { Dimensions, Graph, Module, TensorId } from '../architecture/graph.ts';
import { samePlace } from '../architecture/same-place.ts';
import { activeParameterCount, parameterCount } from '../architecture/tally.ts';
import { bundledModels } from './bundled.ts';
import { configOf, famousModels } from './catalogue.ts';
import type { Absence, OpenModel } from './model.ts';

/** Of a mixture: how many experts a layer has, and through how many of them a token goes. */
export interface Experts {
  readonly count: number;
  readonly awake: number;
}

/** What is counted of a model. */
export interface Figures {
  readonly dimensions: Dimensions;
  /** Of the last layer; undefined where it has no mixture. */
  readonly experts: Experts | undefined;
  /** All stored numbers. */
  readonly parameters: number;
  /** Numbers of weights that the pass of one token reads. */
  readonly active: number;
  readonly cost: Cost;
}

export interface ComparedModel extends Figures {
  readonly id: string;
  readonly name: string;
  /** In which it was published; undefined of those that are not famous. */
  readonly year: number | undefined;
  /** Why there are no weights; undefined where there are. */
  readonly absence: Absence | undefined;
}

/** Counts a model; takes no longer for many layers or experts than for few. */
export function figuresOf(graph: Graph): Figures {
  return {
    dimensions: graph.dimensions,
    experts: expertsIn(graph.root),
    parameters: parameterCount(graph),
    active: activeParameterCount(graph),
    cost: costOf(graph),
  };
}

/** Of the last mixture in a module: first layers may be dense. */
function expertsIn({ awake, modules }: Module): Experts | undefined {
  if (awake !== undefined) return { count: modules.length, awake };
  return modules.map(expertsIn).findLast((found) => found !== undefined);
}

const graphs = new Map<string, Promise<Graph>>();

/** The graph of a bundled or famous model, fetched and built once. @throws {CheckpointError} where its config cannot be fetched */
export function graphOf(id: string): Promise<Graph> {
  const known = graphs.get(id);
  if (known !== undefined) return known;
  const graph = configOf(id).then(buildGraph);
  graphs.set(id, graph);
  // The next to ask tries again.
  graph.catch(() => graphs.delete(id));
  return graph;
}

/** The models that the page has. */
const KNOWN: readonly Omit<ComparedModel, keyof Figures>[] = [
  ...bundledModels.map((id) => ({ id, name: id, year: undefined, absence: undefined })),
  ...famousModels.map(({ id, name, year, weightsArePublished }) => ({
    id,
    name,
    year,
    absence: weightsArePublished ? ('notLoaded' as const) : ('notPublished' as const),
  })),
];

/**
 * Every model that the page has and the open one, from the smallest to the largest.
 * @throws {CheckpointError} where a config cannot be fetched
 */
export async function compareModels(open: OpenModel | undefined): Promise<readonly ComparedModel[]> {
  const known = await Promise.all(KNOWN.map(async (model) => ({ ...model, ...figuresOf(await graphOf(model.id)) })));
  return [...known, ...(open === undefined ? [] : own(open))].sort((one, other) => one.parameters - other.parameters);
}

/**
 * Where the models that the page has keep the block that the open one has at `block`: the same one, of the last layer where a model
 * has fewer; models without it are left out.
 * @throws {CheckpointError} where a config cannot be fetched
 */
export async function samePlaces(block: TensorId) {
  const places = await Promise.all(
    KNOWN.map(async ({ id, name }) => ({ id, name, at: samePlace(block, await graphOf(id)) })),
  );
  return places.flatMap(({ at, ...model }) => (at === undefined ? [] : [{ ...model, at }]));
}

/** A model of the reader's own, in a hall the one that is there. */
function own({ id, name, absence, graph, members }: OpenModel): readonly ComparedModel[] {
  if (members !== undefined) return members.flatMap(({ model }) => own(model));
  if (KNOWN.some((model) => model.id === id)) return [];
  return [{ id, name, year: undefined, absence, ...figuresOf(graph) }];
}
