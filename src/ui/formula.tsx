import { signal } from '@preact/signals';

type Katex = typeof import('katex').default;

/** KaTeX is fetched when the page is idle, or with the first formula. */
const katex = signal<Katex | undefined>(undefined);

export async function loadKatex(): Promise<void> {
  const [module] = await Promise.all([import('katex'), import('katex/dist/katex.min.css')]);
  katex.value = module.default;
}

/** A formula given as TeX. Until KaTeX is there its place stays empty. */
export function Formula({ tex, display = false }: { readonly tex: string; readonly display?: boolean }) {
  if (katex.value === undefined) void loadKatex();
  const html =
    katex.value?.renderToString(tex, { displayMode: display, throwOnError: false, output: 'htmlAndMathml' }) ?? '';
  // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output, of formulas that the program writes.
  return <span class="formula" dangerouslySetInnerHTML={{ __html: html }} />;
}
