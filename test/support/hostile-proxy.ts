/**
 * A network that one did not choose: a proxy on loopback in front of a port, which spoils what passes through it.
 * Where HTTP is spoiled it takes requests apart; where the wire is, it only counts bytes.
 */
import { once } from "node:events";
import {
  createServer as createHttpServer,
  request as askTarget,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { SeededRandom } from "./seeded-random.ts";

export type Hostility =
  /** everything passes */
  | { readonly name: "open" }
  /** upgrades are answered 403 */
  | { readonly name: "refuse-upgrade" }
  /** upgrades are taken and never answered */
  | { readonly name: "hang-upgrade" }
  /** upgrades pass, and the connection is reset after a while */
  | { readonly name: "reset-upgrade-after"; readonly ms: number }
  /** upgrades are refused, streams held back until they end */
  | { readonly name: "buffer-streams" }
  /** upgrades are refused, streams reset after a while */
  | { readonly name: "kill-streams-every"; readonly ms: number }
  /** each connection is destroyed after so many bytes, in either direction */
  | { readonly name: "cut-at-random-byte"; readonly random: SeededRandom; readonly maxBytes: number }
  /** upgrades and streams are refused, and what is not answered in time is reset */
  | { readonly name: "cut-waiting"; readonly ms: number }
  /** only what is short is answered: upgrades, streams and whatever takes long are swallowed */
  | { readonly name: "drop"; readonly ms: number };

type What = "upgrade" | "stream" | "request";

/** What happens to one request; "pass" with a deadline for the whole of its answer. */
type Treatment =
  | { readonly does: "pass"; readonly within?: { readonly ms: number; readonly late: "reset" | "silence" } }
  | { readonly does: "refuse" }
  | { readonly does: "swallow" }
  | { readonly does: "hold_back" }
  | { readonly does: "reset_after"; readonly ms: number };

const PASS: Treatment = { does: "pass" };
const REFUSE: Treatment = { does: "refuse" };
const SWALLOW: Treatment = { does: "swallow" };

export class HostileProxy {
  /** may be changed at any time; what is under way goes on as it began */
  hostility: Hostility;
  private readonly sockets = new Set<Socket>();
  private readonly http = createHttpServer();
  private readonly timers = new Set<NodeJS.Timeout>();

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
    hostility: Hostility,
  ) {
    this.hostility = hostility;
  }

  static async before(targetPort: number, hostility: Hostility = { name: "open" }): Promise<HostileProxy> {
    const proxy = new HostileProxy(createServer(), targetPort, hostility);
    proxy.server.on("connection", (socket) => proxy.take(socket));
    proxy.http.on("request", (request, response) => proxy.passRequest(request, response));
    proxy.http.on("upgrade", (request, socket, head) => proxy.passUpgrade(request, socket, head));
    proxy.server.listen(0, "127.0.0.1");
    await once(proxy.server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** `http://…`, without a slash at the end. */
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything that is open is reset. */
  resetAll(): void {
    for (const socket of this.sockets) reset(socket);
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    this.resetAll();
    const closed = once(this.server, "close");
    this.server.close();
    await closed;
  }

  private take(socket: Socket): void {
    this.follow(socket);
    if (this.hostility.name === "cut-at-random-byte") this.cutAtByte(socket, this.hostility);
    else this.http.emit("connection", socket);
  }

  private cutAtByte(
    client: Socket,
    { random, maxBytes }: Extract<Hostility, { name: "cut-at-random-byte" }>,
  ): void {
    const target = connect(this.targetPort, "127.0.0.1");
    this.follow(target);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      let left = random.between(1, maxBytes);
      from.on("data", (chunk: Buffer) => {
        if (left <= 0) return;
        to.write(chunk.subarray(0, left));
        left -= chunk.length;
        // What was let through may still arrive: the end comes after it.
        if (left <= 0) to.end(() => [client, target].forEach((socket) => socket.destroy()));
      });
      from.on("close", () => to.destroy());
    }
  }

  private passRequest(request: IncomingMessage, response: ServerResponse): void {
    const isStream = request.headers.accept?.includes("text/event-stream") === true;
    const treatment = treatmentOf(this.hostility, isStream ? "stream" : "request");
    switch (treatment.does) {
      case "refuse":
        response.writeHead(403, { "Content-Type": "text/html" }).end("<h1>Forbidden</h1>");
        return;
      case "swallow":
        return;
      case "hold_back":
        return this.ask(request, response, (answer) => holdBack(answer, response));
      case "reset_after":
        this.after(treatment.ms, () => reset(request.socket));
        return this.ask(request, response, (answer) => pass(answer, response));
      case "pass":
        return this.passInTime(request, response, treatment.within);
    }
  }

  private passInTime(
    request: IncomingMessage,
    response: ServerResponse,
    within: Extract<Treatment, { does: "pass" }>["within"],
  ): void {
    if (within === undefined) return this.ask(request, response, (answer) => pass(answer, response));
    let isLate = false;
    const timer = this.after(within.ms, () => {
      isLate = true;
      if (within.late === "reset") reset(request.socket);
    });
    this.ask(request, response, (answer) => {
      holdBack(answer, response, () => {
        clearTimeout(timer);
        return !isLate;
      });
    });
  }

  private passUpgrade(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const treatment = treatmentOf(this.hostility, "upgrade");
    switch (treatment.does) {
      case "refuse":
        client.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
      case "swallow":
      case "hold_back":
        return;
      case "reset_after":
        this.after(treatment.ms, () => reset(request.socket));
        return this.tunnel(request, client, head);
      case "pass":
        return this.tunnel(request, client, head);
    }
  }

  private tunnel(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const target = connect(this.targetPort, "127.0.0.1");
    this.follow(target);
    target.write(`${headOf(request)}\r\n\r\n`);
    target.write(head);
    target.pipe(client).pipe(target);
    client.on("close", () => target.destroy());
    target.on("close", () => client.destroy());
  }

  private ask(
    request: IncomingMessage,
    response: ServerResponse,
    answered: (answer: IncomingMessage) => void,
  ): void {
    const { method, url: path, headers } = request;
    const asked: ClientRequest = askTarget({
      host: "127.0.0.1",
      port: this.targetPort,
      method,
      path,
      headers,
      agent: false,
    });
    asked.on("socket", (socket) => this.follow(socket));
    asked.on("response", answered);
    asked.on("error", () => reset(request.socket));
    response.on("close", () => asked.destroy());
    request.pipe(asked);
  }

  private follow(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => this.sockets.delete(socket));
  }

  private after(ms: number, fn: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      fn();
    }, ms);
    this.timers.add(timer);
    return timer;
  }
}

