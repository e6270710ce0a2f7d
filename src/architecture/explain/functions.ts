import type { ActivationFunction } from '../graph.ts';

/** The elementwise functions, in double precision. */
export const ACTIVATION_FUNCTIONS: Readonly<Record<ActivationFunction, (x: number) => number>> = {
  // Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016: the tanh form and the exact one.
  gelu_tanh: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  gelu_erf: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  silu: (x) => x / (1 + Math.exp(-x)),
  relu: (x) => Math.max(0, x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: right to 1.5e-7, about as good as float32. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}
