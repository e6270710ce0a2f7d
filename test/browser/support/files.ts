/** Files that the page makes, as a test reads them. */
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import type { Page } from 'playwright-core';

export interface SavedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

declare global {
  interface Window {
    saved: (file: File) => Promise<{ name: string; type: string; base64: string }>;
  }
}

/** Runs in a page before its own scripts. */
export function bringFiles(): void {
  window.saved = async (file) => {
    const reader = new FileReader();
    reader.readAsDataURL(file);
    await new Promise((resolve) => reader.addEventListener('load', resolve));
    return { name: file.name, type: file.type, base64: String(reader.result).split(',')[1] ?? '' };
  };
}

export async function picture(page: Page, scale: number): Promise<SavedFile> {
  return read(await page.evaluate(async (scale) => window.saved(await window.cutaway.picture({ scale })), scale));
}

type FilmOptions = Parameters<Window['cutaway']['film']>[0];

export async function film(page: Page, options: FilmOptions): Promise<SavedFile> {
  return read(await page.evaluate(async (options) => window.saved(await window.cutaway.film(options)), options));
}

function read({ base64, ...file }: Awaited<ReturnType<Window['saved']>>): SavedFile {
  return { ...file, bytes: Buffer.from(base64, 'base64') };
}

export interface FilmFacts {
  readonly width: number;
  readonly height: number;
  /** In the order of time, as they are encoded. Seconds. */
  readonly frames: readonly { readonly time: number; readonly duration: number; readonly data: Buffer }[];
}

/** What a film's container says, and its frames. */
export async function filmFacts({ bytes }: SavedFile): Promise<FilmFacts> {
  using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('The film has no picture.');
  const frames = [];
  for await (const { timestamp, duration, data } of new EncodedPacketSink(track).packets())
    frames.push({ time: timestamp, duration, data: Buffer.from(data) });
  return { width: track.displayWidth, height: track.displayHeight, frames: frames.sort((a, b) => a.time - b.time) };
}

/** What a player shows of a film at a time. PNG. The page must be one that may play it: without a policy of its own. */
export async function frameAt(page: Page, { bytes, type }: SavedFile, time: number): Promise<Buffer> {
  const address = `data:${type.split(';')[0]};base64,${bytes.toString('base64')}`;
  const png = await page.evaluate(
    async ({ address, time }) => {
      const video = document.createElement('video');
      const happens = (event: string) =>
        new Promise((resolve, reject) => {
          video.addEventListener(event, resolve, { once: true });
          video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
        });
      const loaded = happens('loadeddata');
      video.src = address;
      await loaded;
      const presented = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      video.currentTime = time;
      await presented;
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
      canvas.getContext('2d')?.drawImage(video, 0, 0);
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    },
    { address, time },
  );
  return Buffer.from(png, 'base64');
}
