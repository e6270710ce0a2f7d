uniform sampler2DArray pages;
/// row 0: diverging, row 1: sequential
uniform sampler2D valueColours;
uniform sampler2D glyphs;
uniform sampler2D words;
/// a row for each tensor: the rank, 0 … 1, of the square root of a magnitude, 0 … range
uniform sampler2D ranks;
uniform vec3 noDataFace;
uniform vec3 noDataHatch;
/// share of the role in a face without numbers
uniform float partTint;
uniform float rimOpacity;
uniform float digitFlip;

/// first texel of the slot; most columns and rows of its finest level. Without numbers: where the hatch is, in cells
flat in vec4 slot;
/// columns and rows of the tile in texels; how many coarser levels it has; layer
flat in vec4 extent;
/// left, top, right, bottom edge of the solid's face, in cells of the tile. Without a face: pitch of its stripes, how much is solid
flat in vec4 frameEdges;
/// shadow of the slab in front: offset in cells, 1 / width of its soft edge, strength
flat in vec4 headShade;
/// share of paper; level of the tile; index of the first word; decimals of the digits
flat in vec4 look;
/// from a value to the place of its colour: a factor to −1 … 1, then a factor and a shift along the row; the row
flat in vec4 colouring;
/// CSS pixels of a cell from which on it carries digits
flat in float digitsFrom;
flat in vec3 role;
flat in vec3 bed;
flat in int kind;
flat in int flags;
flat in int rankRow;
/// in cells from the tile's first one, right and down; where all is plain, x is how far behind the front
in vec2 cell;
out vec4 colour;

// Software GL runs both sides of every branch and pays for each line: what a solid does not need is left out of its program.
// PLAIN: nothing but the colour of a role; NUMBERS: values; CELLS: cells are large enough to stand apart, DIGITS: to be written on; BARE: words, hatches or nothing.

/// Share of paper in the air between the members of a stack.
const float AIR_PAPER = 0.5;

#ifndef PLAIN
const float HIGHEST = 1e38;
/// A cell whose value is not known: share of paper in its bed, and strength of its rim to that of the others.
const float UNKNOWN_PAPER = 0.3;
const float UNKNOWN_RIM = 0.6;
/// The same of a word.
const float WORD_PAPER = 0.7;
/// CSS pixels of a cell between which the cells of a hatch come to stand apart.
const float HATCHED_CELLS_FROM = 7.0;
const float HATCHED_CELLS_TO = 14.0;

#ifdef NUMBERS
vec3 colourOf(float value) {
  float part = clamp(value * colouring.x, -1.0, 1.0);
#if COLOUR_SCALE == SYMLOG
  if ((flags & SEQUENTIAL) == 0) part = sign(part) * log(1.0 + 50.0 * abs(part)) / log(51.0);
#elif COLOUR_SCALE == RANK
  float row = (float(rankRow) + 0.5) / float(textureSize(ranks, 0).y);
  float rank = textureLod(ranks, vec2(sqrt(abs(part)) * (63.0 / 64.0) + 0.5 / 64.0, row), 0.0).r;
  if ((flags & SEQUENTIAL) == 0) part = sign(part) * rank;
#endif
  return textureLod(valueColours, vec2(part * colouring.y + colouring.z, colouring.w), 0.0).rgb;
}

/// 2 to the power of a whole number from −126 to 127.
float power(float exponent) {
  return intBitsToFloat((int(exponent) + 127) << 23);
}

/// First texel of a level. `scale`: its texels to one of the tile's level.
vec2 levelStart(float scale) {
  return slot.xy + (scale < 1.0 ? vec2(slot.z, ceil(slot.w * (1.0 - 2.0 * scale))) : vec2(0.0));
}

/// Texels of a level.
vec2 levelSize(float scale) {
  return max(vec2(1.0), ceil(extent.xy * scale));
}

