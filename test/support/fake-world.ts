/** A test environment for the SDK: a fake clock, sockets, HTTP and locks that the test controls, and one fake room. */
import type { KeyValueStorage, RoomClientEvents } from "../../src/client/api.ts";
import type { Environment } from "../../src/client/environment.ts";
import { joinRoom } from "../../src/client/join.ts";
import type { JoinOptions } from "../../src/client/start-client.ts";
import type { Locks, NetworkChange } from "../../src/client/platform.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
// Loaded before it is imported on demand, so that the import resolves without time passing.
import "../../src/client/search-room.ts";
import * as lazyParts from "../../src/client/lazy-parts.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeHttp } from "./fake-http.ts";
import { FakeRoom } from "./fake-room.ts";
import { hmacSha256 } from "./tickets.ts";
import { FakeSocket, type SocketHost } from "./fake-socket.ts";

export const ROOM_URL = "http://chat.example/r/tea";

export class FakeWorld {
  readonly clock = new FakeClock();
  readonly storage: KeyValueStorage = memoryStorage();
  readonly locks = new FakeLocks();
  readonly sockets: FakeSocket[] = [];
  readonly http: FakeHttp;
  readonly clients: RoomClient[] = [];
  /** "refused": sockets close at once; "blackhole": no frame and no event ever arrives */
  network: "up" | "refused" | "blackhole" = "up";
  /** the random source; 0.5 unless a test sets it */
  random = () => 0.5;
  readonly #networkListeners = new Set<(change: NetworkChange) => void>();
  #ids = 0;

  /** @param host the server side of the sockets; a fake room if absent. HTTP is refused until `enableHttp` is called. */
  constructor(private readonly host: SocketHost = new FakeRoom()) {
    this.http = new FakeHttp(host, this.clock);
    if (host instanceof FakeRoom) host.clock = () => this.clock.now;
    for (const kind of ["events", "polls", "commands"] as const) this.http.faults[kind] = "refused";
  }

  enableHttp(): void {
    for (const kind of ["events", "polls", "commands"] as const) this.http.faults[kind] = "none";
  }

  /** The fake room. */
  get room(): FakeRoom {
    if (this.host instanceof FakeRoom) return this.host;
    throw new Error("this world has no FakeRoom");
  }

  readonly environment: Environment = {
    openSocket: (url, protocols) => {
      const socket = new FakeSocket(url, protocols, this.host);
      this.sockets.push(socket);
      if (this.network === "blackhole") socket.isSilent = true;
      return socket;
    },
    fetch: (url, init) => this.http.fetch(url, init),
    loadLazyParts: async () => lazyParts,
    whenIdle: (callback) => callback(),
    now: () => this.clock.now,
    setTimer: this.clock.setTimer,
    random: () => this.random(),
    randomId: () => `id${++this.#ids}`,
    commandId: () => `id${++this.#ids}`,
    hmacSha256,
    locks: this.locks,
    onNetworkChange: (listener) => {
      this.#networkListeners.add(listener);
      return () => this.#networkListeners.delete(listener);
    },
  };

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }

  get networkListeners(): number {
    return this.#networkListeners.size;
  }

  /** Starts to join; nothing was delivered yet. */
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

  /** Joins and waits until online. @throws Error if that needs time to pass */
  async join(options: Partial<JoinOptions> = {}): Promise<RoomClient> {
    const client = this.start(options);
    await this.settle();
    if (client.state.name !== "online") throw new Error(`not online but ${client.state.name}`);
    return client;
  }

  /** Delivers everything that is possible without time passing. */
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

  /** Cuts the newest socket; the client gets its close event at once. */
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

/** Runs all microtasks. */
export function flushPromises(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Records the client's events of one name from now on. */
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
  readonly #waiting = new Map<string, (() => void)[]>();

  async request(
    name: string,
    { ifAvailable }: { readonly ifAvailable: boolean },
    callback: (isHeld: boolean) => Promise<void>,
  ): Promise<void> {
    if (this.#heldNames.has(name)) {
      if (ifAvailable) return callback(false);
      await this.#turn(name);
    }
    this.#heldNames.add(name);
    await callback(true);
    this.release(name);
  }

  /** Releases a lock, as the browser does when its tab is closed. */
  release(name: string): void {
    const [next, ...others] = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, others);
    if (next === undefined) this.#heldNames.delete(name);
    else next();
  }

  get names(): string[] {
    return [...this.#heldNames];
  }

  #turn(name: string): Promise<void> {
    return new Promise((resolve) =>
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), () => resolve()]),
    );
  }
}
