// A solid is up to three visible sides of a box: its face or back, one flank, its top or bottom.
uniform sampler2D records;
uniform vec3 roleColours[6];
uniform vec3 bedColours[6];
/// of each role: top, left, right, bottom
uniform vec3 sideColours[24];

flat out vec4 slot;
flat out vec4 extent;
flat out vec4 frameEdges;
flat out vec4 headShade;
flat out vec4 look;
flat out vec4 colouring;
/// CSS pixels of a cell from which on it carries digits
flat out float digitsFrom;
flat out vec3 role;
flat out vec3 bed;
flat out int kind;
flat out int flags;
flat out int rankRow;
out vec2 cell;

vec4 record(int texel) {
  int width = textureSize(records, 0).x;
  return texelFetch(records, ivec2(texel % width, texel / width), 0);
}

/// A side that is thinner on the canvas, in device pixels, would be paid for and hardly be seen.
const float LEAST_SIDE = 0.25;

/// Device pixels that a side covers across at most, where the solid is nearest. `across`: cells from the eye to the side's plane.
float thickness(vec3 low, vec3 high, float across) {
  vec3 ahead = vec3(eyeMatrix[0].w, eyeMatrix[1].w, eyeMatrix[2].w);
  vec3 middle = 0.5 * (low + high);
  float depth = max(near, dot(ahead, middle) - dot(abs(ahead), 0.5 * (high - low)));
  return pixelsPerCell * pixelRatio * abs(across) * (high.z - low.z) / (depth * depth);
}

void main() {
  int quad = gl_VertexID / 4;
  int corner = gl_VertexID - quad * 4;
  int solid = quad / 3;
  int side = quad - solid * 3;
  bool isRight = corner == 1 || corner == 3;
  bool isLow = corner >= 2;

  int at = solid * RECORD_TEXELS;
  vec4 place = record(at);
  vec4 end = record(at + 1);
  vec4 mapping = record(at + 2);
  digitsFrom = end.w;
  slot = record(at + 3);
  vec4 numbers = record(at + 4);
  vec4 manner = record(at + 5);
  frameEdges = record(at + 6);
  headShade = record(at + 7);
  flags = int(place.w);
  kind = flags & KIND_MASK;
  int roleIndex = int(manner.x);
  rankRow = int(manner.w);
  role = roleColours[roleIndex];
  bed = bedColours[roleIndex];
  extent = vec4(numbers.xyz, mapping.w);
  look = vec4(manner.y, mapping.z, numbers.w, manner.z);
  // Colours stand in the middles of 256 texels.
  colouring = (flags & SEQUENTIAL) != 0
    ? vec4(1.0, 255.0 / 256.0, 0.5 / 256.0, 0.75)
    : vec4(1.0 / max(numbers.w, 1e-30), 127.5 / 256.0, 0.5, 0.25);

  vec3 low = place.xyz;
  vec3 high = end.xyz;
  float right = isRight ? 1.0 : 0.0;
  float down = isLow ? 1.0 : 0.0;
  bool hasSides = (flags & HAS_SIDES) != 0;
  vec3 spot = low;
  bool isSeen = (flags & HAS_FACE) != 0;
  if (side == 0) {
    spot = vec3(mix(low.x, high.x, right), mix(high.y, low.y, down), high.z);
    if (high.z > 0.0) {
      // From behind, the solid shows its plain back.
      isSeen = hasSides && low.z > 0.0;
      spot.z = low.z;
      kind = KIND_PLAIN;
      role = sideColours[roleIndex * 4 + 2];
    }
  } else if (side == 1) {
    bool isLeft = low.x > 0.0;
    float x = isLeft ? low.x : high.x;
    isSeen = hasSides && (isLeft || high.x < 0.0) && thickness(low, high, x) > LEAST_SIDE;
    spot = vec3(x, mix(high.y, low.y, down), mix(low.z, high.z, right));
    kind = KIND_PLAIN;
    role = sideColours[roleIndex * 4 + (isLeft ? 1 : 2)];
  } else {
    bool isTop = high.y < 0.0;
    float y = isTop ? high.y : low.y;
    isSeen = hasSides && (isTop || low.y > 0.0) && thickness(low, high, y) > LEAST_SIDE;
    spot = vec3(mix(low.x, high.x, right), y, mix(low.z, high.z, down));
    kind = KIND_PLAIN;
    role = sideColours[roleIndex * 4 + (isTop ? 0 : 3)];
  }
  cell = mapping.xy + vec2(right, down) * (high.xy - low.xy);
#ifdef PLAIN
  cell.x = high.z - spot.z;
#endif
  gl_Position = isSeen ? eyeMatrix * vec4(spot, 1.0) : vec4(0.0, 0.0, 0.0, 1.0);
}
