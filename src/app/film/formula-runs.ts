/** A formula's line of text, `e^(s_j − m) / √d`, as it is set: letters that stand alone slanted, indices and powers small. */
import type { Run, Style } from '../../scene/caption/typesetting.ts';

/** An index or a power: of one word, or of all in a pair of parentheses (with pairs within). */
const SHIFTED = /([_^])(?:\(((?:[^()]|\([^()]*\))*)\)|([\p{L}\p{N}]+))/u;
const LONE_LETTER = /(?<![\p{L}\p{N}])([\p{Ll}A-Z])(?![\p{L}\p{N}])/u;

/** Of the size around it: how large an index or a power is, and how far from the line. */
const SMALL = 0.72;
const RAISED = 0.36;
const LOWERED = -0.2;

const NO_BREAK_SPACE = '\u00a0';

export function formulaRuns(text: string, style: Style): Run[] {
  const found = SHIFTED.exec(text);
  if (found === null) return letters(text, style);
  const [whole, shift, group, word = ''] = found;
  const { size, raise = 0 } = style;
  const small = { ...style, size: size * SMALL, raise: raise + size * (shift === '^' ? RAISED : LOWERED) };
  return [
    ...letters(text.slice(0, found.index), style),
    ...formulaRuns((group ?? word).replaceAll(' ', NO_BREAK_SPACE), small),
    ...formulaRuns(text.slice(found.index + whole.length), style),
  ];
}

function letters(text: string, style: Style): Run[] {
  return text
    .split(LONE_LETTER)
    .map((piece, index) => ({ text: piece, style: index % 2 === 1 ? { ...style, isItalic: true } : style }))
    .filter((run) => run.text !== '');
}
