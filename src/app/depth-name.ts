import { splitId } from '../architecture/symbols.ts';
import type { App } from './app.ts';
import { word } from './words.ts';

/** Where in the model a residual stream is read: “after layer 0”. */
export function depthName(stream: string, describe: App['describe']): string {
  const { layer, name } = splitId(stream);
  if (name === 'embedding') return word('figure.afterEmbedding');
  if (layer === undefined) return describe(stream).name;
  return word(name === 'attention_residual' ? 'figure.afterAttention' : 'figure.afterLayer', { layer });
}
