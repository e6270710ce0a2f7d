/** What all shaders of a frame share. */
import {
  type BufferGeometry,
  DoubleSide,
  GLSL3,
  GreaterEqualDepth,
  type IUniform,
  LessEqualDepth,
  Mesh,
  RawShaderMaterial,
} from 'three';
import type { Eye } from '../eye.ts';
import type { Palette } from '../palette.ts';
import fogSource from './shaders/fog.glsl?raw';
import frameSource from './shaders/frame.glsl?raw';

/** Fog: from 0.9 to 1.4 times the target's distance, and how much of it: of one model, and in a hall, where what is far recedes. */
const FOG = { from: 0.9, to: 1.4, strength: 0.32, inHall: 0.45 };

export class FrameUniforms {
  readonly uniforms = {
    eyeMatrix: { value: new Float32Array(16) as Float32Array },
    near: { value: 1 },
    pixelRatio: { value: 1 },
    pixelsPerCell: { value: 1 },
    paper: { value: [0, 0, 0] },
    ink: { value: [0, 0, 0] },
    fog: { value: [0, 0, 0] },
  };

  set(eye: Eye, palette: Palette, isHall = false): void {
    const { uniforms } = this;
    uniforms.eyeMatrix.value = eye.matrix;
    uniforms.near.value = eye.near;
    uniforms.pixelRatio.value = eye.pixelRatio;
    uniforms.pixelsPerCell.value = eye.pixelsPerCell;
    uniforms.paper.value = [...palette.paper];
    uniforms.ink.value = [...palette.ink];
    uniforms.fog.value = [
      FOG.from * eye.targetDistance,
      FOG.to * eye.targetDistance,
      isHall ? FOG.inHall : FOG.strength,
    ];
  }
}

export interface Program {
  readonly vertex: string;
  readonly fragment: string;
  readonly uniforms: Record<string, IUniform>;
  readonly defines: Record<string, string | number>;
  /** Blended over what is there already, and hidden by it, but hiding nothing. */
  readonly isBlended: boolean;
}

/** A mesh whose vertices the shader makes by itself; its geometry's draw range says which. */
export function pulledMesh(
  geometry: BufferGeometry,
  frame: FrameUniforms,
  writesDepth: boolean,
  program: Program,
): Mesh<BufferGeometry, RawShaderMaterial> {
  const material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: frameSource + program.vertex,
    fragmentShader: frameSource + fogSource + program.fragment,
    defines: writesDepth ? { ...program.defines, WRITE_DEPTH: 1 } : program.defines,
    uniforms: { ...frame.uniforms, ...program.uniforms },
    transparent: program.isBlended,
    depthWrite: !program.isBlended,
    // three turns the comparison round where it reverses depth itself.
    depthFunc: writesDepth ? GreaterEqualDepth : LessEqualDepth,
    side: DoubleSide,
  });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  return mesh;
}
