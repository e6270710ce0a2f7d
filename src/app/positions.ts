/** The positions that the reader's own way through a run is about: those that are new, or the one that is looked from. */
import type { Graph } from '../architecture/graph.ts';
import type { Outline, Picture } from '../scene/picture.ts';
import type { Run } from './app.ts';

type Positions = NonNullable<Picture['positions']>;

/** Where some tokens were kept from the run before, those that are new. */
export function newPositions(run: Run | undefined): Positions | undefined {
  const { reusedTokens = 0, tokens = [] } = run ?? {};
  return reusedTokens > 0 && reusedTokens < tokens.length ? { from: reusedTokens, to: tokens.length - 1 } : undefined;
}

/** Around the columns of some positions, wherever the residual stream is drawn: from afar their colours alone are too thin to be seen. */
export function streamOutlines(graph: Graph, { from, to }: Positions): Outline[] {
  const stream = [...graph.tensors()].filter(({ kind, role }) => kind === 'tokens' || role === 'residual');
  return stream.map(({ id, axes }) => ({
    range: {
      block: id,
      from: axes.map(({ name }) => (name === 'token' ? from : 0)),
      to: axes.map(({ name, extent }) => (name === 'token' ? to : Number(extent) - 1)),
    },
    style: 'accent',
  }));
}
