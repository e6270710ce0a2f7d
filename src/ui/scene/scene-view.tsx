import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { takesTexts } from '../../app/model.ts';
import { isPhone } from '../media.ts';
import { pageMode } from '../mode.ts';
import { partsRoom } from '../outline/room.ts';
import { dropping, panelTab, sheetStop, showRun } from '../ui-state.ts';
import { word } from '../words.ts';
import { BARE_INSETS, insetsOf } from './insets.ts';
import { Legend } from './legend.tsx';
import { Tip } from './tip.tsx';

/** The drawing, what lies over it, and the pointer on it. */
export function SceneView({ app }: { readonly app: App }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(true);
  useEffect(() => {
    let detach = () => {};
    try {
      if (canvas.current !== null) detach = app.attach(canvas.current);
    } catch (error) {
      console.error(error);
      setDrawn(false);
    }
    return detach;
  }, [app]);
  useInsets(app, canvas);
  return (
    <main class="view" onWheelCapture={leaveToTheHost}>
      {isDrawn ? (
        <>
          <canvas ref={canvas} tabIndex={0} aria-label={word('scene.label')} role="img" {...usePointer(app)} />
          {pageMode.value === 'whole' && <Legend app={app} />}
          <Tip app={app} />
        </>
      ) : (
        <div class="no-webgl">
          <h2>{word('webgl.title')}</h2>
          <p>{word('webgl.text')}</p>
        </div>
      )}
      {dropping.value && <p class="drop-target">{word('drop.here')}</p>}
    </main>
  );
}

/** In a page that embeds this one the wheel scrolls that page; a pinch, which comes with the control key, zooms here. */
function leaveToTheHost(event: WheelEvent) {
  if (pageMode.peek() === 'embedded' && !event.ctrlKey) event.stopPropagation();
}

/** Tells how large the canvas is and what of it is covered, whenever that changes. */
function useInsets(app: App, canvas: { readonly current: HTMLCanvasElement | null }) {
  const phone = isPhone.value;
  const stop = sheetStop.value;
  const mode = pageMode.value;
  const parts = partsRoom.value;
  const isHall = app.model.value?.members !== undefined;
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const tell = () => {
      const size = { width: element.clientWidth, height: element.clientHeight };
      app.setWindow(size, mode === 'whole' ? insetsOf(size, phone ? stop : undefined, parts, isHall) : BARE_INSETS);
    };
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    tell();
    return () => observer.disconnect();
  }, [app, canvas, phone, stop, parts, mode, isHall]);
}

/** Further than this between press and release, CSS pixels, and it was a drag. */
const DRAG = 4;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Points there. Gives the position of the token of a text that the pointer is on then, on its cell or its letters. */
function pointAtToken(app: App, place: Place | undefined): number | undefined {
  const lettered = app.pointAt(place);
  const { block, cell } = app.hover.peek() ?? {};
  if (!takesTexts(app.model.peek())) return undefined;
  return lettered ?? (block === 'tokens' ? cell?.[0] : undefined);
}

/** Moving asks, a click (not a drag) pins; on a token of a text it looks at the model from there, on a plate it flies to its model. */
function usePointer(app: App) {
  const [leadsOn, setLeadsOn] = useState(false);
  const pressed = useRef<Place | undefined>(undefined);
  const resting = useRef<{ readonly place: Place; readonly time: number | undefined } | undefined>(undefined);
  const at = (event: PointerEvent): Place => ({ x: event.offsetX, y: event.offsetY });
  const time = () => app.player.peek()?.time.peek();
  const pointAt = (place: Place | undefined) => {
    resting.current = place && { place, time: time() };
    const position = pointAtToken(app, place);
    setLeadsOn(position !== undefined || (place !== undefined && app.plateAt(place) !== undefined));
    return position;
  };
  // What moves under a resting pointer is asked about anew; not what the tour moves, for it would darken all that it tells of.
  useSignalEffect(() => {
    void app.frame.value;
    if (resting.current === undefined || app.hover.peek() === undefined) return;
    if (resting.current.time === time()) app.pointAt(resting.current.place);
    else pointAt(undefined);
  });
  return {
    style: leadsOn ? { cursor: 'pointer' } : undefined,
    onPointerMove: (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      pointAt(event.buttons === 0 ? at(event) : undefined);
    },
    onPointerLeave: () => pointAt(undefined),
    onMouseDown: (event: MouseEvent) => {
      // A click takes the focus from a field but does not bring it here: arrow keys go on stepping through the tour.
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
    onPointerDown: (event: PointerEvent) => {
      pressed.current = event.button === 0 ? at(event) : undefined;
    },
    onPointerUp: (event: PointerEvent) => {
      const from = pressed.current;
      const to = at(event);
      pressed.current = undefined;
      if (from === undefined || Math.hypot(to.x - from.x, to.y - from.y) > DRAG) return;
      const position = pointAt(to);
      const model = app.plateAt(to);
      if (model !== undefined) app.look({ block: model });
      else if (position !== undefined) {
        app.lookFrom(position);
        showRun();
      } else {
        app.pin(app.hover.value);
        if (app.pinned.value !== undefined) panelTab.value = 'inspect';
      }
      // A finger does not stay above what it touched.
      if (event.pointerType === 'touch') pointAt(undefined);
    },
  };
}
