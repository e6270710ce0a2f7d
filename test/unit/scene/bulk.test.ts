import { describe, expect, it } from 'vitest';
import type { Group } from '../../../src/scene/geometry.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { bulkOf } from '../../../src/scene/tiles/bulk.ts';
import { ALL, TOKENS } from './layouts.ts';

function* groupsIn(group: Group): Iterable<Group> {
  yield group;
  for (const child of group.template.groups.slice(0, 3)) yield* groupsIn(child);
}

describe('a group drawn as one box', () => {
  it.each(Object.entries(ALL))('is partly air and has the colour of what covers most of it, %s', (_, graph) => {
    for (const { template } of groupsIn(layOut(graph, TOKENS, { aspect: 1.4 }).root)) {
      const { main, filled } = bulkOf(template);
      expect(filled).toBeGreaterThan(0);
      expect(filled).toBeLessThanOrEqual(1);
      const sizes = template.blocks.map(({ shape }) => shape.reduce((product, extent) => product * extent, 1));
      const largest = template.blocks[sizes.indexOf(Math.max(...sizes))]?.tensor;
      expect(main).toBe(largest);
    }
  });
});
