import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import type { TensorId } from '../../architecture/graph.ts';
import type { ReadNode, ReadRow } from '../../narrative/reading.ts';
import type { Deed } from '../../narrative/tour.ts';
import { BesideScene, meantBlocks, roleOf, usePointing } from '../pointing.ts';
import { word } from '../words.ts';
import { doDeed } from './deed.ts';
import { StoryFigure } from './figures/story-figure.tsx';
import { SameBut } from './same-but.tsx';
import { TourFormula } from './tour-formula.tsx';

interface StoryTextProps {
  readonly app: App;
  readonly nodes: readonly ReadNode[];
}

/** The text of a beat on the reader's own letters. Terms and numbers point at the scene, and the scene at them. */
export function StoryText({ app, nodes }: StoryTextProps) {
  return (
    <>
      {withPunctuation(nodes).map(({ node, punctuation }, index) =>
        punctuation === '' ? (
          <StoryNode key={index} app={app} node={node} />
        ) : (
          <span key={index} class="kept">
            <StoryNode app={app} node={node} />
            {punctuation}
          </span>
        ),
      )}
    </>
  );
}

/** A button is a box to the browser, after which a line may break: what follows it without a space stays on its line. */
function withPunctuation(nodes: readonly ReadNode[]): { readonly node: ReadNode; readonly punctuation: string }[] {
  return nodes.map((node, index) => {
    if (isButton(node)) return { node, punctuation: punctuationOf(nodes[index + 1]) };
    const before = nodes[index - 1];
    if (node.kind !== 'text' || before === undefined || !isButton(before)) return { node, punctuation: '' };
    return { node: { ...node, text: node.text.slice(punctuationOf(node).length) }, punctuation: '' };
  });
}

function isButton({ kind }: ReadNode): boolean {
  return kind === 'term' || kind === 'value' || kind === 'try';
}

/** What a text begins with before its first space or letter. */
function punctuationOf(node: ReadNode | undefined): string {
  return node?.kind === 'text' ? (/^[^\s\p{L}\p{N}]+/u.exec(node.text)?.[0] ?? '') : '';
}

function StoryNode({ app, node }: { readonly app: App; readonly node: ReadNode }) {
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>;
    case 'code':
      return <code>{node.text}</code>;
    case 'paragraph':
      return (
        <p>
          <StoryText app={app} nodes={node.children} />
        </p>
      );
    case 'list':
      return (
        <ul>
          <StoryText app={app} nodes={node.children} />
        </ul>
      );
    case 'item':
      return (
        <li>
          <StoryText app={app} nodes={node.children} />
        </li>
      );
    case 'emphasis':
      return (
        <em>
          <StoryText app={app} nodes={node.children} />
        </em>
      );
    case 'strong':
      return (
        <strong>
          <StoryText app={app} nodes={node.children} />
        </strong>
      );
    case 'term':
      return (
        <Term app={app} block={node.block}>
          <StoryText app={app} nodes={node.children} />
        </Term>
      );
    case 'try':
      return (
        <Try app={app} deed={node.deed}>
          <StoryText app={app} nodes={node.children} />
        </Try>
      );
    case 'value':
      return <LiveNumber app={app} node={node} />;
    case 'words':
      return <span class="letters">{node.words?.join(' ') ?? '…'}</span>;
    case 'formula':
      return <TourFormula app={app} html={node.html} />;
    case 'figure':
      return <StoryFigure app={app} figure={node.figure} />;
    case 'sameBut':
      return (
        <SameBut app={app} title={word('sameBut.title')} jump={node.jump}>
          <StoryText app={app} nodes={node.children} />
        </SameBut>
      );
    case 'card':
      return <FormulaCard app={app} html={node.html} rows={node.rows} />;
  }
}

interface TermProps {
  readonly app: App;
  readonly block: TensorId;
  readonly children: ComponentChildren;
}

/** Underlined in its role's colour; it and its block light each other. A click flies there. */
function Term({ app, block, children }: TermProps) {
  const pointing = usePointing(app, [block]);
  if (!useContext(BesideScene)) return <span class={`term of-${roleOf(app, block)}`}>{children}</span>;
  const isLit = meantBlocks(app).includes(block);
  return (
    <button
      type="button"
      data-block={block}
      class={`term of-${roleOf(app, block)}${isLit ? ' lit' : ''}`}
      onClick={() => app.look({ block })}
      {...pointing}
    >
      {children}
    </button>
  );
}

interface TryProps {
  readonly app: App;
  readonly deed: Deed;
  readonly children: ComponentChildren;
}

/** Words that do something with the model: the story goes on from here with what comes of it. */
function Try({ app, deed, children }: TryProps) {
  if (!useContext(BesideScene)) return <>{children}</>;
  return (
    <button type="button" class="try" onClick={() => void doDeed(app, deed)}>
      {children}
    </button>
  );
}

interface LiveNumberProps {
  readonly app: App;
  readonly node: Extract<ReadNode, { kind: 'value' }>;
}

/** A number of this very run, with the colour of its cell: lit with its block, hot with the cell itself. A click goes there. */
function LiveNumber({ app, node: { text, value, cells } }: LiveNumberProps) {
  const isBesideScene = useContext(BesideScene);
  const pointing = usePointing(app, cells === undefined ? [] : [cells.block]);
  if (text === undefined || cells === undefined)
    return (
      <span class="live not-run">
        <i class="swatch" />
        {word('story.notRun')}
      </span>
    );
  const hover = app.hover.value;
  const isHot = hover?.block === cells.block && hover.cell?.join() === cells.from.join();
  const isLit = meantBlocks(app).includes(cells.block);
  const number = (
    <>
      {value !== undefined && <i class="swatch" style={{ background: app.colourOf(cells.block, value) }} />}
      {text}
    </>
  );
  if (!isBesideScene) return <span class="live figure">{number}</span>;
  return (
    <button
      type="button"
      data-block={cells.block}
      class={`live figure${isLit ? ' lit' : ''}${isHot ? ' hot' : ''}`}
      onClick={() => app.look({ block: cells.block, cell: cells.from })}
      {...pointing}
    >
      {number}
    </button>
  );
}

interface FormulaCardProps {
  readonly app: App;
  readonly html: string;
  readonly rows: readonly ReadRow[];
}

/** A formula, then the same with the numbers of this run. */
function FormulaCard({ app, html, rows }: FormulaCardProps) {
  return (
    <div class="formula-card">
      <TourFormula app={app} html={html} />
      {rows.length > 0 && (
        <dl>
          {rows.map((row) => (
            <div key={row.label}>
              <dt>{row.label}</dt>
              <dd class="figure">
                <StoryText app={app} nodes={row.children} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
