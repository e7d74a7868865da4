/** A person at a browser of their own: what they do in a room, and what they must never get to see. */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";

export class User {
  /** console errors, page errors and violations of the content policy, in the order in which they came */
  readonly consoleErrors: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<User> {
    const context = await browser.newContext({
      locale: "en-GB",
      viewport: { width: 1280, height: 800 },
      // What it keeps is a subject of its own: elsewhere a test sees what each request does.
      serviceWorkers: "block",
      ...options,
    });
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

  async openRoom(url: string): Promise<void> {
    await this.page.goto(url);
    await this.composer.waitFor();
  }

  /** Waits until the room is joined: only then the page knows who is in it. Messages show earlier, in the preview. */
  async waitForJoin(): Promise<void> {
    await this.page.locator(".members-button:enabled").waitFor();
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Writes and sends as is done with a finger: there Enter breaks the line. */
  async sendByTap(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.page.locator(".send").tap();
  }

  /** The messages on the page that say this. */
  message(text: string): Locator {
    return this.page.locator("[data-message]", { has: this.page.locator(".text", { hasText: text }) });
  }

  async waitForText(text: string): Promise<void> {
    await this.page.getByText(text, { exact: true }).first().waitFor();
  }

  /** The texts of the messages on the page, in order. */
  async texts(): Promise<string[]> {
    return this.page.locator(".message .text").allInnerTexts();
  }
}

/** That a cut line and a killed server are failures to the console is what these tests are about. */
function isNetworkError(text: string): boolean {
  return /ERR_CONNECTION_|ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_SOCKET_NOT_CONNECTED|WebSocket connection to/.test(
    text,
  );
}