/// The value between the texels of a level. `at`: in texels of it.
float between(float scale, vec2 at) {
  at = levelStart(scale) + clamp(at, vec2(0.5), levelSize(scale) - 0.5);
#ifdef LINEAR_VALUES
  return textureLod(pages, vec3(at / PAGE_SIZE, extent.w), 0.0).r;
#else
  vec2 first = floor(at - 0.5);
  vec2 part = at - 0.5 - first;
  ivec3 low = ivec3(first, extent.w);
  return mix(
    mix(texelFetch(pages, low, 0).r, texelFetch(pages, low + ivec3(1, 0, 0), 0).r, part.x),
    mix(texelFetch(pages, low + ivec3(0, 1, 0), 0).r, texelFetch(pages, low + ivec3(1, 1, 0), 0).r, part.x), part.y);
#endif
}

/// The value at a place: mipped where texels are smaller than a pixel, sharp where they are larger, and exact where the cells
/// stand apart. Next to masked and unknown cells there is nothing to interpolate with.
float valueAt(vec2 pixels, float small) {
  vec2 texel = cell * power(-look.y);
  float lod = clamp(-log2(min(pixels.x, pixels.y)) - look.y - 0.25, 0.0, extent.z);
  float level = floor(lod);
  float scale = power(-level);
  texel *= scale;
#ifdef CELLS
  vec2 slope = mix(vec2(1.0), max(pixels * power(look.y), vec2(1.0)), smoothstep(1.7, 2.8, small));
  vec2 first = floor(texel - 0.5);
  float value = between(scale, first + 0.5 + clamp((texel - 1.0 - first) * slope + 0.5, 0.0, 1.0));
#else
  float value = between(scale, texel);
#endif
  float coarser = between(0.5 * scale, 0.5 * texel);
  value = lod > level ? mix(value, coarser, lod - level) : value;
#ifdef CELLS
  vec2 nearest = clamp(floor(texel), vec2(0.0), levelSize(scale) - 1.0);
  float exact = texelFetch(pages, ivec3(levelStart(scale) + nearest, extent.w), 0).r;
  value = small < 7.0 && (flags & HOLES) == 0 ? value : exact;
#endif
  return value;
}
#endif

#ifdef DIGITS
const float DIGIT_ADVANCE = 0.142;
const float DIGIT_EM = 0.284;
const float LOG2_TEN = 3.321928094887362;

float powerOfTen(float power) {
  return floor(exp2(power * LOG2_TEN) + 0.5);
}

/// How much of a cell's digits covers a place. `at`: from the cell's centre, in cells, down.
float digits(vec2 at, float value, float emPixels) {
  float decimals = look.w;
  float unit = powerOfTen(decimals);
  float number = floor(abs(value) * unit + 0.5);
  float whole = floor((number + 0.5) / unit);
  float wholeDigits = whole > 0.5 ? floor(log2(whole + 0.5) / LOG2_TEN) + 1.0 : decimals > 0.0 ? 0.0 : 1.0;
  float minus = value < 0.0 && number > 0.5 ? 1.0 : 0.0;
  float count = minus + wholeDigits + (decimals > 0.0 ? decimals + 1.0 : 0.0);
  float shrink = min(1.0, 0.9 / (count * DIGIT_ADVANCE));
  at /= shrink;
  emPixels *= shrink;

  float along = at.x / DIGIT_ADVANCE + 0.5 * count;
  float height = at.y / DIGIT_EM + 0.5;
  float place = floor(along) - minus;
  float power = decimals + wholeDigits - place - (place < wholeDigits ? 1.0 : 0.0);
  float digit = mod(floor((number + 0.5) / powerOfTen(power)), 10.0);
  float glyph = place < 0.0 ? GLYPH_MINUS : place == wholeDigits ? GLYPH_POINT : digit;
  // A glyph stands in the middle of its square in the atlas, and is set a little narrower than it is drawn.
  float x = (glyph + 0.5 + 0.6 * (fract(along) - 0.5)) / GLYPH_COUNT;
  float lod = log2(GLYPH_SIZE / emPixels) - 0.5;
  float away = (textureLod(glyphs, vec2(x, height), max(lod, 0.0)).r - GLYPH_EDGE) * GLYPH_RADIUS_EM * emPixels;
  // Whole numbers and their halves are exact up to here; larger ones are not written.
  bool isInside = number < 4194304.0 && along >= 0.0 && along < count && abs(height - 0.5) < 0.5;
  return isInside ? clamp(away + 0.5, 0.0, 1.0) : 0.0;
}
#endif

