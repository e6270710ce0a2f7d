import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Point } from './hand.ts';
import type { MatrixPlan } from './plan.ts';
import { fitCell, type Size, type Zoom, zoomed } from './zoom.ts';

export interface MatrixZoom {
  /** Room for cells in the window of the matrix. */
  readonly room: Size;
  readonly cell: number;
  /** What is in the window now: scrolling does not render anew. */
  readonly now: () => Zoom;
  /** Nearer by a factor; the point stays, counted from the corner of the cells. */
  readonly zoomBy: (factor: number, anchor: Point) => void;
  /** All columns in view, as at first. */
  readonly fit: () => void;
}

/** How near a matrix is, in a window that scrolls. @param names what stands at the left of the cells and above them */
export function useZoom(scroller: RefObject<HTMLElement | null>, plan: MatrixPlan, names: Size): MatrixZoom {
  const [pane, setPane] = useState<Size>({ width: 320, height: 240 });
  const [byHand, setByHand] = useState<number | undefined>(undefined);
  const pending = useRef<Zoom | undefined>(undefined);
  const room = { width: Math.max(40, pane.width - names.width), height: Math.max(40, pane.height - names.height) };
  const cell = byHand ?? fitCell(plan, room.width);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => setPane({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [scroller]);
  // Only when the cells have their new size is there so much to scroll.
  useLayoutEffect(() => {
    if (pending.current !== undefined) scroller.current?.scrollTo(pending.current);
    pending.current = undefined;
  }, [scroller, cell]);

  const now = () => {
    const { scrollLeft: left = 0, scrollTop: top = 0 } = scroller.current ?? {};
    return { cell, left, top };
  };
  return {
    room,
    cell,
    now,
    zoomBy: (factor, anchor) => {
      pending.current = zoomed(pending.current ?? now(), factor, anchor, plan, room);
      setByHand(pending.current.cell);
    },
    fit: () => setByHand(undefined),
  };
}
