/** A website that embeds rooms: pages of the test's own, on another site than the product (127.0.0.1 and localhost). */
import { once } from "node:events";
import { createServer, type Server } from "node:http";

export interface HostPage {
  /** the content of `<body>` */
  readonly body: string;
  /** the content of `<head>` after the title */
  readonly head?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** attributes of `<html>`; English if absent */
  readonly root?: string;
}

export class HostSite {
  readonly #server: Server;
  readonly #pages = new Map<string, HostPage>();
  #origin = "";

  private constructor() {
    this.#server = createServer(({ url = "/" }, response) => {
      const page = this.#pages.get(url);
      // Also for the icon that browsers ask for: a 404 would be logged as an error of the page.
      if (page === undefined) return response.writeHead(204).end();
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...page.headers });
      return response.end(htmlOf(page));
    });
  }

  static async start(): Promise<HostSite> {
    const site = new HostSite();
    site.#server.listen(0, "127.0.0.1");
    await once(site.#server, "listening");
    const address = site.#server.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    site.#origin = `http://127.0.0.1:${address.port}`;
    return site;
  }

  /** Publishes a page and returns its URL. */
  serve(page: HostPage): string {
    const path = `/${this.#pages.size + 1}`;
    this.#pages.set(path, page);
    return `${this.#origin}${path}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** The page as HTML. */
export function htmlOf({ head = "", body, root = `lang="en"` }: HostPage): string {
  return `<!doctype html><html ${root}><head><title>A site</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">${head}</head><body>${body}</body></html>`;
}
