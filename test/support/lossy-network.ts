/**
 * The network between one user and the server, to go offline on. Where Chromium is offline while a WebSocket of the page has
 * something to send, it tries again without a pause, which takes a processor until the page has noticed, seconds later: here the
 * connections are lost too, as where a device leaves its network.
 */
import { TcpProxy } from "./tcp-proxy.ts";
import type { User } from "./user.ts";

export class LossyNetwork {
  readonly #proxy: TcpProxy;

  private constructor(proxy: TcpProxy) {
    this.#proxy = proxy;
  }

  static async start(serverPort: number): Promise<LossyNetwork> {
    return new LossyNetwork(await TcpProxy.start(serverPort));
  }

  /** in place of the server's, for what the user opens */
  get origin(): string {
    return this.#proxy.origin;
  }

  async disconnect({ context }: Pick<User, "context">): Promise<void> {
    await context.setOffline(true);
    this.#proxy.disconnect();
  }

  async reconnect({ context }: Pick<User, "context">): Promise<void> {
    this.#proxy.reconnect();
    await context.setOffline(false);
  }

  close(): void {
    this.#proxy.close();
  }
}
