/** Things of a size, of which the largest is taken first: a binary heap. */
export class LargestFirst<T> {
  private readonly heap: { readonly thing: T; readonly size: number }[] = [];

  get count(): number {
    return this.heap.length;
  }

  add(thing: T, size: number): void {
    const { heap } = this;
    const added = { thing, size };
    let at = heap.push(added) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.size >= size) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = added;
  }

  /** Undefined when none is left. */
  take(): T | undefined {
    const { heap } = this;
    const [largest] = heap;
    const last = heap.pop();
    if (largest === undefined || last === undefined || heap.length === 0) return largest?.thing;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const isRight = left !== undefined && right !== undefined && right.size > left.size;
      const larger = isRight ? right : left;
      if (larger === undefined || larger.size <= last.size) break;
      heap[at] = larger;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
    return largest.thing;
  }
}
