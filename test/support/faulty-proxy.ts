/**
 * A faulty network: a proxy on loopback that injects faults. Most faults apply to HTTP requests, so it parses them;
 * `cut-at-random-byte` applies to the TCP connection, so it only counts bytes.
 */
import { once } from "node:events";
import {
  createServer as createHttpServer,
  request as requestUpstream,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { SeededRandom } from "./seeded-random.ts";

export type ProxyFault =
  /** everything passes */
  | { readonly name: "open" }
  /** upgrades are answered 403 */
  | { readonly name: "refuse-upgrade" }
  /** upgrades are accepted and never answered */
  | { readonly name: "hang-upgrade" }
  /** upgrades pass, and the connection is reset after `ms` */
  | { readonly name: "reset-upgrade-after"; readonly ms: number }
  /** upgrades are refused, streams buffered until they end */
  | { readonly name: "buffer-streams" }
  /** upgrades are refused, streams reset after `ms` */
  | { readonly name: "kill-streams-every"; readonly ms: number }
  /** each connection is destroyed after a random number of bytes in either direction */
  | { readonly name: "cut-at-random-byte"; readonly random: SeededRandom; readonly maxBytes: number }
  /** upgrades and streams are refused, and requests not answered within `ms` are reset */
  | { readonly name: "cut-waiting"; readonly ms: number }
  /** upgrades, streams and requests that take longer than `ms` are never answered */
  | { readonly name: "drop"; readonly ms: number };

type RequestKind = "upgrade" | "stream" | "request";

/** How one request is treated; `within` is a deadline for the whole response. */
type Treatment =
  | { readonly does: "pass"; readonly within?: { readonly ms: number; readonly late: "reset" | "silence" } }
  | { readonly does: "refuse" }
  | { readonly does: "hang" }
  | { readonly does: "buffer" }
  | { readonly does: "reset_after"; readonly ms: number };

const PASS: Treatment = { does: "pass" };
const REFUSE: Treatment = { does: "refuse" };
const HANG: Treatment = { does: "hang" };

export class FaultyProxy {
  /** may be changed at any time; open connections keep the fault that they began with */
  fault: ProxyFault;
  private readonly sockets = new Set<Socket>();
  private readonly http = createHttpServer();
  private readonly timers = new Set<NodeJS.Timeout>();

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
    fault: ProxyFault,
  ) {
    this.fault = fault;
  }

  static async start(targetPort: number, fault: ProxyFault = { name: "open" }): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(createServer(), targetPort, fault);
    proxy.server.on("connection", (socket) => proxy.accept(socket));
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

  /** Resets every open connection. */
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

  private accept(socket: Socket): void {
    this.track(socket);
    if (this.fault.name === "cut-at-random-byte") this.cutAtRandomByte(socket, this.fault);
    else this.http.emit("connection", socket);
  }

  private cutAtRandomByte(
    client: Socket,
    { random, maxBytes }: Extract<ProxyFault, { name: "cut-at-random-byte" }>,
  ): void {
    const target = connect(this.targetPort, "127.0.0.1");
    this.track(target);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      let remainingBytes = random.between(1, maxBytes);
      from.on("data", (chunk: Buffer) => {
        if (remainingBytes <= 0) return;
        to.write(chunk.subarray(0, remainingBytes));
        remainingBytes -= chunk.length;
        // Ends instead of resetting, so that the bytes passed so far still arrive.
        if (remainingBytes <= 0) to.end(() => [client, target].forEach((socket) => socket.destroy()));
      });
      from.on("close", () => to.destroy());
    }
  }

  private passRequest(request: IncomingMessage, response: ServerResponse): void {
    const isStream = request.headers.accept?.includes("text/event-stream") === true;
    const treatment = treatmentOf(this.fault, isStream ? "stream" : "request");
    switch (treatment.does) {
      case "refuse":
        response.writeHead(403, { "Content-Type": "text/html" }).end("<h1>Forbidden</h1>");
        return;
      case "hang":
        return;
      case "buffer":
        return this.forward(request, response, (answer) => holdBack(answer, response));
      case "reset_after":
        this.after(treatment.ms, () => reset(request.socket));
        return this.forward(request, response, (answer) => pass(answer, response));
      case "pass":
        return this.passWithin(request, response, treatment.within);
    }
  }

  private passWithin(
    request: IncomingMessage,
    response: ServerResponse,
    within: Extract<Treatment, { does: "pass" }>["within"],
  ): void {
    if (within === undefined) return this.forward(request, response, (answer) => pass(answer, response));
    let isLate = false;
    const timer = this.after(within.ms, () => {
      isLate = true;
      if (within.late === "reset") reset(request.socket);
    });
    this.forward(request, response, (answer) => {
      holdBack(answer, response, () => {
        clearTimeout(timer);
        return !isLate;
      });
    });
  }

  private passUpgrade(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const treatment = treatmentOf(this.fault, "upgrade");
    switch (treatment.does) {
      case "refuse":
        client.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
      case "hang":
      case "buffer":
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
    this.track(target);
    target.write(`${headOf(request)}\r\n\r\n`);
    target.write(head);
    target.pipe(client).pipe(target);
    client.on("close", () => target.destroy());
    target.on("close", () => client.destroy());
  }

  private forward(
    request: IncomingMessage,
    response: ServerResponse,
    onResponse: (answer: IncomingMessage) => void,
  ): void {
    const { method, url: path, headers } = request;
    const upstream: ClientRequest = requestUpstream({
      host: "127.0.0.1",
      port: this.targetPort,
      method,
      path,
      headers,
      agent: false,
    });
    upstream.on("socket", (socket) => this.track(socket));
    upstream.on("response", onResponse);
    upstream.on("error", () => reset(request.socket));
    response.on("close", () => upstream.destroy());
    request.pipe(upstream);
  }

  private track(socket: Socket): void {
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

/** The treatment of a kind of request under a fault. */
function treatmentOf(fault: ProxyFault, kind: RequestKind): Treatment {
  switch (fault.name) {
    case "open":
    case "cut-at-random-byte":
      return PASS;
    case "refuse-upgrade":
      return kind === "upgrade" ? REFUSE : PASS;
    case "hang-upgrade":
      return kind === "upgrade" ? HANG : PASS;
    case "reset-upgrade-after":
      return kind === "upgrade" ? { does: "reset_after", ms: fault.ms } : PASS;
    case "buffer-streams":
      if (kind === "upgrade") return REFUSE;
      return kind === "stream" ? { does: "buffer" } : PASS;
    case "kill-streams-every":
      if (kind === "upgrade") return REFUSE;
      return kind === "stream" ? { does: "reset_after", ms: fault.ms } : PASS;
    case "cut-waiting":
      return kind === "request" ? { does: "pass", within: { ms: fault.ms, late: "reset" } } : REFUSE;
    case "drop":
      return kind === "request" ? { does: "pass", within: { ms: fault.ms, late: "silence" } } : HANG;
  }
}

function pass(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  response.flushHeaders();
  answer.on("error", () => reset(response.socket));
  answer.pipe(response);
}

/** Buffers a response, and passes it on at its end if `mayPass`. */
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
