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
/// share of paper; level of the tile; range of its values; decimals of its digits
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

vec3 colourOf(float value) {
  if ((flags & SEQUENTIAL) != 0) {
    return texture(valueColours, vec2(clamp(value, 0.0, 1.0) * (255.0 / 256.0) + 0.5 / 256.0, 0.75)).rgb;
  }
  float part = look.z > 0.0 ? clamp(value / look.z, -1.0, 1.0) : 0.0;
  if (colourScale == 1) part = sign(part) * log(1.0 + 50.0 * abs(part)) / log(51.0);
  if (colourScale == 2) {
    float row = (float(rankRow) + 0.5) / float(textureSize(ranks, 0).y);
    part = sign(part) * texture(ranks, vec2(sqrt(abs(part)) * (63.0 / 64.0) + 0.5 / 64.0, row)).r;
  }
  return texture(valueColours, vec2(part * (127.5 / 256.0) + 0.5, 0.25)).rgb;
}

vec2 levelStart(float level) {
  return slot.xy + (level > 0.0 ? vec2(slot.z, slot.w * (1.0 - exp2(1.0 - level))) : vec2(0.0));
}

/// A value between the texels of a level and how much of it is known, 0 … 1. `at`: in texels of the level.
vec2 between(float level, vec2 at) {
  vec2 size = max(vec2(1.0), ceil(extent.xy * exp2(-level)));
  vec2 start = levelStart(level);
  at = clamp(at, vec2(0.5), size - 0.5);
#ifdef LINEAR_VALUES
  if ((flags & HOLES) == 0) {
    return vec2(texture(pages, vec3((start + at) / PAGE_SIZE, extent.w)).r, 1.0);
  }
#endif
  vec2 first = floor(at - 0.5);
  vec2 part = at - 0.5 - first;
  ivec2 low = ivec2(start + first);
  ivec2 high = ivec2(start + min(first + 1.0, size - 1.0));
  int layer = int(extent.w);
  vec4 values = vec4(
    texelFetch(pages, ivec3(low, layer), 0).r, texelFetch(pages, ivec3(high.x, low.y, layer), 0).r,
    texelFetch(pages, ivec3(low.x, high.y, layer), 0).r, texelFetch(pages, ivec3(high, layer), 0).r);
  vec4 weights = vec4((1.0 - part.x) * (1.0 - part.y), part.x * (1.0 - part.y), (1.0 - part.x) * part.y, part.x * part.y);
  weights *= step(abs(values), vec4(HIGHEST));
  float known = dot(weights, vec4(1.0));
  return vec2(known > 0.0 ? dot(weights, mix(vec4(0.0), values, step(abs(values), vec4(HIGHEST)))) / known : 0.0, known);
}

/// The value at a place, filtered to the size of a pixel: mipped where cells are smaller, sharp where they are larger.
vec2 filtered(vec2 texel, vec2 texelPixels, float sharpness) {
  float lod = clamp(-log2(min(texelPixels.x, texelPixels.y)) - 0.25, 0.0, extent.z);
  if (lod < 0.02) {
    vec2 first = floor(texel - 0.5);
    vec2 part = texel - 0.5 - first;
    vec2 slope = mix(vec2(1.0), max(texelPixels, vec2(1.0)), sharpness);
    return between(0.0, first + 0.5 + clamp((part - 0.5) * slope + 0.5, 0.0, 1.0));
  }
  float level = floor(lod);
  vec2 fine = between(level, texel * exp2(-level));
  if (level >= extent.z) return fine;
  vec2 coarse = between(level + 1.0, texel * exp2(-level - 1.0));
  return mix(fine, coarse, lod - level);
}

/// How much of a cell's digits covers a place. `at`: from the cell's centre, in cells, down.
float digits(vec2 at, float value, float emPixels) {
  int decimals = int(look.w);
  uint unit = 1u;
  for (int i = 0; i < decimals; i++) unit *= 10u;
  float scaled = min(floor(abs(value) * float(unit) + 0.5), 4e9);
  uint number = uint(scaled);
  uint whole = number / unit;
  int wholeDigits = whole == 0u && decimals > 0 ? 0 : 1;
  for (uint rest = whole / 10u; rest > 0u; rest /= 10u) wholeDigits++;
  int minus = value < 0.0 && number > 0u ? 1 : 0;
  int glyphCount = minus + wholeDigits + (decimals > 0 ? decimals + 1 : 0);
  float shrink = min(1.0, 0.9 / (float(glyphCount) * DIGIT_ADVANCE));
  at /= shrink;
  emPixels *= shrink;

  float along = at.x / DIGIT_ADVANCE + 0.5 * float(glyphCount);
  int index = int(floor(along));
  float height = at.y / DIGIT_EM + 0.5;
  if (index < 0 || index >= glyphCount || height < 0.0 || height > 1.0) return 0.0;
  int place = index - minus;
  int glyph = GLYPH_POINT;
  if (place < 0) glyph = GLYPH_MINUS;
  else if (place != wholeDigits) {
    int power = place < wholeDigits ? decimals + wholeDigits - 1 - place : decimals + wholeDigits - place;
    uint divisor = 1u;
    for (int i = 0; i < power; i++) divisor *= 10u;
    glyph = int((number / divisor) % 10u);
  }
  // A glyph stands in the middle half of its square in the atlas.
  float x = (float(glyph) + 0.25 + 0.5 * fract(along)) / float(GLYPH_COUNT);
  float away = (texture(glyphs, vec2(x, height)).r - GLYPH_EDGE) * GLYPH_RADIUS_EM * emPixels;
  return clamp(away + 0.5, 0.0, 1.0);
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
  float line = clamp(0.9 * pixelRatio * 0.5 + 0.5 - away, 0.0, 1.0);
  bool isSecond = mod(index, 2.0) > 0.5;
  return line * (isSecond ? 1.0 - fract(octave) : 1.0);
}

