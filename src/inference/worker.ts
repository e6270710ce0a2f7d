/** The inference worker: onnxruntime and the loaded model live here, so that a pass never blocks the page. */

// The runtime's own files by address: a copy bundled into this worker would start its threads from the wrong file.
import runtimeModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import runtimeBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import { fetchRuntime } from './download.ts';
import type { Notice } from './protocol.ts';
import { serveInference } from './server.ts';

serveInference(self, async () => {
  ort.env.wasm.wasmBinary = await fetchRuntime(runtimeBinary, (loaded, total) =>
    tell({ kind: 'download', loaded, total }),
  );
  ort.env.wasm.wasmPaths = { mjs: runtimeModule };
  // More threads are slower on small models, and a page that is not isolated has no other choice.
  ort.env.wasm.numThreads = 1;
  return ort;
});

// A page is not told when a worker ends, but it is when a lock comes free. There are no locks without a secure context.
if (isSecureContext) {
  const lock = `inference ${crypto.randomUUID()}`;
  void navigator.locks.request(lock, () => {
    tell({ kind: 'alive', lock });
    return new Promise(() => {});
  });
}

function tell(notice: Notice): void {
  self.postMessage(notice);
}
