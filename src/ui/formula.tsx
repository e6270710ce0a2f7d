import { useLayoutEffect, useRef } from 'preact/hooks';
import { lazily } from './lazily.ts';

const loadStyles = () => import('katex/dist/katex.min.css');

/** With the first formula that was rendered when the page was built. */
const styles = lazily(loadStyles);

/** With the first formula given as TeX. */
const katex = lazily(async () => {
  const [module] = await Promise.all([import('katex'), loadStyles()]);
  return module.default;
});

/** A formula given as TeX on a line of its own, drawn smaller or broken where it is wider than its place. Empty until KaTeX is there. */
export function Formula({ tex }: { readonly tex: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const html =
    katex()?.renderToString(breakable(tex), { displayMode: true, throwOnError: false, output: 'htmlAndMathml' }) ?? '';
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null || html === '') return;
    scaleDown(element);
    // Its letters may only now be on their way.
    void document.fonts.ready.then(() => scaleDown(element));
  }, [html]);
  return <span ref={place} class="formula" dangerouslySetInnerHTML={{ __html: html }} />;
}

/** TeX breaks lines after a sign. A line had better begin with its equals sign, and a product stay in one piece. */
function breakable(tex: string): string {
  return tex.replaceAll(' = ', '\\;\\allowbreak{=}\\;').replaceAll(' \\times ', '\\,{\\times}\\,');
}

/** A formula that would have to be smaller than this part of its size breaks into lines instead. */
const SMALLEST = 0.8;

function scaleDown(element: HTMLElement) {
  element.style.fontSize = '';
  element.classList.remove('breaks');
  const share = () => element.clientWidth / element.scrollWidth;
  if (share() < SMALLEST) element.classList.add('breaks');
  // Fractions and roots do not break.
  if (share() < 1) element.style.fontSize = `${share() * 100}%`;
}

/** A formula that was rendered when the page was built. */
export function RenderedFormula({ html }: { readonly html: string }) {
  styles();
  return <span class="rendered" dangerouslySetInnerHTML={{ __html: html }} />;
}
