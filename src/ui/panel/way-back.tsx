import type { App } from '../../app/app.ts';
import { leftFrom } from '../ui-state.ts';
import { word } from '../words.ts';

/** Where a link beside the story has led to another model: the way back to the moment that was left. */
export function WayBack({ app }: { readonly app: App }) {
  const left = leftFrom.value;
  if (left === undefined || app.model.value?.id !== left.to) return null;
  return (
    <a class="way-back" href={left.hash}>
      {word('sameBut.back', { title: left.title })}
    </a>
  );
}
