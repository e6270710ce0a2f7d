/** A film's file: frames go in one by one, each with its time, and come out encoded by the browser and put into a container. */
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  Quality,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny';
import { word } from '../words.ts';
import type { FilmFormat } from './plan.ts';

/** In the order in which they are wanted: what everything plays, then what encodes thin lines best. */
const CODECS: VideoCodec[] = ['avc', 'vp9', 'av1', 'vp8'];

/** How much of the drawing's fine lines is kept. The same for each frame, whatever came before. */
const QUALITY = new Quality('very-high');
const KEY_FRAME_SECONDS = 2;

export class FilmEncoder {
  readonly #output: Output<Mp4OutputFormat | WebMOutputFormat, BufferTarget>;
  readonly #source: CanvasSource;
  readonly #fps: number;
  #frames = 0;

  private constructor(canvas: OffscreenCanvas, codec: VideoCodec, fps: number) {
    const format = codec === 'avc' ? new Mp4OutputFormat() : new WebMOutputFormat();
    this.#output = new Output({ format, target: new BufferTarget() });
    this.#source = new CanvasSource(canvas, { codec, quality: QUALITY, keyFrameInterval: KEY_FRAME_SECONDS });
    this.#fps = fps;
    this.#output.addVideoTrack(this.#source, { frameRate: fps });
  }

  /** A film of what will be drawn on a canvas. @throws Error, for people, where the browser cannot encode one of this size */
  static async open(canvas: OffscreenCanvas, { width, height, fps }: FilmFormat): Promise<FilmEncoder> {
    if (!('VideoEncoder' in globalThis)) throw new Error(word('film.noEncoder'));
    const codec = await getFirstEncodableVideoCodec(CODECS, { width, height, quality: QUALITY, frameRate: fps });
    if (codec === null) throw new Error(word('film.noCodec', { width, height }));
    const encoder = new FilmEncoder(canvas, codec, fps);
    await encoder.#output.start();
    return encoder;
  }

  /** Takes what is on the canvas now as the next frame; resolves when the encoder can take another. */
  async add(): Promise<void> {
    const time = this.#frames / this.#fps;
    this.#frames += 1;
    await this.#source.add(time, 1 / this.#fps);
  }

  /** Ends the film. */
  async finish(): Promise<Blob> {
    await this.#output.finalize();
    const { buffer } = this.#output.target;
    if (buffer === null) throw new Error(word('film.failed'));
    return new Blob([buffer], { type: this.#output.format.mimeType });
  }

  /** Lets go of everything; after `finish` it does nothing. */
  async cancel(): Promise<void> {
    if (this.#output.state !== 'finalized') await this.#output.cancel();
  }

  /** `.mp4` or `.webm`. */
  get extension(): string {
    return this.#output.format.fileExtension;
  }
}
