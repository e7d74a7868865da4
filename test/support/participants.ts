/** Participants of one conversation over different transports, with one interface. */
import { join } from "node:path";
import { joinRoom, type Environment, type RoomClient, type WebSocketLike } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import { endChild, readLines, startChild, type Child } from "./child-process.ts";
import { TcpProxy } from "./tcp-proxy.ts";
import { eventually } from "./eventually.ts";
import { PROJECT_ROOT } from "./project-root.ts";
import { RawSocket } from "./raw-socket.ts";

export interface Participant {
  readonly name: string;
  /** the transport in use, as the client reports it */
  readonly transport: string;
  /** Resolves with the seq once the message is stored; with 0 where the transport has no seqs. */
  publish(text: string): Promise<number>;
  /** One line per durable event, in the order received; see {@link describeEvent}. */
  readonly receivedLines: readonly string[];
  /** the durable events; undefined for plain text */
  readonly events?: readonly DurableEvent[];
  /** Cuts the connection and refuses new ones until {@link reconnect}. */
  disconnect(): Promise<void>;
  reconnect(): Promise<void>;
  leave(): Promise<void>;
}

/** The SDK's methods for commands that are answered once they are stored: `edit`, `delete`, `react` and the like. */
type RequestMethod = {
  [Name in keyof RoomClient]: RoomClient[Name] extends (...args: never[]) => Promise<void> ? Name : never;
}[keyof RoomClient];

/** A participant with an SDK, which can send every durable command. */
export interface SdkParticipant extends Participant {
  /** Calls the SDK's method of this name, in the SDK of another language too. */
  request<Method extends RequestMethod>(
    method: Method,
    ...args: Parameters<RoomClient[Method]>
  ): Promise<void>;
}

/**
 * A durable event as a line that is the same for every transport, however much later it is replayed: of a message only
 * the text, because a page also carries what became of it (LOG-3).
 */
export function describeEvent(event: DurableEvent): string {
  const { seq, at: _at, from, id: _id, type, ...fields } = event;
  const described = event.type === "message" ? { text: event.text } : fields;
  // Whose a reaction is depends on the reader.
  const toJson = (value: unknown) =>
    JSON.stringify(value, (key, each: unknown) => (key === "mine" ? undefined : each));
  const parts = Object.entries(described).map(([name, value]) => `${name}=${toJson(value)}`);
  return [seq, from.name, type, ...parts.toSorted()].join(" ");
}

export const SDK_TRANSPORTS = ["websocket", "events", "long_poll", "short_poll"] as const;
export type SdkTransport = (typeof SDK_TRANSPORTS)[number];

/** A TypeScript SDK client on a network that allows `transport` alone: on a slow machine it takes no worse one. */
export async function sdkParticipant(
  port: number,
  room: string,
  transport: SdkTransport,
): Promise<SdkParticipant & { readonly room: RoomClient }> {
  const proxy = await TcpProxy.start(port);
  const events: DurableEvent[] = [];
  const name = `Sdk-${transport}`;
  const client = joinRoom({
    url: `${proxy.origin}/r/${room}`,
    name,
    storage: memoryStorage(),
    environment: networkAllowingOnly(transport),
  });
  client.on("reset", (reset) => void events.push(...reset.events));
  client.on("event", (event) => void events.push(event));
  await eventually(`${name} has joined`, () => client.state.name === "online");
  return {
    name,
    get transport() {
      return client.transport ?? "none";
    },
    room: client,
    events,
    get receivedLines() {
      return events.map(describeEvent);
    },
    publish: async (text) => (await client.publish(text).stored).seq,
    request: (method, ...args) =>
      (client[method] as (...args: unknown[]) => Promise<void>).apply(client, args),
    disconnect: async () => proxy.disconnect(),
    reconnect: async () => proxy.reconnect(),
    async leave() {
      client.close();
      proxy.close();
    },
  };
}

/** An environment whose network refuses every transport but `transport`. */
function networkAllowingOnly(transport: SdkTransport): Partial<Environment> {
  return {
    ...(transport === "websocket"
      ? {}
      : { openSocket: () => new RefusedSocket() as unknown as WebSocketLike }),
    fetch: (input, init) =>
      transportsOf(new URL(String(input))).includes(transport)
        ? fetch(input, init)
        : Promise.reject(new TypeError("this network refuses the transport")),
  };
}

/** The transports that send this request. */
function transportsOf({ pathname, searchParams }: URL): readonly SdkTransport[] {
  if (pathname.endsWith("/events")) return ["events"];
  if (!pathname.endsWith("/messages")) return SDK_TRANSPORTS;
  // A client that waits between its polls begins with one that does not.
  return Number(searchParams.get("wait") ?? 0) > 0 ? ["long_poll"] : ["long_poll", "short_poll"];
}

