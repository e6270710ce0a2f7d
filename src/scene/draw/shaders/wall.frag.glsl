uniform sampler2D shares;
uniform vec3 shadow;
uniform float strength;
in vec2 place;
out vec4 colour;

void main() {
  float share = textureLod(shares, vec2(place.x, 1.0 - place.y), 0.0).r * strength;
  // Half a step of a colour up or down, in a fixed pattern: without it, so soft a slope would show its steps.
  vec2 pixel = mod(gl_FragCoord.xy, 4.0);
  float noise = fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5;
  colour = vec4(mix(paper, throughFog(shadow), share) + noise / 255.0, 1.0);
#ifdef WRITE_DEPTH
  gl_FragDepth = near * gl_FragCoord.w;
#endif
}
