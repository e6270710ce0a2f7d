import type { ComponentChildren } from 'preact';
import type { App } from '../../app/app.ts';
import { type SavedState, STATE_VERSION, toHash } from '../../app/saved-state.ts';
import type { Jump } from '../../narrative/tour.ts';
import { leftFrom } from '../ui-state.ts';
import { word } from '../words.ts';

/** From where a counterpart is looked at: degrees, and how closely. */
const SIDE = { yaw: -24, pitch: 12, zoom: 0.8 };

interface SameButProps {
  readonly app: App;
  readonly title: string;
  readonly jump: Jump;
  readonly children: ComponentChildren;
}

/** A box beside the story: how another model does it, and a link there. */
export function SameBut({ app, title, jump, children }: SameButProps) {
  return (
    <aside class="same-but">
      <p class="same-but-title">{title}</p>
      {children}
      <JumpLink app={app} jump={jump}>
        {word('sameBut.go', { model: jump.model })}
      </JumpLink>
    </aside>
  );
}

/** A link into another model; the browser's way back leads here again, and the page's. */
export function JumpLink({ app, jump, children }: Pick<SameButProps, 'app' | 'jump' | 'children'>) {
  return (
    <a class="jump" href={toHash(stateOf(app, jump))} onClick={() => leave(app, jump.model)}>
      {children}
    </a>
  );
}

/** Keeps the way back, where an address leads there. Before a link is followed the address is brought up to this moment. */
function leave(app: App, to: string): void {
  const model = app.model.peek();
  const tour = app.isTold.peek() ? app.player.peek()?.timeline.peek().tour : undefined;
  leftFrom.value = model?.isAddressable ? { title: tour?.title ?? model.name, hash: location.hash, to } : undefined;
}

/** The moment that a jump leads to, in the colours of this one. */
function stateOf(app: App, { model, to }: Jump): SavedState {
  const kept = { version: STATE_VERSION, theme: app.theme.value, scale: app.settings.value.scale } as const;
  if (to.kind === 'block') {
    return { ...kept, model, pinned: { block: to.block }, view: { block: to.block, ...SIDE } };
  }
  return { ...kept, model, tour: { id: to.tour, at: { chapter: to.chapter, beat: to.beat, seconds: 0 } } };
}
