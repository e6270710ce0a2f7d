/** The worker's side of the conversation, over any port, for a runtime that is started at the first request. */

import { decodeFrame } from '../checkpoint/frame-packing.ts';
import { refusal } from '../words.ts';
import { InferenceError } from './errors.ts';
import type { Failure, Reply, Request, WorkerMessage } from './protocol.ts';
import { LoadedModel, type OrtModule } from './runtime.ts';

export interface ServerPort {
  postMessage(message: WorkerMessage, options: { transfer: ArrayBuffer[] }): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Request>) => void): void;
}

/** Answers the requests that come through a port, one after another. `startRuntime` is called again after it failed. */
export function serveInference(port: ServerPort, startRuntime: () => Promise<OrtModule>): void {
  let runtime: OrtModule | undefined;
  let model: LoadedModel | undefined;

  const answer = async (request: Request): Promise<Reply> => {
    if (request.kind === 'load') {
      runtime ??= await startRuntime();
      const former = model;
      model = undefined;
      await former?.release();
      model = await LoadedModel.load(runtime, request.lowered, request.files);
      return { kind: 'loaded' };
    }
    if (request.kind === 'decode') return { kind: 'decoded', weights: decodeFrame(request.base, request.frame) };
    if (model === undefined) throw new InferenceError('NoModel', refusal('run.noModel'));
    if (request.kind === 'give') {
      model.give(request.weights);
      return { kind: 'given' };
    }
    if (request.kind === 'measure') {
      const { what, tokens, rounds } = request;
      return { kind: 'measured', measurement: await model.measure(what, tokens, rounds) };
    }
    const { tokens, ids, reusable } = request;
    return { kind: 'traced', ...(await model.goOn(tokens, ids, reusable)) };
  };

  port.addEventListener('message', async ({ data }) => {
    const reply = await answer(data).catch(failure);
    port.postMessage(reply, { transfer: buffersOf(reply) });
  });
}

/** What the page gets is of no more use here. */
function buffersOf(reply: Reply): ArrayBuffer[] {
  if (reply.kind === 'decoded') return [reply.weights.buffer];
  if (reply.kind !== 'traced') return [];
  const buffers = new Set(Array.from(reply.trace.values(), ({ data }) => data.buffer));
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}

function failure(error: unknown): Failure {
  const cause = error instanceof InferenceError ? error.cause : error;
  return {
    kind: 'failed',
    code: error instanceof InferenceError ? error.code : 'RunFailed',
    message: error instanceof Error ? error.message : String(error),
    // After a trap the runtime's memory can't be trusted any more.
    fatal: cause instanceof WebAssembly.RuntimeError,
  };
}
