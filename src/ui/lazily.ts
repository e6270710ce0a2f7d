import { signal } from '@preact/signals';

/**
 * What is fetched when it is first asked for: undefined until it is there, and whoever asks while rendering is rendered again then.
 * Where it could not be fetched the console says so, and the next to ask tries again.
 */
export function lazily<T>(load: () => Promise<T>): () => T | undefined {
  const loaded = signal<{ readonly value: T } | undefined>(undefined);
  let isUnderWay = false;
  async function fetchIt() {
    isUnderWay = true;
    try {
      loaded.value = { value: await load() };
    } catch (error) {
      console.error(error);
    } finally {
      isUnderWay = false;
    }
  }
  return () => {
    if (loaded.peek() === undefined && !isUnderWay) void fetchIt();
    return loaded.value?.value;
  };
}
