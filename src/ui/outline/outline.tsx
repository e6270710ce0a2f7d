import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import parts from '#content/parts.json';
import type { App } from '../../app/app.ts';
import { findParts } from '../../architecture/find.ts';
import { useFocusBack } from '../focus.ts';
import { goToBlock } from '../go-to-block.ts';
import { Icon } from '../icons.tsx';
import { keyOf } from '../keys.ts';
import { isNarrow } from '../media.ts';
import { useLight } from '../pointing.ts';
import { partsOpen, searchAsked } from '../ui-state.ts';
import { type Word, word } from '../words.ts';
import { FoundLine, type Line, TreeLine } from './lines.tsx';
import { groupAround, modulesAround, outlineRows } from './rows.ts';

/** As many parts as a search shows. */
const MOST_FOUND = 60;
const LIST = 'parts-list';

/** The parts of the model as a list beside it: a tree to open, a field to search it by. */
export function Outline({ app }: { readonly app: App }) {
  const root = app.model.value?.graph.root;
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(['embedding', 'head']));
  const [active, setActive] = useState(0);
  const section = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const pinned = app.pinned.value?.block;
  const found = useFound(app, query);
  const rows = useMemo(() => (root ? outlineRows(root, open) : []), [root, open]);
  const lines: readonly Line[] = useMemo(
    () => found?.parts.map((part) => ({ kind: 'found', ...part })) ?? rows,
    [found, rows],
  );
  const shown = Math.min(active, lines.length - 1);

  // Asked for by key, also when the list is open already.
  const asked = searchAsked.value;
  useFocusBack(section);
  useLayoutEffect(() => {
    if (!asked) return;
    field.current?.focus();
    searchAsked.value = false;
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

  const setLit = useLight(app);
  /** A block's line lights the block in the drawing. */
  const light = (line: Line | undefined) => setLit(line === undefined || line.kind === 'group' ? [] : [line.id]);
  const toggle = (group: string) =>
    setOpen((before) => new Set(before.has(group) ? [...before].filter((id) => id !== group) : [...before, group]));
  const choose = (line: Line) => {
    if (line.kind === 'group') {
      toggle(line.id);
      return;
    }
    light(undefined);
    goToBlock(app, line.id, line.kind === 'found' ? line.cell : undefined);
  };
  const goTo = (index: number) => {
    setActive(index);
    light(lines[index]);
  };
  /** Opens or closes a group; from what is in one and cannot be closed, to that group. */
  const goSideways = (line: Line | undefined, isBack: boolean) => {
    if (line === undefined || line.kind === 'found') return;
    const around = isBack ? groupAround(rows, shown) : undefined;
    if (line.kind === 'group' && line.isOpen === isBack) toggle(line.id);
    else if (around !== undefined) goTo(around);
  };
  /** All keys that walk the list are its own, and not those of the tour; while somebody types, fewer. */
  const walk = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const line = lines[shown];
    const isTyping = event.currentTarget === field.current;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isBack = { ArrowRight: false, ArrowLeft: true }[event.key];
    if (step !== undefined) goTo(Math.min(lines.length - 1, Math.max(0, shown + step)));
    else if (isBack !== undefined && !(isTyping && searched)) goSideways(line, isBack);
    else if (line !== undefined && (event.key === 'Enter' || (event.key === ' ' && !isTyping))) choose(line);
    else return;
    event.preventDefault();
  };
  const activeId = lines[shown] && `${LIST}-${shown}`;
  return (
    <section ref={section} class="outline" aria-label={word('parts.title')} onFocusOut={() => light(undefined)}>
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
        onPointerLeave={() => light(undefined)}
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
              onPointerEnter={() => light(line)}
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
