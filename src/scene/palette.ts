/**
 * Every colour of the scene, for both themes: the tokens of the plate, the colours of roles, and the maps from values to colours.
 * Colours are sRGB, each part 0 … 1. Mixing is done in OKLab, where equal steps look equal.
 */
import type { Role, Tensor, TensorId } from '../architecture/graph.ts';
import { type Part, partOf } from '../architecture/part.ts';
import { holdsShares } from '../architecture/shares.ts';
import type { Theme } from './picture.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Palette {
  /** Background, and what distance fades into. */
  readonly paper: Rgb;
  readonly ink: Rgb;
  /** Second lines, dimensions, leaders. */
  readonly ink2: Rgb;
  /** What is talked about now, and nothing else. */
  readonly accent: Rgb;
  /** The accent for text below 18 px, which needs more contrast than a line. */
  readonly accentText: Rgb;
  readonly shadow: Rgb;
  readonly roles: Readonly<Record<Role, Rgb>>;
  /** A block whose numbers are not at hand. */
  readonly noDataFace: Rgb;
  readonly noDataHatch: Rgb;
  /** How much of the colour of its part such a block has where weights are coloured by parts, 0 … 1. */
  readonly partTint: number;
  /** Negative … zero … positive, eleven colours equally far apart. */
  readonly diverging: readonly Rgb[];
  /** Probability 0 … 1, eleven colours equally far apart. */
  readonly sequential: readonly Rgb[];
  /** How much of its role's colour the bed of a face has, 0 … 1. */
  readonly bedTint: number;
  /** Sides of a solid: how far they go to white (above 0) or to `deepShade` (below 0). */
  readonly sideShades: { readonly top: number; readonly left: number; readonly right: number; readonly bottom: number };
  readonly deepShade: Rgb;
  /** Opacity of the hairline around a cell. */
  readonly rim: number;
  readonly wallShadow: number;
  /** Strength of ribbons. */
  readonly ribbon: number;
  readonly headShadow: number;
  /** Luma below which a cell carries light digits. */
  readonly digitFlip: number;
}

/** @throws {Error} if `hex` is not written #RRGGBB */
export function rgb(hex: string): Rgb {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error(`a colour is written #RRGGBB, not ${hex}`);
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

const colours = (hexes: string): Rgb[] => hexes.split(' ').map(rgb);

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    paper: rgb('#F5F1E8'),
    ink: rgb('#22262C'),
    ink2: rgb('#6A675F'),
    accent: rgb('#E2431E'),
    accentText: rgb('#C33310'),
    shadow: rgb('#5A4A33'),
    roles: {
      residual: rgb('#4A4743'),
      embedding: rgb('#177B7B'),
      normalisation: rgb('#C7A255'),
      attention: rgb('#78366B'),
      activation: rgb('#699C70'),
      weight: rgb('#66799C'),
    },
    noDataFace: rgb('#E9E6DE'),
    noDataHatch: rgb('#959593'),
    partTint: 0.34,
    diverging: colours('#1B5598 #3B77B4 #5A9AD0 #88BBE2 #C1D8E9 #F8F5EE #E9D2B0 #D9AF71 #C18C45 #A5692A #88470A'),
    sequential: colours('#F8F5EE #EEDBDF #E3C2D1 #D7A9C3 #C692B4 #B57BA5 #A56497 #8E5285 #764274 #5F3362 #492352'),
    bedTint: 0.12,
    sideShades: { top: 0.3, left: 0, right: -0.22, bottom: -0.38 },
    deepShade: rgb('#2A2420'),
    rim: 0.13,
    wallShadow: 0.25,
    ribbon: 1.3,
    headShadow: 0.24,
    digitFlip: 0.56,
  },
  dark: {
    paper: rgb('#0E131A'),
    ink: rgb('#ECE7DB'),
    ink2: rgb('#949AA3'),
    accent: rgb('#FF6B42'),
    accentText: rgb('#FF6B42'),
    shadow: rgb('#000000'),
    roles: {
      residual: rgb('#E1DACB'),
      embedding: rgb('#46AEAD'),
      normalisation: rgb('#DFBC6E'),
      attention: rgb('#B76BA2'),
      activation: rgb('#85C08D'),
      weight: rgb('#98A9CD'),
    },
    noDataFace: rgb('#20242A'),
    noDataHatch: rgb('#5C5F60'),
    partTint: 0.34,
    diverging: colours('#93D4FA #70ADDB #4D87BC #386491 #2D455E #21272F #4E4037 #7D593A #A97844 #CC9F5F #F0C77C'),
    sequential: colours('#21272F #3B2F47 #563660 #704076 #8B5086 #A66097 #C271A8 #D18BB8 #E0A5C8 #EFBFD8 #FDD9E9'),
    bedTint: 0.2,
    sideShades: { top: 0.12, left: -0.22, right: -0.45, bottom: -0.6 },
    deepShade: rgb('#05070A'),
    rim: 0.16,
    wallShadow: 0.35,
    ribbon: 1.6,
    headShadow: 0.35,
    digitFlip: 0.5,
  },
};

