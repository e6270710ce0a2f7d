/** In which order the rows or columns of a matrix stand. Pure. */

export interface Order {
  /** Which row or column stands at a place, counted from the first that is shown. */
  readonly indexAt: (place: number) => number;
  readonly placeOf: (index: number) => number;
}

/** As the model has them. */
export const NATURAL: Order = { indexAt: (place) => place, placeOf: (index) => index };

/** The largest value first; what is masked and then what is no number last; equal ones as the model has them. */
export function sorted(count: number, keyOf: (index: number) => number): Order {
  const values = Float32Array.from({ length: count }, (_, index) => keyOf(index));
  const indices = Uint32Array.from({ length: count }, (_, index) => index).sort((a, b) => {
    const [first = Number.NaN, second = Number.NaN] = [values[a], values[b]];
    if (Number.isNaN(first) || Number.isNaN(second)) return Number(Number.isNaN(first)) - Number(Number.isNaN(second));
    return first === second ? a - b : second > first ? 1 : -1;
  });
  const places = new Uint32Array(count);
  indices.forEach((index, place) => {
    places[index] = place;
  });
  return { indexAt: (place) => indices[place] ?? place, placeOf: (index) => places[index] ?? index };
}
