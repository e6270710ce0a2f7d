/** Tokens as chips show them. */
import type { Run, Token } from '../app/app.ts';

/** The tokens that went through the model and, after them, what it answered and has not read yet. */
export function allTokens({ tokens, answers }: Run): readonly Token[] {
  const read = tokens.filter(({ origin }) => origin === 'answered').length;
  return [...tokens, ...answers.slice(read)];
}

/** What has no shape of its own, made visible: a space, the end of a line, a tab. */
export function visible(text: string): string {
  return text.replace(/ /g, '␣').replace(/\n/g, '↵').replace(/\t/g, '⇥');
}
