// What every shader of a frame knows.
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp sampler2DArray;

/// (world − eye) to clip space, reversed infinite depth
uniform mat4 eyeMatrix;
uniform float near;
/// device pixels for each CSS pixel
uniform float pixelRatio;
/// CSS pixels that one cell covers at a depth of one cell
uniform float pixelsPerCell;
uniform vec3 paper;
uniform vec3 ink;
/// depth where fog begins, depth where it is full, its strength there
uniform vec3 fog;
