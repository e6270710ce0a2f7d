flat in vec3 face;
flat in vec2 halfPixels;
/// from the middle of the cell, in pixels
in vec2 at;
out vec4 colour;

void main() {
  float radius = 0.24 * halfPixels.x * 2.0;
  vec2 q = abs(at) - halfPixels + radius;
  float away = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
  float rim = clamp(1.0 - abs(away + 0.5), 0.0, 1.0);
  colour = vec4(throughFog(mix(face, ink, 0.35 * rim)), clamp(0.5 - away, 0.0, 1.0));
#ifdef WRITE_DEPTH
  gl_FragDepth = near * gl_FragCoord.w;
#endif
}
