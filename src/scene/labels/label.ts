/** A label: what it says, how it is set, and what is known of a frame when labels are made. */
import type { Role } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Layout } from '../geometry.ts';
import type { Palette, Rgb } from '../palette.ts';
import type { Picture } from '../picture.ts';
import type { BlockFace, FacesOfFrame } from './faces.ts';
import type { FaceLetters } from './letters.ts';
import type { Candidate } from './place.ts';
import type { Rect } from './room.ts';
import type { TextSize } from './slots.ts';
import { DETAIL, type Face, type Measure } from './text.ts';

/** A name, and lines under it such as a shape. */
export interface Name {
  readonly name: string;
  readonly details: readonly string[];
}

/** What stands on the plate of a model in a hall. */
export interface PlateWords extends Name {
  /** In place of the details, where the model is small. */
  readonly short: string;
  /** In place of the details, where the model is a speck as many CSS pixels wide. */
  asSpeck(pixels: number): string;
}

/** What things are called in the reader’s language. A block and the group around it may have the same id: `embedding`. */
export interface Names {
  block(id: string): Name | undefined;
  /** Undefined for groups that are never named. */
  group(id: string): Name | undefined;
  /** A model in a hall; undefined for what is none. */
  plate(id: string): PlateWords | undefined;
  /** A slab of a stack of heads. */
  head(index: number): string;
  /** A count as it is written: 50,257. */
  count(value: number): string;
  /** Of cells in a row from one to another: how long they would be in the world outside. */
  span(from: number, to: number): string;
}

export interface Label extends Candidate {
  readonly lines: readonly {
    readonly text: string;
    readonly face: Face;
    readonly colour: Rgb;
    /** Below the label's top, CSS pixels. */
    readonly baseline: number;
  }[];
  readonly isAccent: boolean;
  /** A ring stands at the start of the leader, around what is too small to be seen. */
  readonly isRinged?: boolean;
  readonly role: Role;
  /** Undefined for groups and for the slabs of a stack. */
  readonly face: BlockFace | undefined;
}

export interface InView {
  readonly layout: Layout;
  readonly eye: Eye;
  readonly faces: FacesOfFrame;
  /** Written already. */
  readonly letters: readonly FaceLetters[];
  readonly picture: Pick<Picture, 'lit' | 'named'>;
  readonly names: Names;
  readonly measure: Measure;
  readonly palette: Palette;
  readonly safe: Rect;
}

/** Height of a line and of its letters above its baseline, as parts of the size: those of IBM Plex Sans. */
const LINE_HEIGHT = 1.25;
const ASCENT = 0.98;
const HALF_X_HEIGHT = 0.3;

/** A name, and the lines under it in a smaller face. */
export function write(
  { name, details }: Name,
  face: Face,
  colour: Rgb,
  { measure, palette }: Pick<InView, 'measure' | 'palette'>,
): { readonly lines: Label['lines']; readonly size: TextSize } {
  const baseline = face.size * ASCENT;
  const nameHeight = face.size * LINE_HEIGHT;
  const detailHeight = DETAIL.size * LINE_HEIGHT;
  const under = details.map((text, index) => ({
    ...{ text, face: DETAIL, colour: palette.ink2 },
    baseline: nameHeight + index * detailHeight + DETAIL.size * ASCENT,
  }));
  return {
    lines: [{ text: name, face, colour, baseline }, ...under],
    size: {
      width: Math.max(measure(name, face), ...details.map((text) => measure(text, DETAIL))),
      height: nameHeight + details.length * detailHeight,
      middle: baseline - HALF_X_HEIGHT * face.size,
    },
  };
}
