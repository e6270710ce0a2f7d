import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icons.tsx';
import { wantsLessMotion } from '../media.ts';
import { word } from '../words.ts';

/** As much as may be hidden below without anything to read in it. CSS pixels. */
const SLACK = 12;
/** How much of its height the hint scrolls the column by: what stood at the fold stays in view. */
const PAGE = 0.8;

/** A column that fades where it goes on below its fold, and says so. */
export function Scrolling({ children }: { readonly children: ComponentChildren }) {
  const body = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [goesOn, setGoesOn] = useState(false);
  const look = () => {
    const element = body.current;
    if (element !== null) setGoesOn(element.scrollTop + element.clientHeight < element.scrollHeight - SLACK);
  };
  // The window, and what a late formula adds.
  useEffect(() => {
    const observer = new ResizeObserver(look);
    for (const { current } of [body, content]) if (current !== null) observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const scroll = () => {
    const top = (body.current?.clientHeight ?? 0) * PAGE;
    body.current?.scrollBy({ top, behavior: wantsLessMotion.peek() ? 'auto' : 'smooth' });
  };
  return (
    <div class="scrolling">
      <div ref={body} class="panel-body" onScroll={look}>
        <div ref={content}>{children}</div>
      </div>
      {goesOn && (
        <p class="goes-on">
          <button type="button" onClick={scroll}>
            {word('panel.more')}
            <Icon name="down" />
          </button>
        </p>
      )}
    </div>
  );
}
