/**
 * Runs in the page before its own scripts: counts draw calls, and the tasks in which any were made (frames), whatever the page
 * itself says of them. The counts stand in `window.webglCounts`.
 */
export function hookWebGL() {
  const counts = { drawCalls: 0, frames: 0 };
  Object.assign(window, { webglCounts: counts });
  let isCounted = false;
  const count = () => {
    counts.drawCalls += 1;
    if (isCounted) return;
    isCounted = true;
    counts.frames += 1;
    queueMicrotask(() => {
      isCounted = false;
    });
  };
  const prototype = WebGL2RenderingContext.prototype;
  for (const name of /** @type {const} */ ([
    'drawArrays',
    'drawElements',
    'drawArraysInstanced',
    'drawElementsInstanced',
  ])) {
    const draw = prototype[name];
    Object.defineProperty(prototype, name, {
      /** @this {WebGL2RenderingContext} @param {Parameters<typeof draw>} values */
      value(...values) {
        count();
        return Reflect.apply(draw, this, values);
      },
    });
  }
}
