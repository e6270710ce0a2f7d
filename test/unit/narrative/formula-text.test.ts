import { describe, expect, it } from 'vitest';
import { renderFormula } from '../../../scripts/tours/formula.ts';

const textOf = (tex: string) => renderFormula('tour.md', { type: 'math' }, tex, true).text;

describe('a formula as text', () => {
  it.each([
    ['s = \\frac{\\block{layers.0.attention.query}{q} \\cdot k}{\\sqrt{d}}', 's = (q · k) / √d'],
    ['a_j = \\frac{e^{s_j - m}}{\\sum_i e^{s_i - m}}', 'a_j = (e^(s_j − m)) / (∑_i e^(s_i − m))'],
    ['y &\\approx \\tfrac{1}{2}\\,x\\,(1 + \\tanh u) \\\\ u &= x^3', 'y ≈ 1/2 x (1 + tanh u); u = x³'],
    ['x_3 = x_0 + \\sum_{l=0}^{2} \\left(a_l + f_l\\right)', 'x_3 = x_0 + ∑_(l = 0)² (a_l + f_l)'],
    ['s_{ij} = -\\infty \\text{ for every key } j > i', 's_ij = −∞ for every key j > i'],
    ['\\text{new} = \\text{old} \\times 0.5', 'new = old × 0.5'],
  ])('reads %s', (tex, text) => {
    expect(textOf(tex.includes('&') ? `\\begin{aligned}${tex}\\end{aligned}` : tex)).toBe(text);
  });
});
