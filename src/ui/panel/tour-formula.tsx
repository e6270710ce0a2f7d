import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { TensorId } from '../../architecture/graph.ts';
import { RenderedFormula } from '../formula.tsx';
import { BesideScene, meantBlocks, roleOf, useLight, usePointing } from '../pointing.ts';

interface TourFormulaProps {
  readonly app: App;
  /** KaTeX's, with `data-block` on the symbols that mean a block. */
  readonly html: string;
}

/**
 * A formula whose symbols stand in their roles' colours. A symbol and its block light each other; a click flies there. KaTeX hides
 * its symbols from the keyboard and the ear, so each block has a button of its own behind the formula, whose focus shows on the
 * symbols.
 */
export function TourFormula({ app, html }: TourFormulaProps) {
  const place = useRef<HTMLSpanElement>(null);
  const isBesideScene = useContext(BesideScene);
  const meant = meantBlocks(app);
  const light = useLight(app);
  useLayoutEffect(() => {
    for (const symbol of place.current?.querySelectorAll('[data-block]') ?? []) {
      const block = symbol.getAttribute('data-block') ?? '';
      symbol.classList.add('symbol', `of-${roleOf(app, block)}`);
      symbol.classList.toggle('lit', isBesideScene && meant.includes(block));
    }
  });
  if (!isBesideScene)
    return (
      <span ref={place}>
        <RenderedFormula html={html} />
      </span>
    );
  return (
    <span class="tour-formula">
      <span ref={place} {...pointingAtSymbols(app, light)}>
        <RenderedFormula html={html} />
      </span>
      {blocksIn(html).map((block) => (
        <BlockButton key={block} app={app} block={block} />
      ))}
    </span>
  );
}

function BlockButton({ app, block }: { readonly app: App; readonly block: TensorId }) {
  return (
    <button type="button" class="visually-hidden" onClick={() => app.look({ block })} {...usePointing(app, [block])}>
      {app.describe(block).name}
    </button>
  );
}

/** In the order of the formula, each once. */
function blocksIn(html: string): readonly TensorId[] {
  return [...new Set(Array.from(html.matchAll(/data-block="([^"]*)"/g), ([, block = '']) => block))];
}

function pointingAtSymbols(app: App, light: (blocks: readonly TensorId[]) => void) {
  const blockAt = ({ target }: Event) =>
    (target instanceof Element && target.closest('[data-block]')?.getAttribute('data-block')) || undefined;
  return {
    onPointerOver: (event: PointerEvent) => {
      const block = blockAt(event);
      light(block === undefined ? [] : [block]);
    },
    onPointerLeave: () => light([]),
    onPointerUp: (event: PointerEvent) => {
      const block = blockAt(event);
      if (block !== undefined) app.look({ block });
    },
  };
}
