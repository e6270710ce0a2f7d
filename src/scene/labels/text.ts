/** Text on the canvas: what is written, where, and the room it takes. */
import type { Spot } from '../marks/stroke.ts';
import type { Rgb } from '../palette.ts';
import type { Rect } from './room.ts';

export type Weight = 400 | 500 | 600;

/** How a line of text is set. `size` in CSS pixels. */
export interface Face {
  readonly size: number;
  readonly weight: Weight;
}

/** One line of text. */
export interface TextLine {
  readonly text: string;
  readonly face: Face;
  /** Left end of the baseline, CSS pixels from the canvas's left and top edge. */
  readonly at: Spot;
  /** Direction of the baseline in degrees, clockwise; 0 is level. */
  readonly angle: number;
  readonly colour: Rgb;
  /** Whether paper is laid around the letters, for text that may stand on ribbons or dimmed faces. */
  readonly halo: boolean;
}

/** Width in CSS pixels of a text set in a face. */
export type Measure = (text: string, face: Face) => number;

/** The faces of the style sheet. */
export const NAME: Face = { size: 13, weight: 500 };
export const DETAIL: Face = { size: 11, weight: 400 };
export const DIMENSION: Face = { size: 11, weight: 500 };
/** Of one head in a stack. */
export const HEAD: Face = { size: 11, weight: 500 };
/** Of a large model in a hall. */
export const PLATE: Face = { size: 22, weight: 500 };
export const LAYER: Face = { size: 16, weight: 600 };
export const AXIS: Face = { size: 11, weight: 400 };
export const AXIS_POINTED: Face = { size: 11, weight: 600 };

/** Height of capitals and figures of IBM Plex Sans, as a part of the size. */
export const CAP_HEIGHT = 0.698;

/** The rectangle around a line of text that is level or, turned, upright. */
export function roomOf({ text, face, at, angle }: TextLine, measure: Measure): Rect {
  const [width, cap] = [measure(text, face), CAP_HEIGHT * face.size];
  return angle === 0
    ? { left: at.x, top: at.y - cap, right: at.x + width, bottom: at.y }
    : { left: at.x, top: at.y, right: at.x + cap, bottom: at.y + width };
}
