/**
 * Memory for numbers that are of no use after the work at hand, taken again by the next. Where hundreds of matrices are worked on for
 * one picture, browsers spend longer on fresh memory for each than the work takes.
 */
export class Scratch {
  #buffer = new ArrayBuffer(0);

  /** What stands in them is left from before. They hold until the next are taken. */
  floats(length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#atLeast(4 * length), 0, length);
  }

  /** As `floats`. */
  integers(length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#atLeast(4 * length), 0, length);
  }

  #atLeast(bytes: number): ArrayBuffer {
    if (bytes > this.#buffer.byteLength) this.#buffer = new ArrayBuffer(2 ** Math.ceil(Math.log2(bytes)));
    return this.#buffer;
  }
}
