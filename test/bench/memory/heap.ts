/** The heap of a workerd process, by its inspector: all objects and the Worker share one isolate there. */
import { once } from "node:events";

/** In bytes, after a collection of all garbage. */
export interface HeapUsage {
  /** and strings */
  readonly objects: number;
  /** of array buffers, which an isolate's limit counts too */
  readonly buffers: number;
}

interface RuntimeHeapUsage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize?: number;
  readonly backingStorageSize?: number;
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
}

/** A runtime that is busy for so long has no reading. */
const MAX_WAIT_MS = 5_000;

export class HeapInspector {
  private readonly socket: WebSocket;
  private readonly wake: () => Promise<unknown>;
  private readonly waiting = new Map<number, (result: unknown) => void>();
  private lastId = 0;

  private constructor(socket: WebSocket, wake: () => Promise<unknown>) {
    this.socket = socket;
    this.wake = wake;
    socket.addEventListener("message", ({ data }) => {
      const { id = 0, result } = JSON.parse(String(data)) as Answer;
      this.waiting.get(id)?.(result);
      this.waiting.delete(id);
    });
    socket.addEventListener("close", () => {
      for (const resolve of this.waiting.values()) resolve(undefined);
    });
  }

  /**
   * @param port of the inspector
   * @param wake sends the Worker a request
   */
  static async connect(port: number, wake: () => Promise<unknown>): Promise<HeapInspector> {
    const response = await fetch(`http://127.0.0.1:${port}/json`);
    const [worker] = (await response.json()) as { webSocketDebuggerUrl: string }[];
    if (worker === undefined) throw new Error("the inspector knows no Worker");
    const socket = new WebSocket(worker.webSocketDebuggerUrl);
    await once(socket, "open");
    return new HeapInspector(socket, wake);
  }

  /** What is in use once all garbage is collected; undefined if the process does not answer. */
  async usage(): Promise<HeapUsage | undefined> {
    const collected = this.send("HeapProfiler.collectGarbage");
    // The collection is a task of the isolate, which runs it behind the next request.
    void this.wake();
    if ((await Promise.race([collected, late()])) === undefined) return undefined;
    const usage = (await this.send("Runtime.getHeapUsage")) as RuntimeHeapUsage | undefined;
    if (usage === undefined) return undefined;
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = usage;
    return { objects: usedSize + embedderHeapUsedSize, buffers: backingStorageSize };
  }

  close(): void {
    this.socket.close();
  }

  private send(method: string): Promise<unknown> {
    if (this.socket.readyState !== WebSocket.OPEN) return Promise.resolve(undefined);
    const id = ++this.lastId;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.socket.send(JSON.stringify({ id, method }));
    });
  }
}

function late(): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), MAX_WAIT_MS);
  });
}
