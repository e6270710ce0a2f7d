/** All strokes of a frame in one draw call: a quad for each straight run, pulled from a data texture by vertex id. */
import { DoubleSide, GLSL3, Mesh, RawShaderMaterial } from 'three';
import type { Eye } from '../eye.ts';
import { drawQuads, pulledGeometry, RecordTexture } from './records.ts';
import { packed, type Stroke } from './stroke.ts';

/** Texels of one run: its ends; then colour (24 bits), opacity, width. */
const TEXELS = 2;

const vertexShader = /* glsl */ `
precision highp float;
precision highp sampler2D;
uniform sampler2D records;
uniform vec2 canvas;
uniform float pixelRatio;
flat out vec4 ends;
flat out vec4 ink;
flat out float halfWidth;
out vec2 spot;

vec4 record(int index) {
  int width = textureSize(records, 0).x;
  return texelFetch(records, ivec2(index % width, index / width), 0);
}

void main() {
  int run = gl_VertexID / 4;
  int corner = gl_VertexID - run * 4;
  ends = record(run * ${TEXELS});
  vec4 look = record(run * ${TEXELS} + 1);
  ink = vec4(floor(look.x / 65536.0), floor(mod(look.x, 65536.0) / 256.0), mod(look.x, 256.0), 255.0 * look.y) / 255.0;
  halfWidth = look.z / 2.0;

  vec2 way = ends.zw - ends.xy;
  float length_ = length(way);
  vec2 ahead = length_ > 0.0 ? way / length_ : vec2(1.0, 0.0);
  vec2 aside = vec2(-ahead.y, ahead.x);
  // One device pixel more than the stroke on every side, for its soft edge.
  float reach = halfWidth + 1.0 / pixelRatio;
  bool atEnd = corner == 1 || corner == 3;
  bool left = corner >= 2;
  spot = (atEnd ? ends.zw + ahead * reach : ends.xy - ahead * reach) + aside * (left ? reach : -reach);
  gl_Position = vec4(spot.x / canvas.x * 2.0 - 1.0, 1.0 - spot.y / canvas.y * 2.0, 0.5, 1.0);
}`;

const fragmentShader = /* glsl */ `
precision highp float;
uniform float pixelRatio;
flat in vec4 ends;
flat in vec4 ink;
flat in float halfWidth;
in vec2 spot;
out vec4 colour;

void main() {
  vec2 way = ends.zw - ends.xy;
  float part = clamp(dot(spot - ends.xy, way) / max(dot(way, way), 1e-9), 0.0, 1.0);
  float away = distance(spot, ends.xy + way * part) * pixelRatio;
  float half_ = halfWidth * pixelRatio;
  // How much of a pixel, seen as a span across the stroke, the stroke covers: exact also for lines thinner than a pixel.
  float cover = clamp(min(away + 0.5, half_) - max(away - 0.5, -half_), 0.0, 1.0);
  colour = vec4(ink.rgb, ink.a * cover);
}`;

export class StrokeBatch {
  private readonly records = new RecordTexture();
  private readonly geometry = pulledGeometry();
  private readonly material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader,
    fragmentShader,
    uniforms: { records: { value: this.records.texture }, canvas: { value: [1, 1] }, pixelRatio: { value: 1 } },
    transparent: true,
    depthTest: false,
    depthWrite: false,
    side: DoubleSide,
  });
  readonly mesh = new Mesh(this.geometry, this.material);

  constructor() {
    this.mesh.frustumCulled = false;
  }

  /** Replaces what is drawn; later strokes lie over earlier ones. */
  set(strokes: readonly Stroke[], eye: Eye): void {
    const runs = strokes.reduce((sum, stroke) => sum + Math.max(0, stroke.points.length - 1), 0);
    const data = this.records.open(runs * TEXELS);
    let at = 0;
    for (const { points, colour, opacity, width } of strokes) {
      const ink = packed(colour);
      for (let index = 1; index < points.length; index++) {
        const [from, to] = [points[index - 1], points[index]];
        if (from === undefined || to === undefined) continue;
        data.set([from.x, from.y, to.x, to.y, ink, opacity, width, 0], at);
        at += 4 * TEXELS;
      }
    }
    this.records.close();
    drawQuads(this.geometry, 0, runs);
    this.mesh.visible = runs > 0;
    this.material.uniforms.records = { value: this.records.texture };
    this.material.uniforms.canvas = { value: [eye.width, eye.height] };
    this.material.uniforms.pixelRatio = { value: eye.pixelRatio };
  }

  dispose(): void {
    this.records.dispose();
    this.geometry.dispose();
    this.material.dispose();
  }
}
