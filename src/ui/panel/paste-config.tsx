import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { openModel } from '../actions.ts';
import { configFile } from '../files.ts';
import { isPhone } from '../media.ts';
import { word } from '../words.ts';

/** One of the ways on: a field for the text of a config.json, which opens as a shape. */
export function PasteConfig({ app }: { readonly app: App }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  return (
    <li>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span>
          <strong>{word('paste.title')}</strong>
          {word(isPhone.value ? 'paste.hintTouch' : 'paste.hint')}
        </span>
      </button>
      {isOpen && (
        <form
          class="paste-config"
          onSubmit={(event) => {
            event.preventDefault();
            setOpen(false);
            openModel(app, [configFile(text)]);
          }}
        >
          <textarea
            ref={field}
            rows={6}
            required
            spellcheck={false}
            aria-label={word('paste.label')}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
          <button type="submit" class="button quiet">
            {word('paste.open')}
          </button>
        </form>
      )}
    </li>
  );
}
