/** A world for the SDK: a clock moved by hand, sockets, locks and a network under the test's control, one model room. */
import type { KeyValueStorage, RoomClientEvents } from "../../src/client/api.ts";
import type { Environment } from "../../src/client/environment.ts";
import { joinRoom, type JoinOptions } from "../../src/client/join.ts";
import type { Locks, NetworkChange } from "../../src/client/platform.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
// Loaded before it is imported on demand, so that the import resolves without time passing.
import "../../src/client/search-room.ts";
import * as fallbacks from "../../src/client/transports/fallbacks.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeHttp } from "./fake-http.ts";
import { FakeRoom } from "./fake-room.ts";
import { FakeSocket, type SocketHost } from "./fake-socket.ts";

export const ROOM_URL = "http://chat.example/r/tea";

export class FakeWorld {
  readonly clock = new FakeClock();
  readonly storage: KeyValueStorage = memoryStorage();
  readonly locks = new FakeLocks();
  readonly sockets: FakeSocket[] = [];
  readonly http: FakeHttp;
  readonly clients: RoomClient[] = [];
  /** "refused": sockets close at once; "blackhole": nothing is ever heard of them */
  network: "up" | "refused" | "blackhole" = "up";
  /** the next chance; 0.5 unless a test says otherwise */
  random = () => 0.5;
  readonly #networkListeners = new Set<(change: NetworkChange) => void>();
  #ids = 0;

  /** @param host what the sockets lead to; the model room if absent. There is no HTTP unless a test calls `openHttp`. */
  constructor(private readonly host: SocketHost = new FakeRoom()) {
    this.http = new FakeHttp(host, this.clock);
    for (const kind of ["events", "polls", "commands"] as const) this.http.faults[kind] = "refused";
  }

  enableHttp(): void {
    for (const kind of ["events", "polls", "commands"] as const) this.http.faults[kind] = "none";
  }

  /** The model room. */
  get room(): FakeRoom {
    if (this.host instanceof FakeRoom) return this.host;
    throw new Error("this world has another room");
  }

  readonly environment: Environment = {
    openSocket: (url, protocols) => {
      const socket = new FakeSocket(url, protocols, this.host);
      this.sockets.push(socket);
      if (this.network === "blackhole") socket.isSilent = true;
      return socket;
    },
    fetch: (url, init) => this.http.fetch(url, init),
    loadFallbacks: async () => fallbacks,
    now: () => this.clock.now,
    setTimer: this.clock.setTimer,
    random: () => this.random(),
    randomId: () => `id${++this.#ids}`,
    locks: this.locks,
    onNetworkChange: (listener) => {
      this.#networkListeners.add(listener);
      return () => this.#networkListeners.delete(listener);
    },
  };

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("nobody opened a socket");
    return socket;
  }

  get networkListeners(): number {
    return this.#networkListeners.size;
  }

  /** Begins to join; nothing has happened yet. */
  start(options: Partial<JoinOptions> = {}): RoomClient {
    const client = joinRoom({
      url: ROOM_URL,
      storage: this.storage,
      ...options,
      environment: { ...this.environment, ...options.environment },
    });
    this.clients.push(client);
    return client;
  }

  /** Joins, and is online. */
  async join(options: Partial<JoinOptions> = {}): Promise<RoomClient> {
    const client = this.start(options);
    await this.settle();
    if (client.state.name !== "online") throw new Error(`not online but ${client.state.name}`);
    return client;
  }

  /** Lets everything that is under way come to rest, without time passing. */
  async settle(): Promise<void> {
    for (let isMoving = true; isMoving;) {
      await flushPromises();
      const isHttpMoving = this.http.pump();
      isMoving = this.sockets.map((socket) => this.#pump(socket)).includes(true) || isHttpMoving;
    }
  }

  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms, () => this.settle());
  }

  /** The newest socket is cut off, and the client is told at once. */
  cut(): void {
    this.socket.toClient.length = 0;
    this.socket.toRoom.length = 0;
    this.socket.end();
  }

  setNetwork(change: NetworkChange): void {
    for (const listener of this.#networkListeners) listener(change);
  }

  #pump(socket: FakeSocket): boolean {
    if (this.network === "refused" && !socket.isOpen) {
      if (socket.isClosed) return false;
      socket.end();
      return true;
    }
    return this.network !== "blackhole" && socket.pump();
  }
}

/** Lets every promise that can go on do so. */
export function flushPromises(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Everything a client tells under a name, from now on. */
export function recordEvents<Name extends keyof RoomClientEvents>(
  client: RoomClient,
  name: Name,
): RoomClientEvents[Name][] {
  const recorded: RoomClientEvents[Name][] = [];
  client.on(name, (detail) => recorded.push(detail));
  return recorded;
}

/** Locks of one origin. */
export class FakeLocks implements Locks {
  readonly #heldNames = new Set<string>();

  async request(
    name: string,
    { ifAvailable }: { readonly ifAvailable: boolean },
    callback: (isHeld: boolean) => Promise<void>,
  ): Promise<void> {
    if (this.#heldNames.has(name)) {
      if (!ifAvailable) throw new Error("these locks do not wait");
      return callback(false);
    }
    this.#heldNames.add(name);
    await callback(true);
    this.#heldNames.delete(name);
  }

  /** The tab that held it is gone. */
  release(name: string): void {
    this.#heldNames.delete(name);
  }

  get names(): string[] {
    return [...this.#heldNames];
  }
}
