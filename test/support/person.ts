/** A person at a browser of their own: what they do in a room, and what they must never get to see. */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";

export class Person {
  /** console errors, page errors and violations of the content policy, in the order in which they came */
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async sitDown(browser: Browser, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({
      locale: "en-GB",
      viewport: { width: 1280, height: 800 },
      // What it keeps is a subject of its own: elsewhere a test sees what each request does.
      serviceWorkers: "block",
      ...options,
    });
    const page = await context.newPage();
    const person = new Person(context, page);
    page.on("console", (message) => {
      if (message.type() === "error" && !isOfTheNetwork(message.text()))
        person.complaints.push(message.text());
    });
    page.on("pageerror", (error) => person.complaints.push(String(error)));
    return person;
  }

  get composer(): Locator {
    return this.page.locator("#write");
  }

  async enter(url: string): Promise<void> {
    await this.page.goto(url);
    await this.composer.waitFor();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Writes and sends as is done with a finger: there Enter breaks the line. */
  async sayByTouch(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.page.locator(".send").tap();
  }

  /** The messages on the page that say this. */
  message(text: string): Locator {
    return this.page.locator("[data-message]", { has: this.page.locator(".text", { hasText: text }) });
  }

  async sees(text: string): Promise<void> {
    await this.page.getByText(text, { exact: true }).first().waitFor();
  }

  /** The texts of the messages on the page, in order. */
  async texts(): Promise<string[]> {
    return this.page.locator(".message .text").allInnerTexts();
  }
}

/** That a cut line and a killed server are failures to the console is what these tests are about. */
function isOfTheNetwork(text: string): boolean {
  return /ERR_CONNECTION_|ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_SOCKET_NOT_CONNECTED|WebSocket connection to/.test(
    text,
  );
}