#ifdef BARE
/// Lines at 45°, 3 to 6.5 px apart at every distance: every second one fades as they come together.
float hatch(vec2 pixels) {
  float across = cell.x + cell.y + slot.x;
  float crossing = 1.0 / length(1.0 / pixels);
  float octave = log2(4.6 * pixelRatio / crossing);
  float period = exp2(floor(octave));
  float phase = across / period;
  float index = floor(phase + 0.5);
  float away = abs(phase - index) * period * crossing;
  float line = clamp(0.45 * pixelRatio + 0.5 - away, 0.0, 1.0);
  bool isSecond = mod(index, 2.0) > 0.5;
  return line * (isSecond ? 1.0 - fract(octave) : 1.0);
}

/// Where numbers are not known at all.
vec3 hatchedFace(vec2 pixels) {
  vec2 whole = (frameEdges.zw - frameEdges.xy) * pixels / pixelRatio;
  float hatched = hatch(pixels) * smoothstep(4.0, 11.0, min(whole.x, whole.y));
  return mix(mix(noDataFace, noDataHatch, hatched), role, partTint);
}
#endif

#ifdef CELLS
/// Distance to a rounded rectangle, in pixels, negative inside.
float roundedBox(vec2 at, vec2 halfSize, float radius) {
  vec2 q = abs(at) - halfSize + radius;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}
#endif

/// The cells of a face over its bed. `pixels`: device pixels of a cell; `small`: its shorter side in CSS pixels.
vec3 cells(vec2 pixels, float small) {
  vec2 columnsRows = extent.xy * exp2(look.y);
  vec2 inside = min(cell, columnsRows - cell) * pixels;
  float onRaster = clamp(min(inside.x, inside.y) + 0.5, 0.0, 1.0);
#ifndef CELLS
#ifdef NUMBERS
  return mix(bed, colourOf(valueAt(pixels, small)), onRaster);
#else
  return kind == KIND_HATCH
    ? hatchedFace(pixels)
    : mix(bed, paper, (kind == KIND_WORDS ? WORD_PAPER : UNKNOWN_PAPER) * onRaster);
#endif
#else
  vec2 index = clamp(floor(cell), vec2(0.0), columnsRows - 1.0);
  vec2 at = cell - index - 0.5;
  float narrow = min(pixels.x, pixels.y);
  float gap = 0.1 * smoothstep(2.6, 7.0, small);
  float radius = mix(0.02, 0.22, smoothstep(3.0, 10.0, small)) * narrow;
  float away = roundedBox(at * pixels, 0.5 * (1.0 - gap) * pixels, radius);
  float cover = small < 2.6 ? onRaster : clamp(0.5 - away, 0.0, 1.0);
  float rim = clamp(1.0 - abs(away + 0.5 * pixelRatio), 0.0, 1.0) * smoothstep(6.0, 14.0, small) * rimOpacity;
#ifdef NUMBERS
  float value = valueAt(pixels, small);
  bool isKnown = abs(value) < HIGHEST;
  vec3 face = mix(isKnown ? colourOf(value) : mix(bed, paper, UNKNOWN_PAPER), ink, isKnown ? rim : UNKNOWN_RIM * rim);
#ifdef DIGITS
  // On a dark cell the lighter of the two, whichever that is in this theme.
  float luma = dot(face, vec3(0.299, 0.587, 0.114));
  vec3 digitColour = (luma < digitFlip) == (paper.r > 0.5) ? paper : ink;
  float written = isKnown ? smoothstep(digitsFrom - 2.5, digitsFrom, small) : 0.0;
  face = mix(face, digitColour, digits(at, value, DIGIT_EM * narrow) * written);
#endif
  // Masked: a dot in place of a cell.
  bool isMasked = value <= -HIGHEST;
  face = isMasked ? mix(bed, role, 0.5) : face;
  float speck = small < 2.6 ? 0.0 : clamp(0.5 + 0.07 * narrow - length(at * pixels), 0.0, 1.0);
  cover = isMasked ? speck : cover;
#else
  bool isHatched = kind == KIND_HATCH;
  vec3 ground = isHatched ? hatchedFace(pixels) : mix(bed, paper, kind == KIND_WORDS ? WORD_PAPER : UNKNOWN_PAPER);
  vec3 face = mix(ground, ink, kind == KIND_WORDS ? rim : UNKNOWN_RIM * rim);
  float word = look.z + index.x;
  vec2 square = vec2(mod(word, WORD_COLUMNS), floor(word / WORD_COLUMNS));
  float lod = max(0.0, log2(WORD_SIZE / narrow) - 0.5);
  float letters = textureLod(words, (square + at + 0.5) * WORD_SIZE / vec2(textureSize(words, 0)), lod).r;
  if (kind == KIND_WORDS) face = mix(face, ink, letters * smoothstep(5.0, 8.0, small));
  // From afar a hatch is one face; nearer it is of cells too.
  if (isHatched) return mix(ground, mix(bed, face, cover), smoothstep(HATCHED_CELLS_FROM, HATCHED_CELLS_TO, small));
#endif
  return mix(bed, face, cover);
#endif
}

