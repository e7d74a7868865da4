/** The product and a browser for the stories of one file, and the people in them, whose pages may not complain. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchBrowser, type BrowserForm } from "./browser.ts";
import { Person } from "./person.ts";
import { Product, type ProductOptions } from "./product.ts";
import { PROJECT_ROOT } from "./project-root.ts";

const OUTPUT = join(PROJECT_ROOT, "test/output");
const PLENTY = { perSecond: 10_000, burst: 10_000 };

/** For people who say more in a moment than people do. */
export const UNHURRIED = {
  memberRate: PLENTY,
  addressRate: PLENTY,
  roomRate: PLENTY,
  frameRate: PLENTY,
} as const;

export interface BrowserStage {
  readonly product: Product;
  readonly browser: Browser;
  /** Somebody at a browser of their own, until the story ends. */
  sitDown(options?: BrowserContextOptions): Promise<Person>;
  /** The same, under a name that they have had before. */
  sitDownAs(name: string, options?: BrowserContextOptions): Promise<Person>;
  /** Leaves a picture of what they see in test/output. */
  picture(seen: Page | Person, name: string): Promise<void>;
}

/** Sets the stage before the file's first story and strikes it after the last. Called once, outside of any test. */
export function setStage(options: ProductOptions = {}, form?: BrowserForm): BrowserStage {
  let product: Product | undefined;
  let browser: Browser | undefined;
  const people: Person[] = [];

  beforeAll(async () => {
    mkdirSync(OUTPUT, { recursive: true });
    [product, browser] = await Promise.all([Product.start(options), launchBrowser(form)]);
  });

  afterEach(async () => {
    const complaints = people.flatMap((person) => person.complaints);
    for (const { context } of people.splice(0)) await context.close();
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const stage: BrowserStage = {
    get product() {
      if (product === undefined) throw new Error("the stage is not set yet");
      return product;
    },
    get browser() {
      if (browser === undefined) throw new Error("the stage is not set yet");
      return browser;
    },
    async sitDown(contextOptions) {
      const person = await Person.sitDown(stage.browser, contextOptions);
      people.push(person);
      return person;
    },
    async sitDownAs(name, contextOptions) {
      const person = await stage.sitDown(contextOptions);
      await person.context.addInitScript((own) => {
        if (origin !== "null") localStorage.setItem("majlis:name", own);
      }, name);
      return person;
    },
    async picture(seen, name) {
      const page = "page" in seen ? seen.page : seen;
      await page.screenshot({ path: join(OUTPUT, `${name}.png`) });
    },
  };
  return stage;
}
