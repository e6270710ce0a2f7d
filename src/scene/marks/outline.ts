/** Outlines of cells: a rounded rectangle on the face, or the dots along a row or a column that lead to a cell. */
import type { Eye } from '../eye.ts';
import type { Box, Point } from '../geometry.ts';
import type { Rgb } from '../palette.ts';
import type { Outline } from '../picture.ts';
import { dotted, projectPath, type Stroke } from './stroke.ts';

/** Corner radius of a cell, in cells, as the cells themselves have it. */
const RADIUS = 0.22;
/** Straight pieces of each rounded corner. */
const CORNER_STEPS = 4;

/** CSS pixels of the line, for the smallest and for the largest cells; between these cell sizes it grows. */
const THINNEST = 1.7;
const THICKEST = 2.6;
const SMALL_CELL = 8;
const LARGE_CELL = 40;
const SOURCE_WIDTH = 1.4;

const DOT_SPACING = 4.2;
const DOT_WIDTH = 1.7;

/** The front of a box of cells, as a closed path with rounded corners. */
export function roundedFace({ min, max }: Box): Point[] {
  const centres: readonly (readonly [x: number, y: number, quarter: number])[] = [
    [max.x - RADIUS, max.y - RADIUS, 0],
    [min.x + RADIUS, max.y - RADIUS, 1],
    [min.x + RADIUS, min.y + RADIUS, 2],
    [max.x - RADIUS, min.y + RADIUS, 3],
  ];
  const path = centres.flatMap(([x, y, quarter]) =>
    Array.from({ length: CORNER_STEPS + 1 }, (_, step) => {
      const angle = ((quarter + step / CORNER_STEPS) * Math.PI) / 2;
      return { x: x + RADIUS * Math.cos(angle), y: y + RADIUS * Math.sin(angle), z: max.z };
    }),
  );
  return [...path, ...path.slice(0, 1)];
}

/** Middle of the front of a box of cells. */
export const faceCentre = ({ min, max }: Box): Point => ({
  x: (min.x + max.x) / 2,
  y: (min.y + max.y) / 2,
  z: max.z,
});

/** The line through the middle of a row or a column. */
function middleLine(box: Box): [Point, Point] {
  const centre = faceCentre(box);
  const acrossX = box.max.x - box.min.x > box.max.y - box.min.y;
  return acrossX
    ? [
        { ...centre, x: box.min.x + 0.5 },
        { ...centre, x: box.max.x - 0.5 },
      ]
    : [
        { ...centre, y: box.max.y - 0.5 },
        { ...centre, y: box.min.y + 0.5 },
      ];
}

/** Dots along a straight line of the world. */
export function dottedLine(line: readonly Point[], eye: Eye, colour: Rgb): Stroke[] {
  return projectPath(line, eye).flatMap((piece) => {
    const [from, to] = [piece[0], piece.at(-1)];
    return from && to ? dotted(from, to, DOT_SPACING, DOT_WIDTH, colour) : [];
  });
}

/** The strokes of one outline around the cells in `box`, which is a place in the world. */
export function outlineStrokes(style: Outline['style'], box: Box, eye: Eye, colour: Rgb): Stroke[] {
  if (style === 'dotted') return dottedLine(middleLine(box), eye, colour);
  const pixels = eye.pixelsPerCell / Math.max(eye.near, eye.project(faceCentre(box)).depth);
  const size = Math.min(1, Math.max(0, (pixels - SMALL_CELL) / (LARGE_CELL - SMALL_CELL)));
  const width = style === 'source' ? SOURCE_WIDTH : THINNEST + (THICKEST - THINNEST) * size;
  return projectPath(roundedFace(box), eye).map((points) => ({ points, width, colour, opacity: 1 }));
}
