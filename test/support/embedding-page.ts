/** A page of another site with rooms in it: opening it under the strictest policy, what its rooms emit, and their attributes. */
import type { Frame, Page } from "playwright-core";
import { expect } from "vitest";
import type { BrowserSetup } from "./browser-setup.ts";
import type { HostPage, HostSite } from "./host-site.ts";
import type { User } from "./user.ts";

export interface HostWindow extends Window {
  /** what the rooms of the page have emitted, in order */
  readonly events: (readonly [type: string, detail: unknown])[];
}

/** All that a strict page has to allow. @param origin of the product */
export function strictPolicy(origin: string): Readonly<Record<string, string>> {
  return {
    "Content-Security-Policy": [
      "default-src 'none'",
      `script-src ${origin}`,
      `frame-src ${origin}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join("; "),
  };
}

/** The loader as HTML. @param attributes of the script */
export function loader(origin: string, attributes = ""): string {
  return `<script async src="${origin}/embed.js" ${attributes}></script>`;
}

/** Opens a page of `host` under the strict policy, unless it has headers of its own, which records what its rooms emit. */
export async function openHost(
  { setup, host }: { readonly setup: BrowserSetup; readonly host: Pick<HostSite, "serve"> },
  page: HostPage,
  user?: User,
): Promise<Page> {
  const visitor = user ?? (await setup.newUser());
  await recordEvents(visitor);
  await visitor.page.goto(host.serve({ headers: strictPolicy(setup.server.origin), ...page }));
  return visitor.page;
}

/** From the next page on. */
export async function recordEvents({ context }: User): Promise<void> {
  await context.addInitScript(() => {
    const events: HostWindow["events"] = [];
    Object.assign(window, { events });
    for (const type of ["ready", "status", "unread", "message", "error", "size"])
      document.addEventListener(`majlis:${type}`, ({ detail }: CustomEventInit) =>
        events.push([type, detail]),
      );
  });
}

/** The details of the events of this type so far. */
export function emitted(page: Page, type: string): Promise<unknown[]> {
  return page.evaluate(
    (type) =>
      (window as unknown as HostWindow).events.filter(([name]) => name === type).map(([, detail]) => detail),
    type,
  );
}

export async function waitForReady(page: Page): Promise<void> {
  await expect.poll(() => emitted(page, "ready")).toContainEqual({ v: 1 });
}

/** The page's only frame, once its room is joined. */
export async function roomFrame(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames().at(-1);
  if (frame === undefined) throw new Error("the page has no frame");
  await frame.locator(".members-button:enabled").waitFor();
  return frame;
}

/** Sets attributes of the first `selector` in the page, or removes those that are null. */
export async function change(
  page: Page,
  attributes: Readonly<Record<string, string | null>>,
  selector = "majlis-room",
): Promise<void> {
  await page.evaluate(
    ({ attributes, selector }) => {
      const element = document.querySelector(selector);
      for (const [name, value] of Object.entries(attributes))
        if (value === null) element?.removeAttribute(name);
        else element?.setAttribute(name, value);
    },
    { attributes, selector },
  );
}

/** Sends a message as a member of that name. @param origin of the product */
export async function post(origin: string, room: string, name: string, text: string): Promise<void> {
  const { status } = await fetch(`${origin}/r/${room}?name=${name}`, { method: "POST", body: text });
  expect(status).toBe(201);
}
