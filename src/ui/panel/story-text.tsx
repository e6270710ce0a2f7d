import type { ComponentChildren } from 'preact';
import type { App } from '../../app/app.ts';
import type { TensorId } from '../../architecture/graph.ts';
import type { ReadNode, ReadRow } from '../../narrative/reading.ts';
import { RenderedFormula } from '../formula.tsx';
import { word } from '../words.ts';

interface StoryTextProps {
  readonly app: App;
  readonly nodes: readonly ReadNode[];
}

/** The text of a beat on the reader's own letters. Terms and numbers point at the scene, and the scene at them. */
export function StoryText({ app, nodes }: StoryTextProps) {
  return (
    <>
      {nodes.map((node, index) => (
        <StoryNode key={index} app={app} node={node} />
      ))}
    </>
  );
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
    case 'value':
      return <LiveNumber app={app} node={node} />;
    case 'letters':
      return <span class="letters">{node.words?.join(' ') ?? '…'}</span>;
    case 'formula':
      return <RenderedFormula html={node.html} />;
    case 'figure':
      return null;
    case 'card':
      return <FormulaCard app={app} html={node.html} rows={node.rows} />;
  }
}

/** Lights blocks in the scene while the pointer or the focus is on the words that mean them. */
function pointing(app: App, blocks: readonly TensorId[]) {
  const point = () => {
    app.pointedAt.value = blocks;
  };
  const end = () => {
    app.pointedAt.value = [];
  };
  return { onPointerEnter: point, onPointerLeave: end, onFocus: point, onBlur: end };
}

/** Keeps a comma on the line of the button before it. */
const WORD_JOINER = '\u2060';

interface TermProps {
  readonly app: App;
  readonly block: TensorId;
  readonly children: ComponentChildren;
}

/** Underlined in its role's colour. A click flies to its block. */
function Term({ app, block, children }: TermProps) {
  const graph = app.model.value?.graph;
  const role = graph?.has(block) === true ? graph.tensor(block).role : 'residual';
  const isHot = app.hover.value?.block === block;
  return (
    <>
      <button
        type="button"
        class={`term term-${role}${isHot ? ' hot' : ''}`}
        onClick={() => app.look({ block })}
        {...pointing(app, [block])}
      >
        {children}
      </button>
      {WORD_JOINER}
    </>
  );
}

interface LiveNumberProps {
  readonly app: App;
  readonly node: Extract<ReadNode, { kind: 'value' }>;
}

/** A number of this very run, with the colour of its cell. A click goes to the cell. */
function LiveNumber({ app, node: { text, value, cells } }: LiveNumberProps) {
  if (text === undefined || cells === undefined)
    return (
      <span class="live not-run">
        <i class="swatch" />
        {word('story.notRun')}
      </span>
    );
  const hover = app.hover.value;
  const isHot = hover?.block === cells.block && hover.cell?.join() === cells.from.join();
  return (
    <>
      <button
        type="button"
        class={`live figure${isHot ? ' hot' : ''}`}
        onClick={() => app.look({ block: cells.block, cell: cells.from })}
        {...pointing(app, [cells.block])}
      >
        {value !== undefined && <i class="swatch" style={{ background: app.colourOf(cells.block, value) }} />}
        {text}
      </button>
      {WORD_JOINER}
    </>
  );
}

interface FormulaCardProps {
  readonly app: App;
  readonly html: string;
  readonly rows: readonly ReadRow[];
}

/** A formula, then the same with the numbers of this run. Its symbols light their blocks. */
function FormulaCard({ app, html, rows }: FormulaCardProps) {
  const point = (event: PointerEvent) => {
    const symbol = event.target instanceof Element ? event.target.closest('[data-block]') : null;
    const block = symbol?.getAttribute('data-block');
    app.pointedAt.value = block ? [block] : [];
  };
  return (
    <div
      class="formula-card"
      onPointerOver={point}
      onPointerLeave={() => {
        app.pointedAt.value = [];
      }}
    >
      <RenderedFormula html={html} />
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
