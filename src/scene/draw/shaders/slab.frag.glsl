uniform sampler2DArray pages;
/// row 0: diverging, row 1: sequential
uniform sampler2D valueColours;
uniform sampler2D glyphs;
uniform sampler2D words;
/// a row for each tensor: the rank, 0 … 1, of the square root of a magnitude, 0 … range
uniform sampler2D ranks;
uniform vec3 noDataFace;
uniform vec3 noDataHatch;
uniform float rimOpacity;
uniform float digitFlip;
/// 0 linear, 1 symmetric logarithm, 2 rank
uniform int colourScale;
uniform bool showDigits;

/// first texel of the slot; most columns and rows of its finest level
flat in vec4 slot;
/// columns and rows of the tile in texels; how many coarser levels it has; layer
flat in vec4 extent;
/// left, top, right, bottom edge of the solid's face, in cells of the tile
flat in vec4 frameEdges;
/// shadow of the slab in front: offset in cells, blur in cells, strength
flat in vec4 headShade;
/// share of paper; level of the tile; range of its values, or its first word; decimals of its digits
flat in vec4 look;
flat in vec3 role;
flat in vec3 bed;
flat in int kind;
flat in int flags;
flat in int rankRow;
/// in cells from the tile's first one, right and down
in vec2 cell;
out vec4 colour;

const float DIGIT_ADVANCE = 0.142;
const float DIGIT_EM = 0.284;
const float HIGHEST = 1e38;
const float LOG2_TEN = 3.321928094887362;

// Software GL runs both sides of every branch and pays for each line: this shader is short, and has no loops.

vec3 colourOf(float value) {
  bool isSequential = (flags & SEQUENTIAL) != 0;
  float part = clamp(isSequential ? value : value / max(look.z, 1e-30), -1.0, 1.0);
  if (!isSequential && colourScale == 1) part = sign(part) * log(1.0 + 50.0 * abs(part)) / log(51.0);
  if (!isSequential && colourScale == 2) {
    float row = (float(rankRow) + 0.5) / float(textureSize(ranks, 0).y);
    part = sign(part) * textureLod(ranks, vec2(sqrt(abs(part)) * (63.0 / 64.0) + 0.5 / 64.0, row), 0.0).r;
  }
  vec2 at = isSequential ? vec2(max(part, 0.0) * (255.0 / 256.0) + 0.5 / 256.0, 0.75) : vec2(part * (127.5 / 256.0) + 0.5, 0.25);
  return textureLod(valueColours, at, 0.0).rgb;
}

vec2 levelStart(float level) {
  return slot.xy + (level > 0.0 ? vec2(slot.z, slot.w * (1.0 - exp2(1.0 - level))) : vec2(0.0));
}

/// Texels of a level.
vec2 levelSize(float level) {
  return max(vec2(1.0), ceil(extent.xy * exp2(-level)));
}

/// The value between the texels of a level. `at`: in texels of it.
float between(float level, vec2 at) {
  at = levelStart(level) + clamp(at, vec2(0.5), levelSize(level) - 0.5);
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
  float tileScale = exp2(-look.y);
  vec2 texel = cell * tileScale;
  vec2 texelPixels = pixels / tileScale;
  float lod = clamp(-log2(min(texelPixels.x, texelPixels.y)) - 0.25, 0.0, extent.z);
  float level = floor(lod);
  texel *= exp2(-level);
  vec2 nearest = clamp(floor(texel), vec2(0.0), levelSize(level) - 1.0);
  float value = texelFetch(pages, ivec3(levelStart(level) + nearest, extent.w), 0).r;
  if (small < 7.0 && (flags & HOLES) == 0) {
    vec2 slope = mix(vec2(1.0), max(texelPixels, vec2(1.0)), smoothstep(1.7, 2.8, small));
    vec2 first = floor(texel - 0.5);
    value = between(level, first + 0.5 + clamp((texel - 1.0 - first) * slope + 0.5, 0.0, 1.0));
    if (lod > level) value = mix(value, between(level + 1.0, texel * 0.5), lod - level);
  }
  return value;
}

float powerOfTen(float power) {
  return floor(exp2(power * LOG2_TEN) + 0.5);
}

/// How much of a cell's digits covers a place. `at`: from the cell's centre, in cells, down.
float digits(vec2 at, float value, float emPixels) {
  float decimals = look.w;
  float unit = powerOfTen(decimals);
  // Whole numbers up to here are exact.
  float number = min(floor(abs(value) * unit + 0.5), 9999999.0);
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
  bool isInside = along >= 0.0 && along < count && abs(height - 0.5) < 0.5;
  return isInside ? clamp(away + 0.5, 0.0, 1.0) : 0.0;
}

