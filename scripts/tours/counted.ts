/** Sums of counted numbers as an author writes them: `parameters(llama-2-7b) / parameters(nano-sort)`. */
import { type Counted, FIGURES, SIZES, type Sign } from '../../src/narrative/counted.ts';

const KNOWN = [...FIGURES, ...SIZES];

const PIECE = /\s*(?:([a-zA-Z]+)\(([^()]*)\)|(\d+(?:\.\d+)?)|([-+*/()]))\s*/y;

type Piece =
  | { readonly kind: 'figure'; readonly figure: string; readonly at: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'sign'; readonly sign: string };

/** `*` and `/` go before `+` and `-`. @throws Error with a sentence about what was expected. */
export function parseCounted(text: string): Counted {
  const pieces = piecesOf(text);
  const fail = (): never => {
    throw new Error(`“${text}” is no number: write figures such as parameters(layers.0), numbers, + - * / and ( )`);
  };
  const takeSign = (...signs: readonly string[]): string | undefined => {
    const [next] = pieces;
    if (next?.kind !== 'sign' || !signs.includes(next.sign)) return undefined;
    pieces.shift();
    return next.sign;
  };
  const chain = (operand: () => Counted, ...signs: readonly Sign[]): Counted => {
    let left = operand();
    for (let taken = takeSign(...signs); taken !== undefined; taken = takeSign(...signs)) {
      const sign = signs.find((one) => one === taken) ?? fail();
      left = { kind: 'term', sign, left, right: operand() };
    }
    return left;
  };
  const single = (): Counted => {
    if (takeSign('(') !== undefined) {
      const inner = sum();
      return takeSign(')') === undefined ? fail() : inner;
    }
    const piece = pieces.shift();
    if (piece === undefined || piece.kind === 'sign') return fail();
    return piece.kind === 'number' ? piece : { ...piece, figure: figureOf(piece.figure) };
  };
  const product = () => chain(single, '*', '/');
  const sum = (): Counted => chain(product, '+', '-');
  const counted = sum();
  return pieces.length === 0 ? counted : fail();
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  while (end < text.length) {
    PIECE.lastIndex = end;
    const match = PIECE.exec(text);
    if (match === null) throw new Error(`“${text.slice(end)}” is neither a figure nor a number nor one of + - * / ( )`);
    const [whole, figure, at = '', number, sign = ''] = match;
    end += whole.length;
    if (figure !== undefined) pieces.push({ kind: 'figure', figure, at: at.trim() });
    else if (number !== undefined) pieces.push({ kind: 'number', value: Number(number) });
    else pieces.push({ kind: 'sign', sign });
  }
  return pieces;
}

function figureOf(name: string): (typeof KNOWN)[number] {
  const found = KNOWN.find((figure) => figure === name);
  if (found === undefined) throw new Error(`there is no figure ${name}, expected one of ${KNOWN.join(', ')}`);
  return found;
}
