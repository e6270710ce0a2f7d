/**
 * Memory for numbers that are of no use after the work at hand, taken again by the next. Where hundreds of matrices are worked on for
 * one picture, browsers spend longer on fresh memory for each than the work takes.
 */
export class Scratch {
  #buffer = new ArrayBuffer(0);

  /** What stands in them is left from before. They hold until the next are taken. */
  floats(length: number): Float32Array<ArrayBuffer> {
    const bytes = 4 * length;
    if (bytes > this.#buffer.byteLength) this.#buffer = new ArrayBuffer(2 ** Math.ceil(Math.log2(bytes)));
    return new Float32Array(this.#buffer, 0, length);
  }
}
