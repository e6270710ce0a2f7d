import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listenForGestures } from '../../../src/scene/camera/gestures.ts';

/** As much of a canvas as gestures need, its left top corner at (100, 50). */
class FakeCanvas extends EventTarget {
  readonly setPointerCapture = vi.fn();
  getBoundingClientRect() {
    return { left: 100, top: 50 };
  }
}

describe('gestures on the canvas', () => {
  const rig = { orbitBy: vi.fn(), panBy: vi.fn(), zoomBy: vi.fn() };
  let canvas: FakeCanvas;
  let stop: () => void;

  const send = (type: string, x: number, y: number, more: object = {}) => {
    const event = new Event(type, { cancelable: true });
    const fields = {
      pointerId: 1,
      button: 0,
      shiftKey: false,
      ctrlKey: false,
      deltaMode: 0,
      deltaY: 0,
      clientX: x,
      clientY: y,
    };
    canvas.dispatchEvent(Object.assign(event, { ...fields, ...more }));
    return event;
  };

  beforeEach(() => {
    vi.clearAllMocks();
    canvas = new FakeCanvas();
    stop = listenForGestures(canvas as unknown as HTMLCanvasElement, rig);
  });

  it('turns on a drag: to the left the camera goes right, down it goes up', () => {
    send('pointerdown', 300, 300);
    send('pointermove', 290, 320);
    const [[yaw, pitch] = []] = rig.orbitBy.mock.calls;
    expect(yaw).toBeGreaterThan(0);
    expect(pitch).toBeGreaterThan(0);
    expect(pitch).toBeCloseTo(2 * yaw, 9);
  });

  it.each([
    ['the right button', { button: 2 }],
    ['the middle button', { button: 1 }],
    ['shift', { shiftKey: true }],
  ])('shifts on a drag with %s', (_, held) => {
    send('pointerdown', 300, 300, held);
    send('pointermove', 312, 295);
    expect(rig.panBy).toHaveBeenCalledExactlyOnceWith(12, -5);
    expect(rig.orbitBy).not.toHaveBeenCalled();
  });

  it('zooms with the wheel to the pointer, and keeps the page from scrolling', () => {
    const event = send('wheel', 400, 250, { deltaY: -100 });
    expect(event.defaultPrevented).toBe(true);
    const [[factor, at] = []] = rig.zoomBy.mock.calls;
    expect(factor).toBeCloseTo(1.25, 9);
    expect(at).toEqual({ x: 300, y: 200 });
    send('wheel', 400, 250, { deltaY: 3, deltaMode: 1 });
    expect(rig.zoomBy.mock.calls[1]?.[0]).toBeLessThan(1);
  });

  it('zooms with the spread of two fingers and shifts with their middle', () => {
    send('pointerdown', 200, 300, { pointerId: 1 });
    send('pointerdown', 400, 300, { pointerId: 2 });
    send('pointermove', 500, 300, { pointerId: 2 });
    expect(rig.panBy).toHaveBeenCalledWith(50, 0);
    expect(rig.zoomBy).toHaveBeenCalledWith(1.5, { x: 250, y: 250 });
    expect(rig.orbitBy).not.toHaveBeenCalled();
  });

  it('leaves a press alone that hardly moves, and its click; a drag has no click', () => {
    const onClick = vi.fn();
    canvas.addEventListener('click', onClick);
    const press = (to: number) => {
      send('pointerdown', 300, 300);
      send('pointermove', to, 300);
      send('pointerup', to, 300);
      send('click', to, 300);
    };
    press(302);
    expect(rig.orbitBy).not.toHaveBeenCalled();
    expect(onClick).toHaveBeenCalledOnce();
    press(340);
    expect(onClick).toHaveBeenCalledOnce();
    press(301);
    expect(onClick).toHaveBeenCalledTimes(2);
  });

  it('listens no more when it is told to stop', () => {
    stop();
    send('wheel', 400, 250, { deltaY: 100 });
    expect(rig.zoomBy).not.toHaveBeenCalled();
  });
});
