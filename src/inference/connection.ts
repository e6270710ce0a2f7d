import { refusal } from '../words.ts';
import { InferenceError } from './errors.ts';
import type { Reply, Request, WorkerMessage } from './protocol.ts';

export type WorkerHandle = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** Told while the runtime arrives, in bytes; `total` is undefined where the server does not say. */
export type OnDownload = (loaded: number, total: number | undefined) => void;

/** Who waits for the worker's reply. */
interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (reason: InferenceError) => void;
}

/** One inference worker, for as long as it lives. */
export class Connection {
  readonly #worker: WorkerHandle;
  #pending: Pending | undefined;
  /** Why it ended; undefined while the worker lives. */
  #ended: string | undefined;

  constructor(worker: WorkerHandle, onDownload: OnDownload) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.kind === 'alive') void navigator.locks.request(data.lock, () => this.end(refusal('worker.died')));
      else if (data.kind === 'download') onDownload(data.loaded, data.total);
      else this.#pending?.resolve(data);
    });
    worker.addEventListener('error', ({ message }) => {
      this.end(message ? refusal('worker.lastWords', { message }) : refusal('worker.notStarted'));
    });
  }

  get isAlive(): boolean {
    return this.#ended === undefined;
  }

  /**
   * Asks one thing; the one before must be answered.
   * @throws {InferenceError} what the worker answers; WorkerDied
   */
  async ask<Kind extends Reply['kind']>(request: Request, kind: Kind): Promise<Extract<Reply, { kind: Kind }>> {
    if (this.#ended !== undefined) throw new InferenceError('WorkerDied', this.#ended);
    const reply = await new Promise<Reply>((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#worker.postMessage(request);
    });
    if (isOfKind(reply, kind)) return reply;
    if (reply.kind !== 'failed') throw new Error(`the inference worker answered ${request.kind} with ${reply.kind}`);
    if (reply.fatal) this.end(reply.message);
    throw new InferenceError(reply.code, reply.message);
  }

  /** Ends the worker; what it was asked rejects with this reason. */
  end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#worker.terminate();
    this.#pending?.reject(new InferenceError('WorkerDied', reason));
  }
}

function isOfKind<Kind extends Reply['kind']>(reply: Reply, kind: Kind): reply is Extract<Reply, { kind: Kind }> {
  return reply.kind === kind;
}