/** What a network of this kind does to a request of this kind. */
function treatmentOf(hostility: Hostility, what: What): Treatment {
  switch (hostility.name) {
    case "open":
    case "cut-at-random-byte":
      return PASS;
    case "refuse-upgrade":
      return what === "upgrade" ? REFUSE : PASS;
    case "hang-upgrade":
      return what === "upgrade" ? SWALLOW : PASS;
    case "reset-upgrade-after":
      return what === "upgrade" ? { does: "reset_after", ms: hostility.ms } : PASS;
    case "buffer-streams":
      if (what === "upgrade") return REFUSE;
      return what === "stream" ? { does: "hold_back" } : PASS;
    case "kill-streams-every":
      if (what === "upgrade") return REFUSE;
      return what === "stream" ? { does: "reset_after", ms: hostility.ms } : PASS;
    case "cut-waiting":
      return what === "request" ? { does: "pass", within: { ms: hostility.ms, late: "reset" } } : REFUSE;
    case "drop":
      return what === "request" ? { does: "pass", within: { ms: hostility.ms, late: "silence" } } : SWALLOW;
  }
}

function pass(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  response.flushHeaders();
  answer.on("error", () => reset(response.socket));
  answer.pipe(response);
}

/** Passes an answer on once it is whole, if it may then. */
function holdBack(answer: IncomingMessage, response: ServerResponse, mayPass = () => true): void {
  const chunks: Buffer[] = [];
  answer.on("data", (chunk: Buffer) => chunks.push(chunk));
  answer.on("error", () => reset(response.socket));
  answer.on("end", () => {
    if (!mayPass()) return;
    const body = Buffer.concat(chunks);
    const { "transfer-encoding": _, ...headers } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, { ...headers, "content-length": body.length });
    response.end(body);
  });
}

function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return lines.join("\r\n");
}

function reset(socket: Socket | null): void {
  if (socket?.destroyed === false) socket.resetAndDestroy();
}