/// Distance to a rounded rectangle, in pixels, negative inside.
float roundedBox(vec2 at, vec2 halfSize, float radius) {
  vec2 q = abs(at) - halfSize + radius;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}

/// The cells of a face over its bed. `pixels`: device pixels of a cell.
vec3 cells(vec2 pixels) {
  vec2 css = pixels / pixelRatio;
  float small = min(css.x, css.y);
  float tileScale = exp2(-look.y);
  vec2 last = extent.xy - 1.0;
  vec2 inside = min(cell, extent.xy / tileScale - cell) * pixels;
  float onRaster = clamp(min(inside.x, inside.y) + 0.5, 0.0, 1.0);
  if (onRaster <= 0.0) return bed;

  if (small < 2.6) {
    if (kind != KIND_VALUES) return bed;
    vec2 value = filtered(cell * tileScale, pixels / tileScale, smoothstep(1.7, 2.8, small));
    return mix(bed, colourOf(value.x), value.y * onRaster);
  }

  vec2 index = clamp(floor(cell), vec2(0.0), last);
  vec2 at = cell - index - 0.5;
  float value = 0.0;
  if (kind == KIND_VALUES) value = texelFetch(pages, ivec3(ivec2(slot.xy + index), int(extent.w)), 0).r;
  bool isEmpty = kind == KIND_EMPTY || value > HIGHEST;

  if (value < -HIGHEST) {
    float away = length(at * pixels) - 0.07 * min(pixels.x, pixels.y);
    return mix(bed, mix(bed, role, 0.5), clamp(0.5 - away, 0.0, 1.0));
  }

  float gap = 0.1 * smoothstep(2.6, 7.0, small);
  float radius = mix(0.02, 0.22, smoothstep(3.0, 10.0, small)) * min(pixels.x, pixels.y);
  float away = roundedBox(at * pixels, 0.5 * (1.0 - gap) * pixels, radius);
  float cover = clamp(0.5 - away, 0.0, 1.0);
  vec3 face = bed;
  if (kind == KIND_WORDS) face = mix(bed, paper, 0.7);
  else if (!isEmpty) {
    // Between neighbours without a gap the edge of a colour is one pixel wide.
    face = small < 7.0 ? colourOf(filtered(cell, pixels, smoothstep(1.7, 2.8, small)).x) : colourOf(value);
  }
  float rim = clamp(1.0 - abs(away + 0.5 * pixelRatio), 0.0, 1.0) * smoothstep(6.0, 14.0, small);
  face = mix(face, ink, rim * rimOpacity);
  vec3 result = mix(bed, face, cover);

  if (kind == KIND_WORDS && small > 5.0) {
    vec2 place = at + 0.5;
    float word = index.x + index.y * extent.x;
    vec2 atlas = vec2(mod(word, WORD_COLUMNS), floor(word / WORD_COLUMNS));
    float cover = texture(words, (atlas + place) * WORD_SIZE / vec2(textureSize(words, 0))).r;
    result = mix(result, ink, cover * smoothstep(5.0, 8.0, small));
  }
  if (showDigits && small > 28.0 && !isEmpty && kind == KIND_VALUES) {
    float luma = dot(face, vec3(0.299, 0.587, 0.114));
    // On a dark cell the lighter of the two, whichever that is in this theme.
    vec3 digitColour = (luma < digitFlip) == (paper.r > 0.5) ? paper : ink;
    result = mix(result, digitColour, digits(at, value, DIGIT_EM * min(pixels.x, pixels.y)) * smoothstep(28.0, 38.0, small));
  }
  return result;
}

vec3 face() {
  vec2 dx = dFdx(cell);
  vec2 dy = dFdy(cell);
  vec2 pixels = inversesqrt(max(dx * dx + dy * dy, vec2(1e-18)));
  float small = min(pixels.x, pixels.y) / pixelRatio;

  vec3 result;
  if (kind == KIND_HATCH) {
    vec2 whole = (frameEdges.zw - frameEdges.xy) * pixels / pixelRatio;
    result = mix(noDataFace, noDataHatch, hatch(pixels) * smoothstep(4.0, 11.0, min(whole.x, whole.y)));
  } else {
    result = cells(pixels);
  }
  vec2 toEdge = min(cell - frameEdges.xy, frameEdges.zw - cell) * pixels;
  float margin = (flags & NARROW) != 0 ? 0.35 : 0.7;
  float frame = clamp(0.42 * margin * small, 0.8, 3.0) * pixelRatio;
  return mix(result, role, clamp(frame - min(toEdge.x, toEdge.y) + 0.5, 0.0, 1.0));
}

/// How much of the light the slab in front takes away: the shadow of a box, its edges blurred.
float shadeOfHead() {
  vec4 box = frameEdges + headShade.xyxy;
  vec2 blur = vec2(1.7 * headShade.z);
  vec2 within = smoothstep(box.xy - blur, box.xy + blur, cell) * (1.0 - smoothstep(box.zw - blur, box.zw + blur, cell));
  return within.x * within.y * headShade.w;
}

void main() {
  vec3 result = kind == KIND_PLAIN ? role : face();
  if (headShade.w > 0.0 && kind != KIND_PLAIN) result *= 1.0 - shadeOfHead();
  colour = vec4(throughFog(mix(result, paper, look.x)), 1.0);
#ifdef WRITE_DEPTH
  gl_FragDepth = near * gl_FragCoord.w;
#endif
}
