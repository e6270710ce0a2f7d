/**
 * Where a frame is drawn: a multisampled target with a float depth buffer, which goes to the canvas in one blit. The browser's own
 * depth buffer has too few bits for models that are millions of cells long.
 */
import { type Object3D, OrthographicCamera, WebGLRenderer, WebGLRenderTarget } from 'three';
import type { Rgb } from '../palette.ts';

declare module 'three/src/renderers/WebGLRenderer.js' {
  interface WebGLRenderer {
    /** Lets a target draw into a framebuffer that was made elsewhere. Documented, but missing from three's types. */
    setRenderTargetFramebuffer(target: WebGLRenderTarget, framebuffer: WebGLFramebuffer): void;
  }
}

/** Samples for each pixel: edges of solids are smooth with four. */
const SAMPLES = 4;

/** The target's parts as WebGL knows them; three only draws into it. */
interface Buffers {
  readonly framebuffer: WebGLFramebuffer;
  readonly colour: WebGLRenderbuffer;
  readonly depth: WebGLRenderbuffer;
}

/** Device pixels. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
}

/** A part of a picture, in device pixels from its left and top edge. */
export interface Part extends Pixels {
  readonly x: number;
  readonly y: number;
}

export class Surface {
  readonly renderer: WebGLRenderer;
  /** Depth runs from 1 at the eye to 0 far away. Without the extension for it, fragment shaders must write it themselves. */
  readonly writesDepth: boolean;
  private readonly gl: WebGL2RenderingContext;
  /** Three wants one; the shaders have the eye. */
  private readonly camera = new OrthographicCamera();
  private readonly target = new WebGLRenderTarget(1, 1);
  private buffers: Buffers | undefined;

  /** @throws {Error} if the browser has no WebGL 2 */
  constructor(private readonly canvas: HTMLCanvasElement | OffscreenCanvas) {
    this.renderer = new WebGLRenderer({
      canvas,
      antialias: false,
      depth: false,
      stencil: false,
      alpha: true,
      reversedDepthBuffer: true,
    });
    this.renderer.autoClear = false;
    this.renderer.info.autoReset = false;
    const gl = this.renderer.getContext();
    if (!(gl instanceof WebGL2RenderingContext))
      throw new Error('Drawing needs WebGL 2, which this browser does not have.');
    this.gl = gl;
    this.writesDepth = !this.renderer.capabilities.reversedDepthBuffer;
  }

  /** From now on the canvas is as large as a part of a picture of size `whole`, and shows that part. */
  aim(part: Part, whole: Pixels): void {
    this.resize(part.width, part.height);
    // Rows of a viewport are counted from below. What lies outside of the target is cut off.
    this.target.viewport.set(-part.x, part.y + part.height - whole.height, whole.width, whole.height);
  }

  /** Device pixels at most along a side of a picture, in however many parts it is drawn. */
  get mostPixels(): number {
    const [width = 0, height = 0]: Iterable<number> = this.gl.getParameter(this.gl.MAX_VIEWPORT_DIMS);
    return Math.min(width, height);
  }

  /** Draws the meshes on `background`. */
  draw(meshes: Object3D, background: Rgb): void {
    this.renderer.setRenderTarget(this.target);
    this.renderer.state.buffers.color.setClear(...background, 1, false);
    this.renderer.state.buffers.depth.setClear(this.writesDepth ? 0 : 1);
    this.renderer.clear(true, true, false);
    this.renderer.render(meshes, this.camera);
  }

  /** Shows what was drawn. */
  present(): void {
    const { gl, target, buffers } = this;
    if (buffers === undefined) return;
    const { width, height } = target;
    const { state } = this.renderer;
    state.bindFramebuffer(gl.READ_FRAMEBUFFER, buffers.framebuffer);
    state.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.invalidateFramebuffer(gl.READ_FRAMEBUFFER, [gl.COLOR_ATTACHMENT0, gl.DEPTH_ATTACHMENT]);
    state.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    this.renderer.setRenderTarget(null);
  }

  /** Returns when all that was drawn is there. */
  finish(): void {
    const { gl } = this;
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  get isLost(): boolean {
    return this.gl.isContextLost();
  }

  /** After the GPU has lost everything. */
  restore(): void {
    this.buffers = undefined;
  }

  dispose(): void {
    this.release();
    this.target.dispose();
    this.renderer.dispose();
    // A browser keeps only so many alive.
    this.renderer.forceContextLoss();
  }

  /** Does nothing if the size is as before. */
  private resize(width: number, height: number): void {
    if (this.buffers !== undefined && this.target.width === width && this.target.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.target.setSize(width, height);
    this.release();
    this.buffers = this.allocate(width, height);
    this.renderer.setRenderTargetFramebuffer(this.target, this.buffers.framebuffer);
  }

  private allocate(width: number, height: number): Buffers {
    const { gl } = this;
    const samples = Math.min(SAMPLES, Number(gl.getParameter(gl.MAX_SAMPLES)));
    const framebuffer = gl.createFramebuffer();
    this.renderer.state.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    const attach = (format: GLenum, attachment: GLenum): WebGLRenderbuffer => {
      const buffer = gl.createRenderbuffer();
      gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
      gl.renderbufferStorageMultisample(gl.RENDERBUFFER, samples, format, width, height);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, attachment, gl.RENDERBUFFER, buffer);
      return buffer;
    };
    const colour = attach(gl.RGBA8, gl.COLOR_ATTACHMENT0);
    const depth = attach(gl.DEPTH_COMPONENT32F, gl.DEPTH_ATTACHMENT);
    gl.bindRenderbuffer(gl.RENDERBUFFER, null);
    this.renderer.state.bindFramebuffer(gl.FRAMEBUFFER, null);
    return { framebuffer, colour, depth };
  }

  private release(): void {
    if (this.buffers === undefined) return;
    this.gl.deleteFramebuffer(this.buffers.framebuffer);
    this.gl.deleteRenderbuffer(this.buffers.colour);
    this.gl.deleteRenderbuffer(this.buffers.depth);
    this.buffers = undefined;
  }
}