/** The roles in whose colours the parts of a model are told apart. */
export const ROLE_OF_PART: Readonly<Record<Part, Role>> = {
  attention: 'attention',
  feedForward: 'weight',
  embedding: 'embedding',
  norms: 'normalisation',
};

const rolesByPart = new WeakMap<Tensor, Role>();

/** The role in whose colour a block is drawn where weights have that of their part. */
export function roleByPart(tensor: Tensor): Role {
  if (tensor.kind !== 'weight') return tensor.role;
  const role = rolesByPart.get(tensor) ?? ROLE_OF_PART[partOf(tensor)];
  rolesByPart.set(tensor, role);
  return role;
}

export type ValueMap = 'diverging' | 'sequential';

/** Shares have a map and a fixed range of their own. */
export function valueMapOf(id: TensorId): ValueMap {
  return holdsShares(id) ? 'sequential' : 'diverging';
}

/** OKLab from sRGB, after Björn Ottosson, “A perceptual color space for image processing” (2020). */
function oklab([red, green, blue]: Rgb): [number, number, number] {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** sRGB from OKLab, cut to what a screen can show. */
function fromOklab([lightness, a, b]: readonly [number, number, number]): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const encoded = (part: number) => {
    const cut = Math.min(1, Math.max(0, part));
    return cut <= 0.0031308 ? 12.92 * cut : 1.055 * cut ** (1 / 2.4) - 0.055;
  };
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** `share` of `b` in `a`, mixed in OKLab. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const [l0, a0, b0] = oklab(a);
  const [l1, a1, b1] = oklab(b);
  return fromOklab([l0 + (l1 - l0) * share, a0 + (a1 - a0) * share, b0 + (b1 - b0) * share]);
}

/** What shows between the cells of a face. */
export function bedOf(palette: Palette, role: Role): Rgb {
  return mix(palette.paper, palette.roles[role], palette.bedTint);
}

/** One side of a solid in `role`'s colour: lighter above, darker below, without any light. */
export function sideOf(palette: Palette, role: Role, side: keyof Palette['sideShades']): Rgb {
  const shade = palette.sideShades[side];
  const colour = palette.roles[role];
  return shade >= 0 ? mix(colour, [1, 1, 1], shade) : mix(colour, palette.deepShade, -shade);
}

/**
 * The colour of a value.
 * @param position −1 … 1 of the range in the diverging map, 0 … 1 in the sequential; cut to that
 */
export function colourAt(palette: Palette, map: ValueMap, position: number): Rgb {
  const stops = palette[map];
  const start = map === 'diverging' ? -1 : 0;
  const at = Math.min(1, Math.max(0, (position - start) / (1 - start))) * (stops.length - 1);
  const below = stops[Math.floor(at)] ?? palette.paper;
  const above = stops[Math.ceil(at)] ?? palette.paper;
  return mix(below, above, at - Math.floor(at));
}

/** Entries of a look-up table. */
export const TABLE_SIZE = 256;

/** A value map as TABLE_SIZE RGBA bytes, from the smallest value to the largest. */
export function colourTable(palette: Palette, map: ValueMap): Uint8Array {
  const table = new Uint8Array(TABLE_SIZE * 4);
  for (let i = 0; i < TABLE_SIZE; i++) {
    const share = i / (TABLE_SIZE - 1);
    const [r, g, b] = colourAt(palette, map, map === 'diverging' ? 2 * share - 1 : share);
    table.set([Math.round(255 * r), Math.round(255 * g), Math.round(255 * b), 255], 4 * i);
  }
  return table;
}

/** Write a colour as CSS wants it. */
export function cssColour([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(255 * red)} ${Math.round(255 * green)} ${Math.round(255 * blue)})`;
}
