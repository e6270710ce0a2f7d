import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

type Katex = typeof import('katex').default;

/** KaTeX is fetched with the first formula. */
const katex = signal<Katex | undefined>(undefined);
let asked = false;

async function loadKatex() {
  if (asked) return;
  asked = true;
  const [module] = await Promise.all([import('katex'), loadStyles()]);
  katex.value = module.default;
}

function loadStyles() {
  return import('katex/dist/katex.min.css');
}

/** A formula given as TeX on a line of its own, drawn smaller or broken where it is wider than its place. Empty until KaTeX is there. */
export function Formula({ tex }: { readonly tex: string }) {
  void loadKatex();
  const place = useRef<HTMLSpanElement>(null);
  const html =
    katex.value?.renderToString(breakable(tex), { displayMode: true, throwOnError: false, output: 'htmlAndMathml' }) ??
    '';
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
  void loadStyles();
  return <span class="rendered" dangerouslySetInnerHTML={{ __html: html }} />;
}
