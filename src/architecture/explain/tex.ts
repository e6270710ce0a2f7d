/** Numbers and calculations as TeX. */
import { type Calculation, foldTerms, type Step, type Term } from './explanation.ts';

/** A number short enough for a formula: three digits that count, a power of ten where it is very small. */
export function texNumber(value: number): string {
  if (Number.isNaN(value)) return '\\mathrm{NaN}';
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '{-}\\infty';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1000) return signed(value, String(size));
  if (size >= 1e5 || size < 1e-3) {
    const [digits = '0', exponent = '0'] = size.toExponential(1).split('e');
    return signed(value, `${digits} \\cdot 10^{${Number(exponent)}}`);
  }
  const decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4;
  return signed(value, size.toFixed(decimals));
}

/** The root of a whole number as such, any other number in digits. */
export function texRoot(value: number): string {
  const square = Math.round(value ** 2);
  return Math.abs(Math.sqrt(square) - value) < 1e-9 * value ? `\\sqrt{${square}}` : texNumber(value);
}

/** The braces keep TeX from setting a sign as a minus between two numbers. */
function signed(value: number, digits: string): string {
  return value < 0 ? `{-}${digits}` : digits;
}

/** Terms written out before a sum is shortened: all of a short one, the first two and the last of a long one. */
const LONGEST_SUM = 4;

/** The calculation with its numbers, and what it comes to: `0.52 \times 0.31 + \dots + 0.79 \times 0.14 = 1.10`. */
export function texCalculation(calculation: Calculation): string {
  const { terms, fold, steps } = calculation;
  const sum: Written = { tex: texSum(terms), isSum: terms.length > 1 };
  const own = fold.kind === 'share' ? terms[fold.of] : undefined;
  const start = own === undefined ? sum : { tex: `\\frac{${texTerm(own)}}{${sum.tex}}`, isSum: false };
  const written = steps.reduce(texStep, start).tex;
  const result = texNumber(foldTerms(calculation));
  return written === result ? written : `${written} = ${result}`;
}

function texSum(terms: readonly Term[]): string {
  if (terms.length === 0) return texNumber(0);
  const biases = terms.filter(({ role }) => role === 'bias');
  const others = terms.filter(({ role }) => role !== 'bias');
  const isLong = others.length > LONGEST_SUM;
  const first = (isLong ? others.slice(0, 2) : others).map(texTerm);
  const rest = (isLong ? others.slice(-1) : []).map(texTerm);
  return [...first, ...(isLong ? ['\\dots'] : []), ...rest, ...biases.map(texTerm)].join(' + ');
}

function texTerm(term: Term): string {
  if (term.role === 'power') return texNumber(term.value);
  return term.factors.map(({ value }) => texNumber(value)).join(' \\times ');
}

interface Written {
  readonly tex: string;
  readonly isSum: boolean;
}

const FUNCTION_NAMES = { gelu_tanh: 'GELU', gelu_erf: 'GELU', silu: 'SiLU', relu: 'ReLU', sigmoid: 'sigmoid' } as const;

/** The name of an elementwise function as an operator. */
export function texFunction(name: keyof typeof FUNCTION_NAMES): string {
  return `\\operatorname{${FUNCTION_NAMES[name]}}`;
}

function texStep(written: Written, step: Step): Written {
  if (step.operation === 'mask') return { tex: texNumber(Number.NEGATIVE_INFINITY), isSum: false };
  if (step.operation === 'apply') return { tex: `${texFunction(step.function)}(${written.tex})`, isSum: false };
  const number = texNumber(step.factor.value);
  switch (step.operation) {
    case 'add':
      return { tex: `${written.tex} + ${number}`, isSum: true };
    case 'subtract':
      return { tex: `${written.tex} - ${step.factor.value < 0 ? `(${number})` : number}`, isSum: true };
    case 'multiply':
      return { tex: `${number} \\times ${written.isSum ? `(${written.tex})` : written.tex}`, isSum: false };
    case 'divide':
      return { tex: `\\frac{${written.tex}}{${number}}`, isSum: false };
  }
}
