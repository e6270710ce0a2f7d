/** The strokes that a picture asks for: outlines of cells and links between them, along a strand of a ribbon or as curves. */
import type { Eye } from '../eye.ts';
import type { Box, CellRange, Layout } from '../geometry.ts';
import { boxOfRange } from '../layout/cells.ts';
import type { Palette } from '../palette.ts';
import type { Picture } from '../picture.ts';
import { linkStrokes } from './link.ts';
import { outlineStrokes } from './outline.ts';
import { strandBetween, strandStrokes } from './strand.ts';
import type { Stroke } from './stroke.ts';

/** Strokes in the order in which they are drawn. They are never hidden: what is talked about is seen through what stands before it. */
export function marksOf(
  picture: Pick<Picture, 'outlines' | 'links'>,
  layout: Layout,
  eye: Eye,
  palette: Palette,
): Stroke[] {
  const boxOf = (range: CellRange): Box | undefined => {
    const placed = layout.find(range.block);
    return placed && boxOfRange(placed, range.from, range.to);
  };
  const links = picture.links.flatMap(({ from, to, progress }) => {
    const strand = strandBetween(from, to, layout);
    if (strand) return strandStrokes(strand, progress, eye, palette);
    const [start, end] = [boxOf(from), boxOf(to)];
    return start && end ? linkStrokes(start, end, progress, eye, palette) : [];
  });
  const outlines = picture.outlines.flatMap(({ range, style }) => {
    const box = boxOf(range);
    return box ? outlineStrokes(style, box, eye, palette.accent) : [];
  });
  return [...links, ...outlines];
}
