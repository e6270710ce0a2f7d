import { refusal } from '../words.ts';
import { InferenceError } from './errors.ts';

/**
 * Fetches the runtime's binary and tells how far it has come, in bytes.
 * @throws {InferenceError} RuntimeUnreachable
 */
export async function fetchRuntime(
  address: string,
  onProgress: (loaded: number, total: number | undefined) => void,
): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch (error) {
    throw unreachable(address, error instanceof Error ? error.message : String(error));
  }
  if (!response.ok || response.body === null)
    throw unreachable(address, refusal('runtime.status', { status: response.status }));
  const total = totalBytes(response.headers);
  let loaded = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      loaded += chunk.length;
      onProgress(loaded, total);
      controller.enqueue(chunk);
    },
  });
  try {
    return await new Response(response.body.pipeThrough(counter)).arrayBuffer();
  } catch (error) {
    throw unreachable(address, error instanceof Error ? error.message : String(error));
  }
}

/** A compressed answer tells its compressed size, which says nothing about the bytes that we count. */
function totalBytes(headers: Headers): number | undefined {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
}

function unreachable(address: string, reason: string): InferenceError {
  return new InferenceError('RuntimeUnreachable', refusal('runtime.unreachable', { address, reason }));
}
