// Each cell on its way is a quad.
uniform sampler2D records;

flat out vec3 face;
flat out vec2 halfPixels;
out vec2 at;

vec4 record(int texel) {
  int width = textureSize(records, 0).x;
  return texelFetch(records, ivec2(texel % width, texel / width), 0);
}

void main() {
  int quad = gl_VertexID / 4;
  int corner = gl_VertexID - quad * 4;
  vec2 side = vec2(corner == 1 || corner == 3 ? 1.0 : -1.0, corner >= 2 ? -1.0 : 1.0);
  vec4 place = record(quad * RECORD_TEXELS);
  face = record(quad * RECORD_TEXELS + 1).rgb;
  vec4 middle = eyeMatrix * vec4(place.xyz, 1.0);
  float cellPixels = pixelsPerCell * pixelRatio / middle.w;
  // Never so small that it could not be seen to move.
  float halfCell = max(0.45, 1.5 * pixelRatio / cellPixels);
  halfPixels = vec2(halfCell * cellPixels);
  at = side * (halfPixels + 1.5);
  gl_Position = eyeMatrix * vec4(place.xyz + vec3(at / cellPixels, 0.0), 1.0);
}
