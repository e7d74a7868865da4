/** A network that can be disconnected: a TCP proxy on loopback that can drop its connections and refuse new ones. */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private isDisconnected = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(targetPort: number): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    const proxy = new TcpProxy(server, address.port);
    server.on("connection", (socket) => proxy.tunnel(socket, targetPort));
    return proxy;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  disconnect(): void {
    this.isDisconnected = true;
    for (const socket of this.sockets) socket.destroy();
  }

  reconnect(): void {
    this.isDisconnected = false;
  }

  close(): void {
    this.disconnect();
    this.server.close();
  }

  private tunnel(socket: Socket, targetPort: number): void {
    if (this.isDisconnected) {
      socket.destroy();
      return;
    }
    const target = connect(targetPort, "localhost");
    for (const [from, to] of [
      [socket, target],
      [target, socket],
    ] as const) {
      this.sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
