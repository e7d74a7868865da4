/** A user with their own browser context: actions in a room, and the errors logged by their page. */
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Locator, Page } from "playwright-core";
import { HIGHLIGHT_MS, SOCKET_MS, waitLonger } from "./wait-longer.ts";

/** As in eventually.ts. */
const TIMEOUT_MS = 60_000;

export class User {
  /** console errors, page errors and violations of the content security policy, in order */
  readonly consoleErrors: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<User> {
    const context = await browser.newContext({
      locale: "en-GB",
      viewport: { width: 1280, height: 800 },
      // Has tests of its own: elsewhere its cache would hide what each request does.
      serviceWorkers: "block",
      ...options,
    });
    context.setDefaultTimeout(TIMEOUT_MS);
    // Asked for a name only in the tests of that question.
    await context.addInitScript(() => {
      try {
        localStorage.setItem("majlis:name-asked", "1");
      } catch {
        // Refused to sandboxed frames, and to those of other sites: they ask at each visit.
      }
    });
    await context.addInitScript(waitLonger, [...HIGHLIGHT_MS, ...SOCKET_MS]);
    const page = await context.newPage();
    const user = new User(context, page);
    page.on("console", (message) => {
      if (message.type() === "error" && !isNetworkError(message.text()))
        user.consoleErrors.push(message.text());
    });
    page.on("pageerror", (error) => user.consoleErrors.push(String(error)));
    return user;
  }

  get composer(): Locator {
    return this.page.locator("#write");
  }

  /** What their pages show, for the log of a test that failed: a race is seldom seen twice. */
  async describe(): Promise<string> {
    const pages = this.context.pages().flatMap((page) => page.frames());
    const shown = await Promise.all(pages.map(describeFrame));
    return `${[`A user of the failed test:`, ...shown, ...this.consoleErrors].join("\n")}\n`;
  }

  async openRoom(url: string): Promise<void> {
    await this.page.goto(url);
    await this.composer.waitFor();
  }

  /** Waits until the room is joined: only then the page knows who is in it. Messages show earlier, in the preview. */
  async waitForJoin(): Promise<void> {
    await this.page.locator(".members-button:enabled").waitFor();
  }

  /**
   * Waits until the message with `text` is stored and the message actions are loaded, which listen to keys and touches; the
   * composer has the focus afterwards.
   */
  async waitForMessageActions(text: string): Promise<void> {
    await this.message(text).and(this.page.locator("[data-seq]")).waitFor();
    await this.waitForControls();
    await this.composer.focus();
  }

  /** Waits until the list has its controls, which listen to the shortcuts of the page too. */
  async waitForControls(): Promise<void> {
    await this.page.locator(".scroller[data-controls]").waitFor();
  }

  /** Waits until a lost connection can be shown: its view is loaded before the deferred features, its strings with the controls. */
  async waitForConnectionText(): Promise<void> {
    await this.waitForDeferredFeatures();
    await this.waitForControls();
  }

  /** Waits for the features that are loaded after the live ones, of which the height is the first. */
  async waitForDeferredFeatures(): Promise<void> {
    await this.page.waitForFunction(
      () => document.documentElement.style.getPropertyValue("--visible-height") !== "",
    );
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Sends by the button, as on a touch device, where Enter inserts a line break. */
  async sendByTap(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.page.locator(".send").tap();
  }

  /** The messages on the page with this text. */
  message(text: string): Locator {
    return this.page.locator("[data-message]", { has: this.page.locator(".text", { hasText: text }) });
  }

  async waitForText(text: string, timeoutMs?: number): Promise<void> {
    const options = timeoutMs === undefined ? {} : { timeout: timeoutMs };
    await this.page.getByText(text, { exact: true }).first().waitFor(options);
  }

  /** The texts of the messages on the page, in order, without the button of a folded one. */
  async texts(): Promise<string[]> {
    return this.page
      .locator(".message .text")
      .evaluateAll((texts) =>
        texts.map((text) => (text.querySelector<HTMLElement>(".fold") ?? (text as HTMLElement)).innerText),
      );
  }
}

/** Network errors are expected: these tests cut connections and kill servers. */
function isNetworkError(text: string): boolean {
  return /ERR_CONNECTION_|ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_SOCKET_NOT_CONNECTED|WebSocket connection to/.test(
    text,
  );
}

const DESCRIBE_MS = 2_000;
const MAX_DESCRIPTION = 4_000;

async function describeFrame(frame: Frame): Promise<string> {
  const shown = await frame
    .locator("body")
    .ariaSnapshot({ timeout: DESCRIBE_MS })
    .catch((error: unknown) => String(error));
  return `${frame.url()}\n${shown.slice(0, MAX_DESCRIPTION)}`;
}
