import type { App } from '../app/app.ts';
import { count, type Word, word } from './words.ts';

/** 32 layers · 32 heads · 4,096 channels: how large a model is, each way. */
export function ModelFacts({ app }: { readonly app: App }) {
  const graph = app.model.value?.graph;
  if (graph === undefined) return null;
  const { layers, heads, width, hidden, vocabulary, context } = graph.dimensions;
  const facts: readonly (readonly [number, Word])[] = [
    [layers, 'facts.layers'],
    [heads, 'facts.heads'],
    [width, 'facts.channels'],
    [hidden, 'facts.hidden'],
    [vocabulary, 'facts.vocabulary'],
    [context, 'facts.context'],
  ];
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
