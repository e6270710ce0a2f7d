import type { App } from '../app/app.ts';
import type { OpenModel } from '../app/model.ts';
import { count, type Word, word } from './words.ts';

type Fact = readonly [size: number, name: Word];

/** 32 layers · 32 heads · 4,096 channels: how large a model is, each way. */
export function ModelFacts({ app }: { readonly app: App }) {
  const model = app.model.value;
  if (model === undefined) return null;
  const facts = factsOf(model);
  return (
    <ul class="model-facts">
      {facts.map(([size, name]) => (
        <li key={name}>
          <strong class="figure">{count(size)}</strong> {word(name)}
        </li>
      ))}
    </ul>
  );
}

function factsOf({ graph, members, parameterCount }: OpenModel): readonly Fact[] {
  const { layers, heads, width, hidden, vocabulary, context } = graph.dimensions;
  if (members !== undefined) {
    return [
      [members.length, 'facts.models'],
      [parameterCount, 'facts.parameters'],
    ];
  }
  return [
    [layers, 'facts.layers'],
    [heads, 'facts.heads'],
    [width, 'facts.channels'],
    [hidden, 'facts.hidden'],
    [vocabulary, 'facts.vocabulary'],
    [context, 'facts.context'],
  ];
}
