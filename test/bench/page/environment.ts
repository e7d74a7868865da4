/** A running product and a browser for the measures of the page. */
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../support/browser.ts";
import { eventually } from "../../support/eventually.ts";
import { AppServer } from "../../support/app-server.ts";
import { Publisher } from "../../support/publisher.ts";

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = {
  memberRate: UNLIMITED,
  addressRate: UNLIMITED,
  roomRate: UNLIMITED,
  frameRate: UNLIMITED,
  addressFrameRate: UNLIMITED,
  inFlight: 10_000,
};
const STORE_TIMEOUT_MS = 120_000;
/** messages sent before waiting until they are stored */
const BATCH_SIZE = 200;

export class PageEnvironment {
  readonly product: AppServer;
  readonly browser: Browser;

  private constructor(product: AppServer, browser: Browser) {
    this.product = product;
    this.browser = browser;
  }

  static async start(): Promise<PageEnvironment> {
    const [product, browser] = await Promise.all([AppServer.start({ limits: LIMITS }), launchBrowser()]);
    return new PageEnvironment(product, browser);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.product.stop();
  }

  url(room: string): string {
    return `${this.product.origin}/r/${room}`;
  }

  /** Publishes `count` messages in a room. */
  async fill(room: string, count: number): Promise<void> {
    const publisher = await Publisher.join(this.url(room));
    for (let sent = 0; sent < count;) {
      for (const batchEnd = Math.min(count, sent + BATCH_SIZE); sent < batchEnd;)
        publisher.publish(textOf(++sent));
      await eventually(`${sent} messages are stored`, () => publisher.lastSeq >= sent, STORE_TIMEOUT_MS);
    }
    publisher.leave();
  }
}

const TEXTS = [
  "Did you see the lamp?",
  "نعم، هو عند الباب منذ الصباح، خلف السلة الكبيرة",
  "ok",
  "It is at https://example.com/lamp, and **not** where I left it. I looked for it for an hour or more, under every cushion and behind each of the curtains.",
] as const;

export function textOf(number: number): string {
  return `${number}: ${TEXTS[number % TEXTS.length]}`;
}
