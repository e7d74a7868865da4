/** The product and a browser for the stories of one file, and the people in them, whose pages may not complain. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchBrowser, type BrowserKind } from "./browser.ts";
import { User } from "./user.ts";
import { AppServer, type AppServerOptions } from "./app-server.ts";
import { PROJECT_ROOT } from "./project-root.ts";

const OUTPUT = join(PROJECT_ROOT, "test/output");
const HIGH_RATE = { perSecond: 10_000, burst: 10_000 };

/** For people who say more in a moment than people do. */
export const UNLIMITED_RATES = {
  memberRate: HIGH_RATE,
  addressRate: HIGH_RATE,
  roomRate: HIGH_RATE,
  frameRate: HIGH_RATE,
} as const;

export interface BrowserSetup {
  readonly server: AppServer;
  readonly browser: Browser;
  /** Somebody at a browser of their own, until the story ends. */
  newUser(options?: BrowserContextOptions): Promise<User>;
  /** The same, under a name that they have had before. */
  newUserNamed(name: string, options?: BrowserContextOptions): Promise<User>;
  /** Leaves a picture of what they see in test/output. */
  screenshot(target: Page | User, name: string): Promise<void>;
}

/** Sets the stage before the file's first story and strikes it after the last. Called once, outside of any test. */
export function setUpBrowser(options: AppServerOptions = {}, kind?: BrowserKind): BrowserSetup {
  let server: AppServer | undefined;
  let browser: Browser | undefined;
  const users: User[] = [];

  beforeAll(async () => {
    mkdirSync(OUTPUT, { recursive: true });
    [server, browser] = await Promise.all([AppServer.start(options), launchBrowser(kind)]);
  });

  afterEach(async () => {
    const consoleErrors = users.flatMap((user) => user.consoleErrors);
    for (const { context } of users.splice(0)) await context.close();
    expect(consoleErrors).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const setup: BrowserSetup = {
    get server() {
      if (server === undefined) throw new Error("the stage is not set yet");
      return server;
    },
    get browser() {
      if (browser === undefined) throw new Error("the stage is not set yet");
      return browser;
    },
    async newUser(contextOptions) {
      const user = await User.open(setup.browser, contextOptions);
      users.push(user);
      return user;
    },
    async newUserNamed(name, contextOptions) {
      const user = await setup.newUser(contextOptions);
      await user.context.addInitScript((own) => {
        if (origin !== "null") localStorage.setItem("majlis:name", own);
      }, name);
      return user;
    },
    async screenshot(target, name) {
      const page = "page" in target ? target.page : target;
      await page.screenshot({ path: join(OUTPUT, `${name}.png`) });
    },
  };
  return setup;
}