/** A socket whose upgrade was refused by a proxy, as a browser reports it. */
class RefusedSocket extends EventTarget {
  constructor() {
    super();
    setTimeout(() => {
      this.dispatchEvent(Object.assign(new Event("close"), { code: 1006, reason: "", wasClean: false }));
    });
  }

  send(): void {}

  close(): void {}
}

/** A client with the Python package. */
export async function pythonParticipant(port: number, room: string, python: string): Promise<SdkParticipant> {
  const proxy = await TcpProxy.start(port);
  const script = join(PROJECT_ROOT, "test/interop/python/participant.py");
  const child = startChild(python, [script, `${proxy.origin}/r/${room}`, "Python"], {
    env: {
      ...process.env,
      PYTHONPATH: join(PROJECT_ROOT, "src/client/python"),
      PYTHONDONTWRITEBYTECODE: "1",
    },
  });
  const stderrLines: string[] = [];
  readLines(child.stderr, (text) => stderrLines.push(text));
  const pythonProcess = new PythonProcess(child);
  await eventually("Python has joined", () => {
    if (stderrLines.length > 0) throw new Error(stderrLines.join("\n"));
    return pythonProcess.hasJoined;
  });
  return {
    name: "Python",
    transport: "python",
    events: pythonProcess.events,
    get receivedLines() {
      return pythonProcess.events.map(describeEvent);
    },
    publish: (text) => pythonProcess.call("publish", [text]),
    request: async (method, ...args) => void (await pythonProcess.call(method, args)),
    disconnect: async () => proxy.disconnect(),
    reconnect: async () => proxy.reconnect(),
    async leave() {
      await endChild(child);
      proxy.close();
    },
  };
}

interface PythonOutput {
  readonly joined?: string;
  readonly stored?: number;
  readonly request?: number;
  readonly event?: DurableEvent | { readonly type: "reset"; readonly events: readonly DurableEvent[] };
}

class PythonProcess {
  readonly events: DurableEvent[] = [];
  hasJoined = false;
  private readonly child: Child;
  private readonly pending = new Map<number, (seq: number) => void>();
  private requestCount = 0;

  constructor(child: Child) {
    this.child = child;
    readLines(child.stdout, (line) => this.receive(JSON.parse(line) as PythonOutput));
  }

  /** Calls a method of the SDK. Resolves with the seq of a published message, with 0 for any other method. */
  call(method: string, args: readonly unknown[]): Promise<number> {
    const request = ++this.requestCount;
    this.child.stdin.write(`${JSON.stringify({ method, args, request })}\n`);
    return new Promise((resolve) => this.pending.set(request, resolve));
  }

  private receive({ joined, stored, request = 0, event }: PythonOutput): void {
    if (joined !== undefined) this.hasJoined = true;
    if (event !== undefined) this.events.push(...(event.type === "reset" ? event.events : [event]));
    if (stored !== undefined) this.pending.get(request)?.(stored);
  }
}

/** A plain-text client, which fetches the room's position over HTTP before it disconnects. */
export async function textParticipant(port: number, room: string): Promise<Participant> {
  const name = "Text";
  const receivedLines: string[] = [];
  let position: string | undefined;
  let socket = await open();
  async function open(): Promise<RawSocket> {
    const query = new URLSearchParams({ name, ...(position === undefined ? {} : { position }) });
    const opened = await RawSocket.open({ port, path: `/r/${room}?${query.toString()}` });
    await eventually("the terminal has joined", () => opened.texts.length > 0);
    return opened;
  }
  const linesOf = ({ texts }: RawSocket) => texts.flatMap((text) => text.split("\n")).filter(isLogLine);
  return {
    name,
    transport: "plain_text",
    get receivedLines() {
      return [...receivedLines, ...linesOf(socket)];
    },
    async publish(text) {
      const line = `${name}: ${text}`;
      socket.sendText(text);
      await eventually(`"${line}" comes back`, () => linesOf(socket).includes(line));
      return 0;
    },
    async disconnect() {
      const info = await fetch(`http://127.0.0.1:${port}/r/${room}`, {
        headers: { Accept: "application/json" },
      });
      ({ position } = (await info.json()) as { position: string });
      receivedLines.push(...linesOf(socket));
      socket.texts.length = 0;
      socket.destroy();
    },
    async reconnect() {
      socket = await open();
    },
    leave: async () => socket.destroy(),
  };
}

/** True for the plain-text lines of durable events, unlike presence and welcome lines. */
function isLogLine(line: string): boolean {
  return !line.startsWith("* ") || / (changed a message|took a message back|put a message back)/.test(line);
}
