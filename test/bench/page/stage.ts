/** The product and a browser to measure the page with. */
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../support/browser.ts";
import { eventually } from "../../support/eventually.ts";
import { Product } from "../../support/product.ts";
import { Publisher } from "../../support/publisher.ts";

const PLENTY = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = {
  memberRate: PLENTY,
  addressRate: PLENTY,
  roomRate: PLENTY,
  frameRate: PLENTY,
  inFlight: 10_000,
};
const TELLING_BOUND_MS = 120_000;
/** said before an answer is waited for */
const STROKE = 200;

export class Stage {
  readonly product: Product;
  readonly browser: Browser;

  private constructor(product: Product, browser: Browser) {
    this.product = product;
    this.browser = browser;
  }

  static async set(): Promise<Stage> {
    const [product, browser] = await Promise.all([Product.start({ limits: LIMITS }), launchBrowser()]);
    return new Stage(product, browser);
  }

  async strike(): Promise<void> {
    await this.browser.close();
    await this.product.stop();
  }

  url(room: string): string {
    return `${this.product.origin}/r/${room}`;
  }

  /** Says `count` messages in a room. */
  async fill(room: string, count: number): Promise<void> {
    const publisher = await Publisher.join(this.url(room));
    for (let said = 0; said < count;) {
      for (const until = Math.min(count, said + STROKE); said < until;) publisher.say(textOf(++said));
      await eventually(`${said} are stored`, () => publisher.heardSeq >= said, TELLING_BOUND_MS);
    }
    publisher.leave();
  }
}

const TEXTS = [
  "Did anybody see the lamp?",
  "نعم، هو عند الباب منذ الصباح، خلف السلة الكبيرة",
  "ok",
  "It is at https://example.com/lamp, and **not** where I left it. I looked for it for an hour or more, under every cushion and behind each of the curtains.",
] as const;

export function textOf(number: number): string {
  return `${number}: ${TEXTS[number % TEXTS.length]}`;
}