/// Lines at 45°, 3 to 6.5 px apart at every distance: every second one fades as they come together.
float hatch(vec2 pixels) {
  float across = cell.x + cell.y - frameEdges.x - frameEdges.y;
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

/// Distance to a rounded rectangle, in pixels, negative inside.
float roundedBox(vec2 at, vec2 halfSize, float radius) {
  vec2 q = abs(at) - halfSize + radius;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}

/// The cells of a face over its bed. `pixels`: device pixels of a cell; `small`: its shorter side in CSS pixels.
vec3 cells(vec2 pixels, float small) {
  vec2 columnsRows = extent.xy * exp2(look.y);
  vec2 inside = min(cell, columnsRows - cell) * pixels;
  float onRaster = clamp(min(inside.x, inside.y) + 0.5, 0.0, 1.0);
  vec2 index = clamp(floor(cell), vec2(0.0), columnsRows - 1.0);
  vec2 at = cell - index - 0.5;

  vec3 face = mix(bed, paper, kind == KIND_WORDS ? 0.7 : 0.0);
  float value = HIGHEST;
  if (kind == KIND_VALUES) {
    value = valueAt(pixels, small);
    if (abs(value) < HIGHEST) face = colourOf(value);
  }
  float narrow = min(pixels.x, pixels.y);
  float gap = 0.1 * smoothstep(2.6, 7.0, small);
  float radius = mix(0.02, 0.22, smoothstep(3.0, 10.0, small)) * narrow;
  float away = roundedBox(at * pixels, 0.5 * (1.0 - gap) * pixels, radius);
  float rim = clamp(1.0 - abs(away + 0.5 * pixelRatio), 0.0, 1.0) * smoothstep(6.0, 14.0, small);
  face = mix(face, ink, rim * rimOpacity);
  if (kind == KIND_WORDS) {
    float word = look.z + index.x;
    vec2 square = vec2(mod(word, WORD_COLUMNS), floor(word / WORD_COLUMNS));
    float lod = max(0.0, log2(WORD_SIZE / narrow) - 0.5);
    float cover = textureLod(words, (square + at + 0.5) * WORD_SIZE / vec2(textureSize(words, 0)), lod).r;
    face = mix(face, ink, cover * smoothstep(5.0, 8.0, small));
  }
  if (showDigits && small > 28.0 && abs(value) < HIGHEST) {
    // On a dark cell the lighter of the two, whichever that is in this theme.
    float luma = dot(face, vec3(0.299, 0.587, 0.114));
    vec3 digitColour = (luma < digitFlip) == (paper.r > 0.5) ? paper : ink;
    face = mix(face, digitColour, digits(at, value, DIGIT_EM * narrow) * smoothstep(28.0, 38.0, small));
  }
  float cover = small < 2.6 ? onRaster : clamp(0.5 - away, 0.0, 1.0);
  if (value <= -HIGHEST) {
    // Masked: a dot in place of a cell.
    face = mix(bed, role, 0.5);
    cover = small < 2.6 ? 0.0 : clamp(0.5 + 0.07 * narrow - length(at * pixels), 0.0, 1.0);
  }
  return mix(bed, face, cover);
}

vec3 face(vec2 pixels) {
  float small = min(pixels.x, pixels.y) / pixelRatio;
  vec3 result = noDataFace;
  if (kind == KIND_HATCH) {
    vec2 whole = (frameEdges.zw - frameEdges.xy) * pixels / pixelRatio;
    result = mix(noDataFace, noDataHatch, hatch(pixels) * smoothstep(4.0, 11.0, min(whole.x, whole.y)));
  }
  if (kind != KIND_HATCH) result = cells(pixels, small);
  vec2 toEdge = min(cell - frameEdges.xy, frameEdges.zw - cell) * pixels;
  float margin = (flags & NARROW) != 0 ? 0.35 : 0.7;
  float frame = clamp(0.42 * margin * small, 0.8, 3.0) * pixelRatio;
  result = mix(result, role, clamp(frame - min(toEdge.x, toEdge.y) + 0.5, 0.0, 1.0));

  // The shadow of the slab in front: of a box, its edges blurred.
  if (headShade.w > 0.0) {
    vec4 box = frameEdges + headShade.xyxy;
    vec2 blur = vec2(1.7 * headShade.z);
    vec2 within = smoothstep(box.xy - blur, box.xy + blur, cell) * (1.0 - smoothstep(box.zw - blur, box.zw + blur, cell));
    result *= 1.0 - within.x * within.y * headShade.w;
  }
  return result;
}

void main() {
  vec2 dx = dFdx(cell);
  vec2 dy = dFdy(cell);
  // Device pixels across one cell, along columns and rows.
  vec2 pixels = inversesqrt(max(dx * dx + dy * dy, vec2(1e-18)));
  vec3 result = role;
  if (kind != KIND_PLAIN) result = face(pixels);
  colour = vec4(throughFog(mix(result, paper, look.x)), 1.0);
#ifdef WRITE_DEPTH
  gl_FragDepth = near * gl_FragCoord.w;
#endif
}
