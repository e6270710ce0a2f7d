flat in vec3 role;
flat in float strength;
flat in float strands;
flat in float ribbonLength;
/// the width runs along z and is that of many ribbons
flat in float isSwept;
/// ribbons that this one stands for
flat in float count;
/// in cells from the middle
in float across;
in float halfWidth;
/// in cells from the start
in float along;
out vec4 colour;

const float FILL = 0.17;
const float EDGE = 0.42;
const float STRAND = 0.2;
/// A ribbon as narrow as can be: its opacity, and CSS pixels that it covers with that.
const float NARROW = 0.37;
const float NARROW_WIDTH = 1.5;
/// However many lie on one another, they stay a veil: they must not look like a solid. From this count on they are many.
const float MOST_OF_MANY = 0.5;
const float MANY = 4.0;

/// How much of a pixel a line of that width (pixels) covers whose middle is `away` from it.
float line(float away, float width) {
  return clamp(0.5 * width + 0.5 - away, 0.0, min(1.0, width));
}

void main() {
  float cellPixels = inversesqrt(max(dFdx(across) * dFdx(across) + dFdy(across) * dFdy(across), 1e-18));
  float away = (halfWidth - abs(across)) * cellPixels;
  float cover = clamp(away + 0.5, 0.0, 1.0);
  float opacity = mix(FILL * cover, 1.0, EDGE * line(abs(away - 0.35 * pixelRatio), 0.7 * pixelRatio));
  // Of a band's many ribbons, as many lie on one another as its width leaves no room for beside one another.
  float width = 2.0 * halfWidth * cellPixels / pixelRatio;
  bool isBand = isSwept > 0.5;
  opacity = isBand ? NARROW : opacity;
  float layers = isBand ? count * NARROW_WIDTH / (width + NARROW_WIDTH) : count;

#ifdef DETAILS
  // Strands and the chevron: `ribbon-runs.ts` says what runs can have them.
  float pitch = 2.0 * halfWidth / strands * cellPixels / pixelRatio;
  float strandCount = (across / halfWidth * 0.5 + 0.5) * strands;
  float toStrand = abs(fract(strandCount) - 0.5) * pitch * pixelRatio;
  opacity = mix(opacity, 1.0, STRAND * smoothstep(STRANDS_FROM, 4.5, pitch) * line(toStrand, 0.5 * pixelRatio) * step(0.0, away));

  float reach = min(6.0, 0.3 * width);
  float aside = abs(across) * cellPixels / pixelRatio;
  float ahead = (along - CHEVRON_AT * ribbonLength) * cellPixels / pixelRatio + 0.6 * (aside - 0.5 * reach);
  float arm = line(abs(ahead) * 0.86 * pixelRatio, 1.1 * pixelRatio) * clamp((reach - aside) * pixelRatio + 0.5, 0.0, 1.0);
  float isRoomy = smoothstep(CHEVRON_FROM, 8.0, width) * step(2.0 * reach, ribbonLength * cellPixels / pixelRatio);
  opacity = mix(opacity, 1.0, 0.6 * arm * isRoomy);
#endif

  // Fainter where it starts: that is its direction. Fainter too in close-ups, where it is wide.
  opacity *= mix(0.3, 1.0, clamp(along / ribbonLength, 0.0, 1.0)) * strength;
  opacity *= mix(1.0, 0.8, smoothstep(3.0, 9.0, cellPixels / pixelRatio));
  float most = mix(1.0, MOST_OF_MANY, smoothstep(1.0, MANY, count));
  opacity = most * (1.0 - pow(1.0 - min(opacity / most, 1.0), layers));
  colour = vec4(throughFog(role), isBand ? opacity * cover : opacity);
#ifdef WRITE_DEPTH
  gl_FragDepth = near * gl_FragCoord.w;
#endif
}
