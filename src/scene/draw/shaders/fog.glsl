/// A colour as it appears at the fragment's depth.
vec3 throughFog(vec3 colour) {
  return mix(colour, paper, fog.z * smoothstep(fog.x, fog.y, 1.0 / gl_FragCoord.w));
}
