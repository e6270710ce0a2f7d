import type { App } from '../../app/app.ts';
import { leftFrom } from '../ui-state.ts';
import { word } from '../words.ts';

/** Where a link beside the story has led to another model: the way back to the moment that was left. */
export function WayBack({ app }: { readonly app: App }) {
  const left = leftFrom.value;
  const model = app.model.value;
  if (left === undefined || model === undefined || model.id === left.model) return null;
  return (
    <a class="way-back" href={left.hash}>
      {word('sameBut.back', { title: left.title })}
    </a>
  );
}
