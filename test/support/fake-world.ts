/** A world for the SDK: a clock moved by hand, sockets, locks and a network under the test's control, one model room. */
import type { KeyValueStorage, RoomClientEvents } from "../../src/client/api.ts";
import type { Environment, Locks, NetworkChange } from "../../src/client/environment.ts";
import { joinRoom, type JoinOptions } from "../../src/client/join.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
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
  /** "refused": sockets close at once; "void": nothing is ever heard of them */
  network: "up" | "refused" | "void" = "up";
  /** the next chance; 0.5 unless a test says otherwise */
  chance = () => 0.5;
  readonly #networkListeners = new Set<(change: NetworkChange) => void>();
  #ids = 0;

  /** @param host what the sockets lead to; the model room if absent. There is no HTTP unless a test calls `openHttp`. */
  constructor(private readonly host: SocketHost = new FakeRoom()) {
    this.http = new FakeHttp(host, this.clock);
    for (const kind of ["events", "polls", "commands"] as const) this.http.faults[kind] = "refused";
  }

  openHttp(): void {
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
      if (this.network === "void") socket.isCut = true;
      return socket;
    },
    fetch: (url, init) => this.http.fetch(url, init),
    loadFallbacks: async () => fallbacks,
    now: () => this.clock.now,
    setTimer: this.clock.setTimer,
    random: () => this.chance(),
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
      await promisesRun();
      const isHttpMoving = this.http.flow();
      isMoving = this.sockets.map((socket) => this.#flow(socket)).includes(true) || isHttpMoving;
    }
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms, () => this.settle());
  }

  /** The newest socket is cut off, and the client is told at once. */
  cut(): void {
    this.socket.toClient.length = 0;
    this.socket.toRoom.length = 0;
    this.socket.end();
  }

  networkIs(change: NetworkChange): void {
    for (const listener of this.#networkListeners) listener(change);
  }

  #flow(socket: FakeSocket): boolean {
    if (this.network === "refused" && !socket.isOpen) {
      if (socket.isClosed) return false;
      socket.end();
      return true;
    }
    return this.network !== "void" && socket.flow();
  }
}

/** Lets every promise that can go on do so. */
export function promisesRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Everything a client tells under a name, from now on. */
export function heardBy<Name extends keyof RoomClientEvents>(
  client: RoomClient,
  name: Name,
): RoomClientEvents[Name][] {
  const heard: RoomClientEvents[Name][] = [];
  client.on(name, (detail) => heard.push(detail));
  return heard;
}

/** Locks of one origin. */
export class FakeLocks implements Locks {
  readonly #held = new Set<string>();

  async request(
    name: string,
    { ifAvailable }: { readonly ifAvailable: boolean },
    hold: (isHeld: boolean) => Promise<void>,
  ): Promise<void> {
    if (this.#held.has(name)) {
      if (!ifAvailable) throw new Error("these locks do not wait");
      return hold(false);
    }
    this.#held.add(name);
    await hold(true);
    this.#held.delete(name);
  }

  /** The tab that held it is gone. */
  release(name: string): void {
    this.#held.delete(name);
  }

  get names(): string[] {
    return [...this.#held];
  }
}
