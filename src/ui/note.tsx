import type { Answer, App } from '../app/app.ts';
import { inDegrees } from '../app/figure-in-words.ts';
import type { Graph } from '../architecture/graph.ts';
import { angleOf, channelsOf, pairOf } from '../architecture/rotation.ts';
import { figure, word } from './words.ts';

interface NoteProps {
  readonly app: App;
  readonly answer: Answer;
}

/** What the formula of a cell leaves open: which channels turn together and how far, which head is shared, what is not done. */
export function Note({ app, answer }: NoteProps) {
  const graph = app.model.value?.graph;
  const note = graph && noteOf(graph, answer.hit);
  return note === undefined ? null : <p class="note">{note}</p>;
}

/** As a sentence; undefined where the formula says it all. */
export function noteOf(graph: Graph, { block, cell }: Answer['hit']): string | undefined {
  const op = graph.producer(block);
  if (op === undefined || cell === undefined) return undefined;
  switch (op.kind) {
    case 'rmsNorm':
      return word(op.offset === 0 ? 'note.rmsNorm' : 'note.rmsNormOffset');
    case 'copy':
    case 'scale':
      return word('note.copy');
    case 'rotate': {
      const [position = 0, channel = 0] = cell.slice(-2);
      const pair = pairOf(op, channel);
      if (pair === undefined)
        return word('note.still', { first: op.still, last: op.still + 2 * op.frequencies.length - 1 });
      const [first, second] = channelsOf(op, pair);
      const angle = angleOf(op, pair, position);
      return word('note.rotate', {
        first,
        second,
        position,
        frequency: figure(op.frequencies[pair] ?? Number.NaN),
        radians: figure(angle),
        degrees: inDegrees(angle),
      });
    }
    case 'scores':
      return sharedHead(cell[0] ?? 0, op.queriesPerKey);
    case 'mix':
      return sharedHead(
        Math.floor((cell[1] ?? 0) / Number(graph.tensor(op.value).axes.at(-1)?.extent)),
        op.queriesPerKey,
      );
    case 'multiply':
      return word('note.multiply');
    default:
      return undefined;
  }
}

/** Undefined where each query head has a key head of its own. */
function sharedHead(head: number, queriesPerKey: number): string | undefined {
  if (queriesPerKey === 1) return undefined;
  const shared = Math.floor(head / queriesPerKey);
  const [first, last] = [shared * queriesPerKey, (shared + 1) * queriesPerKey - 1];
  return word('note.sharedHead', { head, shared, first, last });
}