vec3 face(vec2 pixels) {
  float small = min(pixels.x, pixels.y) / pixelRatio;
  vec3 result = cells(pixels, small);
  vec2 toEdge = min(cell - frameEdges.xy, frameEdges.zw - cell) * pixels;
  float margin = (flags & NARROW) != 0 ? 0.35 : 0.7;
  float frame = clamp(0.42 * margin * small, 0.8, 3.0) * pixelRatio;
  result = mix(result, role, clamp(frame - min(toEdge.x, toEdge.y) + 0.5, 0.0, 1.0));

  // The shadow of the slab in front: of a box, its edges blurred.
  vec4 within = clamp((cell.xyxy - frameEdges - headShade.xyxy) * headShade.zzzz + 0.5, 0.0, 1.0);
  within *= within * (3.0 - 2.0 * within);
  vec2 shaded = within.xy * (1.0 - within.zw);
  return result * (1.0 - shaded.x * shaded.y * headShade.w);
}
#endif

void main() {
#ifdef PLAIN
  // Members of a stack with the air between them, its edges as soft as a pixel.
  float pitch = max(frameEdges.x, 1e-9);
  float soft = max(fwidth(cell.x) / pitch, 1e-6);
  float at = fract(cell.x / pitch);
  float air = clamp(min(at - frameEdges.y, 1.0 - at) / soft + 0.5, 0.0, 1.0);
  vec3 result = mix(role, paper, (flags & STRIPED) != 0 ? AIR_PAPER * air : 0.0);
#else
  vec2 dx = dFdx(cell);
  vec2 dy = dFdy(cell);
  // Device pixels across one cell, along columns and rows.
  vec2 pixels = inversesqrt(max(dx * dx + dy * dy, vec2(1e-18)));
  vec3 result = kind == KIND_PLAIN ? role : face(pixels);
#endif
  colour = vec4(throughFog(mix(result, paper, look.x)), 1.0);
#ifdef WRITE_DEPTH
  gl_FragDepth = near * gl_FragCoord.w;
#endif
}
