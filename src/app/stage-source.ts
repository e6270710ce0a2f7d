import type { TensorData, TensorId } from '../architecture/graph.ts';
import type { KeyFrame } from '../checkpoint/training.ts';
import { logitLens } from '../lab/logit-lens.ts';
import { neighbours } from '../lab/neighbours.ts';
import type { StageSource } from '../narrative/stage.ts';
import type { Run } from './app.ts';
import { type OpenModel, takesTexts } from './model.ts';

/**
 * What tours and figures read: a model and the numbers of one run of it, through which a later one does not show.
 * @param readNow Numbers of a tensor as they are at hand now: of weights
 * @param training the model's key frames, by step
 */
export function stageSource(
  model: OpenModel,
  run: Run,
  readNow: (id: TensorId) => TensorData | undefined,
  training: readonly KeyFrame[],
): StageSource {
  const { graph, tokenizer } = model;
  const read = (id: TensorId) => run.trace.get(id) ?? readNow(id);
  const { given, answers } = toldOf(model, run);
  return {
    graph,
    ids: run.tokens.map((token) => token.id),
    words: run.tokens.map((token) => token.word),
    given,
    word: (id) => tokenizer?.word(id) ?? String(id),
    answers: answers.map((token) => token.id),
    read,
    training,
    lens: (stream, token) => logitLens(graph, read, stream, token),
    neighbours: (table, id, count) => {
      const vectors = read(table);
      return vectors && neighbours(vectors, id, count);
    },
  };
}

/**
 * What a tour begins with, and what the model answers in it. Of a text that has been gone on with, all but the last token: blocks are
 * as large as the whole text, and told on its first words alone they would stay nearly empty.
 */
function toldOf(model: OpenModel, { tokens, answers }: Run): { given: number; answers: Run['answers'] } {
  const given = tokens.filter(({ origin }) => origin === 'given').length;
  if (!takesTexts(model) || tokens.length === given) return { given, answers };
  return { given: tokens.length - 1, answers: answers.slice(tokens.length - 1 - given) };
}
