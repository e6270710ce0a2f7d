/// left, bottom, z and width, height of the wall, relative to the eye
uniform vec3 corner;
uniform vec2 size;
out vec2 place;

void main() {
  place = vec2(gl_VertexID == 1 || gl_VertexID == 3, gl_VertexID < 2);
  gl_Position = eyeMatrix * vec4(corner + vec3(place * size, 0.0), 1.0);
}
