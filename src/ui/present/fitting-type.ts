import { useLayoutEffect } from 'preact/hooks';

/** Sizes in CSS pixels. The largest follows the width of the place, so that a line holds enough words to read well. */
const SMALLEST = 15;
const LARGEST = 46;
const LARGEST_OF_WIDTH = 1 / 17;
/** Half a pixel more is not seen. */
const STEP = 0.5;

/** Sets the type of a place as large as its one child, which shows `shown`, fits into it. */
export function useFittingType(place: { readonly current: HTMLElement | null }, shown: unknown): void {
  useLayoutEffect(() => {
    const element = place.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    const refit = () => fitType(element, content);
    const observer = new ResizeObserver(refit);
    observer.observe(element);
    observer.observe(content);
    // A formula that is too wide in its own letters does not change the size of its place.
    document.fonts.addEventListener('loadingdone', refit);
    return () => {
      observer.disconnect();
      document.fonts.removeEventListener('loadingdone', refit);
    };
  }, [place, shown]);
}

function fitType(element: HTMLElement, content: Element): void {
  const { paddingTop, paddingBottom } = getComputedStyle(element);
  const height = element.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
  const fits = (size: number) => {
    element.style.fontSize = `${size}px`;
    return content.getBoundingClientRect().height <= height && content.scrollWidth <= content.clientWidth;
  };
  let [least, most] = [SMALLEST, Math.max(SMALLEST, Math.min(LARGEST, element.clientWidth * LARGEST_OF_WIDTH))];
  if (fits(most)) return;
  while (most - least > STEP) {
    const middle = (least + most) / 2;
    if (fits(middle)) least = middle;
    else most = middle;
  }
  fits(least);
}
