/** The strokes that a picture asks for: outlines of cells and links between them, along a strand of a ribbon or as curves. */
import type { Eye } from '../eye.ts';
import type { Box, CellRange, Layout } from '../geometry.ts';
import { boxOfRange } from '../layout/cells.ts';
import type { Palette } from '../palette.ts';
import type { Picture } from '../picture.ts';
import { linkLine, linkStrokes } from './link.ts';
import { outlineStrokes } from './outline.ts';
import { strandBetween, strandLine, strandStrokes } from './strand.ts';
import type { Spot, Stroke } from './stroke.ts';

/** Strokes in the order in which they are drawn. They are never hidden: what is talked about is seen through what stands before it. */
export function marksOf(
  picture: Pick<Picture, 'outlines' | 'links'>,
  layout: Layout,
  eye: Eye,
  palette: Palette,
): Stroke[] {
  const links = picture.links.flatMap(({ from, to, progress }) => {
    const strand = strandBetween(from, to, layout);
    if (strand) return strandStrokes(strand, progress, eye, palette);
    const [start, end] = [boxOf(from, layout), boxOf(to, layout)];
    return start && end ? linkStrokes(start, end, progress, eye, palette) : [];
  });
  const outlines = picture.outlines.flatMap(({ range, style }) => {
    const box = boxOf(range, layout);
    return box ? outlineStrokes(style, box, eye, palette.accent) : [];
  });
  return [...links, ...outlines];
}

/** The lines that links take on the canvas once they are there in full. */
export function linkLines(links: Picture['links'], layout: Layout, eye: Eye): Spot[][] {
  return links.flatMap(({ from, to }) => {
    const strand = strandBetween(from, to, layout);
    if (strand) return strandLine(strand, eye);
    const [start, end] = [boxOf(from, layout), boxOf(to, layout)];
    return start && end ? [linkLine(start, end, eye)] : [];
  });
}

function boxOf({ block, from, to }: CellRange, layout: Layout): Box | undefined {
  const placed = layout.find(block);
  return placed && boxOfRange(placed, from, to);
}
