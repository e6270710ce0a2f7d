// One run of a ribbon is a quad between two cross-sections.
uniform sampler2D records;
uniform vec3 roleColours[6];

flat out vec3 role;
flat out float strength;
flat out float strands;
flat out float ribbonLength;
/// the width runs along z and is that of many ribbons
flat out float isSwept;
/// ribbons that this one stands for
flat out float count;
/// in cells from the middle
out float across;
out float halfWidth;
out float along;

vec4 record(int texel) {
  int width = textureSize(records, 0).x;
  return texelFetch(records, ivec2(texel % width, texel / width), 0);
}

void main() {
  int run = gl_VertexID / 4;
  int corner = gl_VertexID - run * 4;
  bool isEnd = corner == 1 || corner == 3;
  bool isLeft = corner >= 2;

  int at = run * RECORD_TEXELS;
  vec4 place = record(at + (isEnd ? 1 : 0));
  vec4 sides = record(at + 2);
  vec4 widths = record(at + 3);
  vec4 manner = record(at + 4);
  role = roleColours[int(widths.z)];
  strength = widths.w;
  strands = manner.x;
  ribbonLength = manner.y;
  isSwept = manner.z;
  count = manner.w;
  along = place.w;

  vec4 middle = eyeMatrix * vec4(place.xyz, 1.0);
  float pixel = middle.w / (pixelsPerCell * pixelRatio);
  // Never thinner than 1.2 CSS pixels, and one device pixel more on both sides for a soft edge.
  halfWidth = max(isEnd ? widths.y : widths.x, 0.6 * pixelRatio * pixel);
  float reach = halfWidth + pixel;
  across = (isLeft ? -1.0 : 1.0) * reach;
  gl_Position = eyeMatrix * vec4(place.xyz + vec3(isEnd ? sides.zw : sides.xy, isSwept) * across, 1.0);
}
