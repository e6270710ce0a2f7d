/** A layout with a stack pulled open, so that a block in the middle of it is seen. */
import type { TensorId } from '../../architecture/graph.ts';
import type { Group, Layout, Template } from '../geometry.ts';

/**
 * The layout without what stands before the expert that a block belongs to, or that is asked for itself: neither drawn nor pointed at.
 * All of it is still found, and takes the same room. The same layout where nothing stands before the block's own, or it has no such block.
 */
export function openedAt(layout: Layout, id: TensorId): Layout {
  const root = openedGroup(layout.root, id);
  if (root === layout.root) return layout;
  const { tokens, box, stands } = layout;
  return { root, tokens, box, ...(stands && { stands }), find: (id) => layout.find(id), blocks: () => layout.blocks() };
}

function openedGroup(group: Group, id: TensorId): Group {
  const { blocks, flows, groups, box, isStack = false } = group.template;
  // Several groups may share a prefix: the parts of a layer do.
  for (const [index, part] of groups.entries()) {
    if (part.prefix === '' || !`${id}.`.startsWith(part.prefix)) continue;
    const opened = openedGroup(part, id);
    const inFront = isStack ? index : 0;
    if (opened === part && inFront === 0) continue;
    const template: Template = { blocks, flows, groups: groups.with(index, opened).slice(inFront), box, isStack };
    return { ...group, template };
  }
  return group;
}
