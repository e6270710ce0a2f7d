import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import parts from '#content/parts.json';
import type { App } from '../../app/app.ts';
import { findParts } from '../../architecture/find.ts';
import { goToBlock } from '../go-to-block.ts';
import { Icon } from '../icons.tsx';
import { keyOf } from '../keys.ts';
import { isNarrow } from '../media.ts';
import { partsOpen, searches } from '../ui-state.ts';
import { type Word, word } from '../words.ts';
import { FoundLine, type Line, TreeLine } from './lines.tsx';
import { modulesAround, outlineRows } from './rows.ts';

/** As many parts as a search shows. */
const MOST_FOUND = 60;
const LIST = 'parts-list';

/** The parts of the model as a list beside it: a tree to open, a field to search it by. */
export function Outline({ app }: { readonly app: App }) {
  const root = app.model.value?.graph.root;
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(['embedding', 'head']));
  const [active, setActive] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const pinned = app.pinned.value?.block;
  const found = useFound(app, query);
  const lines: readonly Line[] = useMemo(
    () => found?.parts.map((part) => ({ kind: 'found', ...part })) ?? (root ? outlineRows(root, open) : []),
    [found, root, open],
  );
  const shown = Math.min(active, lines.length - 1);

  // Asked for by key, also when the list is open already.
  const asked = searches.value;
  useLayoutEffect(() => {
    if (asked > 0) field.current?.focus();
  }, [asked]);
  // The tree shows what is pinned, whoever pinned it.
  const searched = query !== '';
  useEffect(() => {
    if (root === undefined || pinned === undefined || searched) return;
    const opened = new Set([...open, ...modulesAround(root, pinned)]);
    setOpen(opened);
    setActive(outlineRows(root, opened).findIndex(({ id }) => id === pinned));
  }, [root, pinned, searched]);
  useEffect(() => {
    const line = list.current?.children[shown];
    line?.scrollIntoView({ block: 'nearest' });
    // A line that was clicked has the focus, which goes on from there.
    if (list.current?.contains(document.activeElement) && line instanceof HTMLElement) line.focus();
  }, [shown, lines]);
  useEffect(() => () => light(app, undefined), [app]);

  const toggle = (group: string) =>
    setOpen((before) => new Set(before.has(group) ? [...before].filter((id) => id !== group) : [...before, group]));
  const choose = (line: Line) => {
    if (line.kind === 'group') {
      toggle(line.id);
      return;
    }
    light(app, undefined);
    goToBlock(app, line.id, line.kind === 'found' ? line.cell : undefined);
  };
  const walk = (event: KeyboardEvent) => {
    const line = lines[shown];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const opens = { ArrowRight: false, ArrowLeft: true }[event.key];
    if (step !== undefined) {
      const next = Math.min(lines.length - 1, Math.max(0, shown + step));
      setActive(next);
      light(app, lines[next]);
    } else if (event.key === 'Enter' && line !== undefined) choose(line);
    else if (opens !== undefined && line?.kind === 'group' && query === '') {
      if (line.isOpen === opens) toggle(line.id);
    } else return;
    event.preventDefault();
  };
  const activeId = lines[shown] && `${LIST}-${shown}`;
  return (
    <section class="outline" aria-label={word('parts.title')} onFocusOut={() => light(app, undefined)}>
      <div class="find">
        <Icon name="search" />
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label={word('parts.find')}
          aria-expanded
          aria-haspopup="tree"
          aria-controls={LIST}
          aria-activedescendant={activeId}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          placeholder={word('parts.find')}
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={walk}
        />
        {query !== '' && <Close label="parts.clear" close={() => setQuery('')} />}
        {query === '' && !isNarrow.value && <kbd>{keyOf('findPart')}</kbd>}
        {query === '' && isNarrow.value && <Close label="parts.close" close={closeList} />}
      </div>
      <div
        ref={list}
        id={LIST}
        class="lines"
        role="tree"
        aria-label={word('parts.title')}
        onPointerLeave={() => light(app, undefined)}
      >
        {lines.map((line, index) => {
          const isPinned = line.kind !== 'group' && line.id === pinned;
          return (
            <div
              key={line.kind === 'found' ? `found ${line.id}` : line.id}
              id={`${LIST}-${index}`}
              role="treeitem"
              class={`line${isPinned ? ' pinned' : ''}${index === shown ? ' active' : ''}`}
              style={{ '--level': line.kind === 'found' ? 1 : line.level }}
              aria-level={line.kind === 'found' ? 1 : line.level}
              aria-selected={isPinned}
              aria-expanded={line.kind === 'group' ? line.isOpen : undefined}
              tabIndex={-1}
              onKeyDown={walk}
              onClick={() => {
                setActive(index);
                choose(line);
              }}
              onPointerEnter={() => light(app, line)}
            >
              {line.kind === 'found' ? <FoundLine app={app} line={line} /> : <TreeLine app={app} row={line} />}
            </div>
          );
        })}
      </div>
      {found !== undefined && found.parts.length === 0 && <p>{word('parts.none', { query })}</p>}
      {found?.more === true && <p>{word('parts.more')}</p>}
    </section>
  );
}

function useFound(app: App, query: string) {
  const graph = app.model.value?.graph;
  const tokens = app.tokens.value;
  return useMemo(
    () =>
      graph === undefined || query.trim() === ''
        ? undefined
        : findParts(query, { graph, tokens, table: parts }, MOST_FOUND),
    [graph, tokens, query],
  );
}

/** A block's line lights the block in the drawing. */
function light(app: App, line: Line | undefined) {
  app.pointedAt.value = line === undefined || line.kind === 'group' ? [] : [line.id];
}

function closeList() {
  partsOpen.value = false;
}

interface CloseProps {
  readonly label: Word;
  readonly close: () => void;
}

function Close({ label, close }: CloseProps) {
  return (
    <button type="button" class="icon-button" aria-label={word(label)} onClick={close}>
      <Icon name="close" />
    </button>
  );
}
