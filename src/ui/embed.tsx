import type { App } from '../app/app.ts';
import { Icon, Mark } from './icons.tsx';
import { word } from './words.ts';

/** In another page: the way to the whole page, in a tab of its own, at the same moment. */
export function WholePageLink({ app }: { readonly app: App }) {
  // The moment is that of the click, or of when a menu or a drag takes the address.
  const point = ({ currentTarget }: { readonly currentTarget: HTMLAnchorElement }) => {
    currentTarget.href = app.link();
  };
  return (
    <nav class="whole-page" aria-label={word('embed.whole')}>
      <h1 class="visually-hidden">{word('page.title')}</h1>
      <a
        href={app.link()}
        target="_blank"
        rel="noopener"
        title={word('embed.whole')}
        onPointerDown={point}
        onClick={point}
      >
        <Mark />
        <span>{word('page.title')}</span>
        <Icon name="out" />
      </a>
    </nav>
  );
}
