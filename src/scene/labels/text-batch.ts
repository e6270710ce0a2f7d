/**
 * All text of a frame in one draw call: two quads for each glyph, pulled from a data texture by vertex id. The first half of the
 * quads are the halos and the second the letters, so that no halo lies over a neighbour's letter.
 */
import { DoubleSide, GLSL3, Mesh, RawShaderMaterial } from 'three';
import type { Eye } from '../eye.ts';
import { drawQuads, pulledGeometry, RecordTexture } from '../marks/records.ts';
import { packed } from '../marks/stroke.ts';
import type { Rgb } from '../palette.ts';
import { FIELD, type GlyphAtlas } from './atlas.ts';
import type { TextLine } from './text.ts';

/** Texels of one glyph: pen and direction; the quad around it; its place in the atlas; colour, texels per CSS pixel, whether it has a halo. */
const TEXELS = 4;

/** CSS pixels of paper on each side of a letter's outline (3.4 from side to side), and how much of it covers. */
const HALO = 1.7;
const HALO_OPACITY = 0.92;

const vertexShader = /* glsl */ `
precision highp float;
precision highp sampler2D;
uniform sampler2D records;
uniform vec2 canvas;
uniform int glyphs;
flat out vec3 ink;
flat out float texelsPerPixel;
flat out float isHalo;
out vec2 texel;

vec4 record(int index) {
  int width = textureSize(records, 0).x;
  return texelFetch(records, ivec2(index % width, index / width), 0);
}

void main() {
  int quad = gl_VertexID / 4;
  int corner = gl_VertexID - quad * 4;
  isHalo = quad < glyphs ? 1.0 : 0.0;
  int glyph = quad % glyphs;
  vec4 pen = record(glyph * ${TEXELS});
  vec4 frame = record(glyph * ${TEXELS} + 1);
  vec4 place = record(glyph * ${TEXELS} + 2);
  vec4 look = record(glyph * ${TEXELS} + 3);
  ink = vec3(floor(look.x / 65536.0), floor(mod(look.x, 65536.0) / 256.0), mod(look.x, 256.0)) / 255.0;
  texelsPerPixel = look.y;

  vec2 part = vec2(corner == 1 || corner == 3 ? 1.0 : 0.0, corner >= 2 ? 1.0 : 0.0);
  texel = place.xy + part * place.zw;
  vec2 offset = frame.xy + part * frame.zw;
  vec2 spot = pen.xy + pen.zw * offset.x + vec2(-pen.w, pen.z) * offset.y;
  bool isDrawn = isHalo < 0.5 || look.z > 0.5;
  gl_Position = isDrawn ? vec4(spot.x / canvas.x * 2.0 - 1.0, 1.0 - spot.y / canvas.y * 2.0, 0.5, 1.0) : vec4(0.0);
}`;

const fragmentShader = /* glsl */ `
precision highp float;
uniform sampler2D atlas;
uniform vec3 paper;
uniform float pixelRatio;
flat in vec3 ink;
flat in float texelsPerPixel;
flat in float isHalo;
in vec2 texel;
out vec4 colour;

void main() {
  float value = texture(atlas, texel / ${FIELD.side}.0).r;
  float outside = (${FIELD.edge} - value) * ${FIELD.radius}.0 / texelsPerPixel;
  float letter = clamp(0.5 - outside * pixelRatio, 0.0, 1.0);
  float halo = clamp(${HALO} + 0.5 - outside, 0.0, 1.0) * ${HALO_OPACITY};
  colour = isHalo > 0.5 ? vec4(paper, halo) : vec4(ink, letter);
}`;

export class TextBatch {
  private readonly records = new RecordTexture();
  private readonly geometry = pulledGeometry();
  private readonly material: RawShaderMaterial;
  readonly mesh: Mesh;

  constructor(private readonly atlas: GlyphAtlas) {
    this.material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader,
      fragmentShader,
      uniforms: {
        records: { value: this.records.texture },
        atlas: { value: atlas.texture },
        canvas: { value: [1, 1] },
        paper: { value: [1, 1, 1] },
        pixelRatio: { value: 1 },
        glyphs: { value: 0 },
      },
      transparent: true,
      depthTest: false,
      depthWrite: false,
      side: DoubleSide,
    });
    this.mesh = new Mesh(this.geometry, this.material);
    this.mesh.frustumCulled = false;
  }

  /** Replaces what is written. */
  set(lines: readonly TextLine[], eye: Eye, paper: Rgb): void {
    const { generation } = this.atlas;
    let glyphs = this.fill(lines);
    // The atlas was full and began anew in between: what was filled before that points at other glyphs now.
    if (this.atlas.generation !== generation) glyphs = this.fill(lines);
    this.records.close();
    drawQuads(this.geometry, 0, 2 * glyphs);
    this.mesh.visible = glyphs > 0;
    Object.assign(this.material.uniforms, {
      records: { value: this.records.texture },
      canvas: { value: [eye.width, eye.height] },
      paper: { value: [...paper] },
      pixelRatio: { value: eye.pixelRatio },
      glyphs: { value: glyphs },
    });
  }

  dispose(): void {
    this.records.dispose();
    this.geometry.dispose();
    this.material.dispose();
  }

  /** Writes the records of all glyphs; their number. */
  private fill(lines: readonly TextLine[]): number {
    const data = this.records.open(lines.reduce((sum, line) => sum + line.text.length, 0) * TEXELS);
    let glyphs = 0;
    for (const { text, face, at, angle, colour, halo } of lines) {
      const direction = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)] as const;
      const ink = packed(colour);
      const texelsPerPixel = FIELD.em / face.size;
      let pen = 0;
      for (const character of text) {
        const glyph = this.atlas.glyph(character, face);
        const place = [at.x + direction[0] * pen, at.y + direction[1] * pen, ...direction];
        const frame = [glyph.left * face.size, -glyph.top * face.size];
        const size = [glyph.width / texelsPerPixel, glyph.height / texelsPerPixel];
        const source = [glyph.x, glyph.y, glyph.width, glyph.height];
        const look = [ink, texelsPerPixel, halo ? 1 : 0, 0];
        data.set([...place, ...frame, ...size, ...source, ...look], glyphs * TEXELS * 4);
        pen += glyph.advance * face.size;
        glyphs++;
      }
    }
    return glyphs;
  }
}
