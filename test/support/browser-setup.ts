/** The product and a browser for the tests of one file, and their users, whose pages may log no console errors. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchBrowser, type BrowserKind } from "./browser.ts";
import { LossyNetwork } from "./lossy-network.ts";
import { User } from "./user.ts";
import { AppServer } from "./app-server.ts";
import type { ProductOptions, ProductServer } from "./product-server.ts";
import { SelfHostedServer } from "./self-hosted-server.ts";
import { takePicture } from "./picture.ts";

const HIGH_RATE = { perSecond: 10_000, burst: 10_000 };

/** For tests that send faster than the rate limits allow. */
export const UNLIMITED_RATES = {
  memberRate: HIGH_RATE,
  addressRate: HIGH_RATE,
  roomRate: HIGH_RATE,
  frameRate: HIGH_RATE,
} as const;

export interface BrowserSetup {
  readonly server: ProductServer;
  readonly browser: Browser;
  /** A user with a browser context of their own, closed at the end of the test. */
  newUser(options?: BrowserContextOptions): Promise<User>;
  /** The same, with a name stored from an earlier visit. */
  newUserNamed(name: string, options?: BrowserContextOptions): Promise<User>;
  /** One that a user can lose, closed at the end of the test. */
  newNetwork(): Promise<LossyNetwork>;
  /** Saves a screenshot in test/output; see `takePicture`. */
  screenshot(target: Page | User, name: string): Promise<void>;
}

export interface BrowserSetupOptions extends ProductOptions {
  /**
   * the server of `npm start`, with the platform's own router of static files and the clients' addresses, instead of that of
   * `npm run serve`
   */
  readonly isPlatform?: boolean;
}

/** Starts the server and the browser before the file's first test, and stops them after the last. Call it at top level. */
export function setUpBrowser(
  { isPlatform = false, ...options }: BrowserSetupOptions = {},
  kind?: BrowserKind,
): BrowserSetup {
  let server: ProductServer | undefined;
  let browser: Browser | undefined;
  const users: User[] = [];
  const networks: LossyNetwork[] = [];

  beforeAll(async () => {
    const Server = isPlatform ? AppServer : SelfHostedServer;
    [server, browser] = await Promise.all([Server.start(options), launchBrowser(kind)]);
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") for (const user of users) process.stderr.write(await user.describe());
    const consoleErrors = users.flatMap((user) => user.consoleErrors);
    for (const { context } of users.splice(0)) await context.close();
    for (const network of networks.splice(0)) network.close();
    expect(consoleErrors, `the server printed:\n${server?.output}`).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const setup: BrowserSetup = {
    get server() {
      if (server === undefined) throw new Error("the server has not started");
      return server;
    },
    get browser() {
      if (browser === undefined) throw new Error("the browser has not started");
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
    async newNetwork() {
      const network = await LossyNetwork.start(setup.server.port);
      networks.push(network);
      return network;
    },
    async screenshot(target, name) {
      await takePicture("page" in target ? target.page : target, name);
    },
  };
  return setup;
}
