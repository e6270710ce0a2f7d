/**
 * Mouse, pen and fingers on the canvas, as moves of the camera: drag turns; right or middle drag, shift and drag, and two fingers
 * shift; wheel and pinch zoom to the pointer. A press without a move is a click, which is somebody else's.
 */
import type { Spot } from '../marks/stroke.ts';

/** What gestures move. Lengths and places in CSS pixels of the canvas. */
export interface Moved {
  orbitBy(yaw: number, pitch: number): void;
  panBy(dx: number, dy: number): void;
  zoomBy(factor: number, at: Spot): void;
}

/** Degrees for each pixel of a drag. */
const TURN = 0.28;
/** A drag begins after this many pixels: a finger that taps is never quite still. */
const DRAG_AFTER = 4;
/** A wheel of one notch (100 px) zooms by this factor; a trackpad's pinch comes as small wheel steps with the control key. */
const ZOOM_PER_NOTCH = 1.25;
const PINCH_BOOST = 6;
const NOTCH = 100;
/** Pixels of a line and of a page, for mice that count in those. */
const UNIT_OF_DELTA_MODE = [1, 33, 600] as const;

interface Pointer extends Spot {
  readonly pans: boolean;
}

/** Listens on the canvas until the returned function is called. */
export function listenForGestures(canvas: HTMLCanvasElement, rig: Moved): () => void {
  const held = new Map<number, Pointer>();
  let isDragging = false;
  /** Until the next press: the click that the browser sends after a drag is none. */
  let hasDragged = false;

  const spotOf = (event: MouseEvent): Spot => {
    const { left, top, width } = canvas.getBoundingClientRect();
    // A transform may show the canvas larger than it is laid out.
    const shown = width / canvas.clientWidth || 1;
    return { x: (event.clientX - left) / shown, y: (event.clientY - top) / shown };
  };

  const onDown = (event: PointerEvent) => {
    held.set(event.pointerId, { ...spotOf(event), pans: event.button > 0 || event.shiftKey });
    isDragging = held.size > 1;
    if (held.size === 1) hasDragged = false;
  };

  const onMove = (event: PointerEvent) => {
    const before = held.get(event.pointerId);
    if (before === undefined) return;
    const now = { ...spotOf(event), pans: before.pans };
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    if (!isDragging) {
      if (Math.hypot(dx, dy) < DRAG_AFTER) return;
      isDragging = true;
      // Only a drag is kept when it leaves the canvas: a captured press would take the click from what lies above.
      canvas.setPointerCapture(event.pointerId);
    }
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    held.set(event.pointerId, now);
    if (other) moveTwo(before, now, other);
    else if (before.pans) rig.panBy(dx, dy);
    else rig.orbitBy(-dx * TURN, dy * TURN);
  };

  /** One of two fingers has moved: their middle pans, their spread zooms. */
  const moveTwo = (before: Spot, now: Spot, other: Spot) => {
    rig.panBy((now.x - before.x) / 2, (now.y - before.y) / 2);
    const spread = Math.hypot(before.x - other.x, before.y - other.y);
    const spreadNow = Math.hypot(now.x - other.x, now.y - other.y);
    if (spread > 0 && spreadNow > 0) {
      rig.zoomBy(spreadNow / spread, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    }
  };

  const onUp = (event: PointerEvent) => {
    held.delete(event.pointerId);
    hasDragged ||= isDragging;
    if (held.size === 0) isDragging = false;
  };

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const notches =
      (event.deltaY * (UNIT_OF_DELTA_MODE[event.deltaMode] ?? 1) * (event.ctrlKey ? PINCH_BOOST : 1)) / NOTCH;
    rig.zoomBy(ZOOM_PER_NOTCH ** -notches, spotOf(event));
  };

  const onClick = (event: Event) => {
    if (hasDragged) event.stopImmediatePropagation();
  };

  const preventMenu = (event: Event) => event.preventDefault();

  const listeners = new AbortController();
  const { signal } = listeners;
  canvas.addEventListener('pointerdown', onDown, { signal });
  canvas.addEventListener('pointermove', onMove, { signal });
  canvas.addEventListener('pointerup', onUp, { signal });
  canvas.addEventListener('pointercancel', onUp, { signal });
  canvas.addEventListener('wheel', onWheel, { signal, passive: false });
  canvas.addEventListener('click', onClick, { signal, capture: true });
  canvas.addEventListener('contextmenu', preventMenu, { signal });
  return () => listeners.abort();
}
