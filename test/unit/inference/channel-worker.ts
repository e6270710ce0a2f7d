import type { Notice } from '../../../src/inference/protocol.ts';
import { serveInference } from '../../../src/inference/server.ts';
import { ort } from './models.ts';

/** A worker without a thread: the real server and runtime behind a real message channel. */
export class ChannelWorker extends EventTarget {
  readonly #channel = new MessageChannel();

  constructor() {
    super();
    const { port1, port2 } = this.#channel;
    serveInference(port2, async () => ort);
    port1.addEventListener('message', ({ data }) => this.dispatchEvent(new MessageEvent('message', { data })));
    port1.start();
    port2.start();
  }

  postMessage(message: unknown): void {
    this.#channel.port1.postMessage(message);
  }

  terminate(): void {
    this.#channel.port1.close();
  }

  /** What a worker tells unasked. */
  tell(notice: Notice): void {
    this.dispatchEvent(new MessageEvent('message', { data: notice }));
  }

  /** What a page sees when the script of a worker throws. */
  die(): void {
    this.terminate();
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  }
}

/** Starts workers one after another and remembers them. */
export class ChannelWorkers {
  readonly started: ChannelWorker[] = [];

  readonly start = (): ChannelWorker => {
    const worker = new ChannelWorker();
    this.started.push(worker);
    return worker;
  };

  terminate(): void {
    for (const worker of this.started) worker.terminate();
  }
}
