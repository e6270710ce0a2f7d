import { signal } from '@preact/signals';

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

/** A formula given as TeX. Until KaTeX is there its place stays empty. */
export function Formula({ tex, display = false }: { readonly tex: string; readonly display?: boolean }) {
  void loadKatex();
  const html =
    katex.value?.renderToString(tex, { displayMode: display, throwOnError: false, output: 'htmlAndMathml' }) ?? '';
  return <span class="formula" dangerouslySetInnerHTML={{ __html: html }} />;
}

/** A formula that was rendered when the page was built. */
export function RenderedFormula({ html }: { readonly html: string }) {
  void loadStyles();
  return <span class="formula" dangerouslySetInnerHTML={{ __html: html }} />;
}
