/** Models laid out for the tests of camera, picking and labels, and a seeded source of chance. */
import { readFileSync } from 'node:fs';
import { buildGraph } from '../../../src/architecture/build.ts';
import type { Viewport } from '../../../src/scene/camera/lens.ts';
import type { Layout } from '../../../src/scene/geometry.ts';
import { layOut } from '../../../src/scene/layout.ts';

export const VIEWPORT: Viewport = {
  width: 1440,
  height: 900,
  pixelRatio: 1,
  insets: { top: 48, right: 0, bottom: 60, left: 376 },
};

export const ASPECT = (1440 - 376) / (900 - 108);

/** @param path of a config, from the repository's root */
export function laidOut(path: string, tokens: number): Layout {
  const config: unknown = JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));
  return layOut(buildGraph(config), tokens, { aspect: ASPECT });
}

export const NANO = 'models/nano-sort/config.json';
export const LARGE = 'models/configs/llama-3.3-70b.json';

/** Numbers 0 … 1, the same in every run (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
