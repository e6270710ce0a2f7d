import { computed } from '@preact/signals';
import { useContext, useMemo } from 'preact/hooks';
import type { App } from '../../../app/app.ts';
import { isComputedAt, type ReadFigure } from '../../../narrative/figure.ts';
import { lazily } from '../../lazily.ts';
import { BesideScene } from '../../pointing.ts';
import { word } from '../../words.ts';

/** With the first figure. */
export const drawings = lazily(() => import('./drawings.tsx'));

interface StoryFigureProps {
  readonly app: App;
  readonly figure: ReadFigure | undefined;
}

/** A figure of the text. Beside the scene it keeps its place, and shows its numbers once the scene has computed them. */
export function StoryFigure({ app, figure }: StoryFigureProps) {
  const player = app.player.value;
  const isBesideScene = useContext(BesideScene);
  const isThere = useMemo(
    () =>
      computed(
        () =>
          figure !== undefined &&
          player !== undefined &&
          (!isBesideScene || isComputedAt(player.stage.value, figure, player.timeline.value.source)),
      ),
    [figure, player, isBesideScene],
  ).value;
  const Drawing = drawings()?.Drawing;
  return (
    <figure class={`story-figure${isThere ? '' : ' waiting'}`}>
      {figure !== undefined && Drawing !== undefined && <Drawing app={app} figure={figure} />}
      {!isThere && <p class="not-yet">{word('figure.notYet')}</p>}
    </figure>
  );
}
