/** The product and websites that embed its rooms, each on an origin of its own over TLS, in one browser that knows their names. */
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import { connect } from "node:net";
import type { Browser } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { htmlOf, type HostPage } from "./host-site.ts";
import { SelfHostedServer } from "./self-hosted-server.ts";
import { selfSignedCertificate } from "./self-signed-certificate.ts";

export const PRODUCT = "https://chat.test";
export const SHOP = "https://shop.test";
export const BLOG = "https://blog.test";

const HOSTS = [PRODUCT, SHOP, BLOG].map((origin) => new URL(origin).host);

export class SecureSites {
  readonly product: SelfHostedServer;
  readonly browser: Browser;
  readonly #server: Server;
  readonly #pages: Map<string, HostPage>;

  private constructor(
    product: SelfHostedServer,
    browser: Browser,
    server: Server,
    pages: Map<string, HostPage>,
  ) {
    this.product = product;
    this.browser = browser;
    this.#server = server;
    this.#pages = pages;
  }

  static async start(): Promise<SecureSites> {
    const product = await SelfHostedServer.start({ policy: { origin: PRODUCT } });
    const pages = new Map<string, HostPage>();
    const server = createServer(selfSignedCertificate(HOSTS), (request, response) => {
      if (request.headers.host === new URL(PRODUCT).host) {
        const { port } = product;
        const { method, url, headers } = request;
        const forwarded = httpRequest({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        // The browser has gone, or the server was stopped.
        forwarded.on("error", () => response.destroy());
        response.on("close", () => forwarded.destroy());
        request.pipe(forwarded);
        return;
      }
      const page = pages.get(`https://${request.headers.host}${request.url}`);
      if (page === undefined) return void response.writeHead(204).end();
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...page.headers });
      response.end(htmlOf(page));
    });
    server.on("upgrade", (request, socket) => forwardSocket(product.port, request, socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    const rules = HOSTS.map((host) => `MAP ${host}:443 127.0.0.1:${address.port}`).join(", ");
    const browser = await launchBrowser("full", [`--host-resolver-rules=${rules}`]);
    return new SecureSites(product, browser, server, pages);
  }

  /** Publishes a page of the site and returns its URL. */
  serve(site: string, page: HostPage): string {
    const url = `${site}/${this.#pages.size + 1}`;
    this.#pages.set(url, page);
    return url;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.#server.close();
    this.#server.closeAllConnections();
    await this.product.stop();
  }
}

/** A WebSocket is passed on byte by byte, after the request that opens it. */
function forwardSocket(
  port: number,
  { url, rawHeaders }: IncomingMessage,
  socket: NodeJS.ReadWriteStream,
): void {
  const upstream = connect(port, "127.0.0.1");
  const lines = [`GET ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  upstream.write(`${lines.join("\r\n")}\r\n\r\n`);
  upstream.pipe(socket).pipe(upstream);
  for (const end of [upstream, socket]) {
    end.on("error", () => upstream.destroy());
    end.on("close", () => upstream.destroy());
  }
  upstream.on("close", () => socket.end());
}
