import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Further than this between press and release, CSS pixels, and it was a drag. */
const DRAG = 4;
/** How much nearer a wheel's pixel goes, as an exponent. */
const WHEEL = 0.01;

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Drag extends Point {
  readonly left: number;
  readonly top: number;
}

/**
 * The hand on a matrix: a mouse drags it, a wheel with Ctrl held (as a trackpad's pinch comes) and two fingers zoom it; one finger
 * scrolls it as the browser does.
 * @param zoomAt a factor, and the point that stays, from the corner of the canvas
 * @returns whether the last press became a drag, and so no click
 */
export function useHand(
  canvas: RefObject<HTMLCanvasElement | null>,
  scroller: RefObject<HTMLElement | null>,
  zoomAt: (factor: number, point: Point) => void,
): () => boolean {
  const dragged = useRef(false);
  const zoom = useRef(zoomAt);
  zoom.current = zoomAt;
  useEffect(() => {
    const element = canvas.current;
    const pane = scroller.current;
    if (element === null || pane === null) return;
    const listening = new AbortController();
    const { signal } = listening;
    let drag: Drag | undefined;
    let apart: number | undefined;
    const inside = (x: number, y: number): Point => {
      const box = element.getBoundingClientRect();
      return { x: x - box.x, y: y - box.y };
    };
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom.current(Math.exp(-event.deltaY * WHEEL), inside(event.clientX, event.clientY));
    };
    const onPointerDown = (event: PointerEvent) => {
      dragged.current = false;
      if (event.pointerType === 'touch' || event.button !== 0) return;
      drag = { x: event.clientX, y: event.clientY, left: pane.scrollLeft, top: pane.scrollTop };
    };
    const onPointerMove = (event: PointerEvent) => {
      if (drag === undefined || event.buttons === 0) return;
      const [right, down] = [event.clientX - drag.x, event.clientY - drag.y];
      if (!dragged.current && Math.hypot(right, down) <= DRAG) return;
      if (!dragged.current) element.setPointerCapture(event.pointerId);
      dragged.current = true;
      pane.scrollTo(drag.left - right, drag.top - down);
    };
    const onPointerUp = () => {
      drag = undefined;
    };
    const onTouch = (event: TouchEvent) => {
      const [one, other] = event.touches;
      if (one === undefined || other === undefined) {
        apart = undefined;
        return;
      }
      event.preventDefault();
      const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      const middle = inside((one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
      if (apart !== undefined && apart > 0) zoom.current(now / apart, middle);
      apart = now;
    };
    element.addEventListener('wheel', onWheel, { signal, passive: false });
    element.addEventListener('pointerdown', onPointerDown, { signal });
    element.addEventListener('pointermove', onPointerMove, { signal });
    element.addEventListener('pointerup', onPointerUp, { signal });
    for (const name of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const)
      element.addEventListener(name, onTouch, { signal, passive: false });
    return () => listening.abort();
  }, [canvas, scroller]);
  return () => dragged.current;
}
