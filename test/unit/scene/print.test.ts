import { describe, expect, it } from 'vitest';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import { compose, DrawingLostError } from '../../../src/scene/print.ts';
import { VIEWPORT } from './camera-models.ts';

const eye = makeEye({ target: { x: 0, y: 0, z: 0 }, yaw: 0, pitch: 0, distance: 100 }, VIEWPORT);

/** What never gets done, unless something ends it. */
function endless() {
  return {
    composed: 0,
    unfinished: true,
    isLost: false,
    compose() {
      this.composed += 1;
    },
  };
}

describe('composing', () => {
  it('goes on until everything is there', async () => {
    const plate = endless();
    plate.compose = () => {
      plate.composed += 1;
      plate.unfinished = plate.composed < 3;
    };
    await compose(plate, eye, new AbortController().signal);
    expect(plate.composed).toBe(3);
  });

  it('ends when it is given up, and composes nothing after that', async () => {
    const plate = endless();
    const giveUp = new AbortController();
    const composing = compose(plate, eye, giveUp.signal);
    giveUp.abort();
    await expect(composing).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(plate.composed).toBe(1);
  });

  it('ends when the GPU has lost the drawing', async () => {
    const plate = endless();
    const composing = compose(plate, eye, new AbortController().signal);
    plate.isLost = true;
    await expect(composing).rejects.toThrow(DrawingLostError);
  });
});
