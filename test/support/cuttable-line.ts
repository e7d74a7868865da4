/** A line to the product that can be cut: a TCP proxy on loopback that drops what is open and takes nothing new. */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

export class CuttableLine {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(targetPort: number): Promise<CuttableLine> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    const line = new CuttableLine(server, address.port);
    server.on("connection", (socket) => line.join(socket, targetPort));
    return line;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(socket: Socket, targetPort: number): void {
    if (this.isCut) {
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
