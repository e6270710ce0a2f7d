import { useEffect, useState } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { indicesInWords, valueInWords } from '../answer.tsx';

/** Said when the pointer rests, not at every cell that it passes. */
const REST_MS = 600;

/** What is pointed at or pinned, for those who hear the page. */
export function Spoken({ app }: { readonly app: App }) {
  const [said, setSaid] = useState('');
  const answer = app.answer.value;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (answer === undefined) return setSaid('');
      const { name, purpose } = app.describe(answer.hit.block);
      const isCell = answer.hit.cell !== undefined;
      setSaid(isCell ? `${name}, ${indicesInWords(answer)}: ${valueInWords(app, answer)}` : `${name}. ${purpose}`);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [app, answer]);
  return (
    <p class="visually-hidden" aria-live="polite">
      {said}
    </p>
  );
}
