/** A line through (from, start) and (to, end): numbers as places in a drawing. */
export function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}
