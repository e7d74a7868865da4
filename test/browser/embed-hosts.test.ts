/** Every kind of host page shows an embedded room, and a member of it can read and write there (SPEC EMBED-1). */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import { DEFAULT_EMBED, embedCode } from "../../src/ui/models/embed-code.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { HostSite, htmlOf } from "../support/host-site.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const setup = setUpBrowser({}, "full");
const folder = temporaryFolder();
let host: HostSite;

beforeAll(async () => {
  host = await HostSite.start();
});

afterAll(() => {
  host?.stop();
  folder.remove();
});

const embedUrl = (room: string) => `${setup.server.origin}/r/${room}/embed`;

const frameHtml = (room: string, attributes = "") =>
  `<iframe title="Chat" src="${embedUrl(room)}" width="360" height="420" ${attributes}></iframe>`;

async function frameOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames().at(-1);
  if (frame === undefined) throw new Error("the page has no frame");
  return frame;
}

/** Opens `url` as a visitor who changes their name and sends a message; another member answers. */
async function expectConversation(url: string, room: string): Promise<void> {
  const visitor = await setup.newUser();
  const ana = await setup.newUserNamed("Ana");
  await ana.openRoom(`${setup.server.origin}/r/${room}`);
  await visitor.page.goto(url);
  const frame = await frameOf(visitor.page);

  await frame.locator(".members-button:enabled").waitFor();
  await frame.getByLabel(en.lazy.namePrompt).fill("Visitor");
  await frame.getByRole("button", { name: en.lazy.namePromptJoin }).click();
  await frame.locator(".name-button", { hasText: "Visitor" }).click();
  await frame.getByLabel(en.shared.yourName).fill("Layla");
  await frame.getByRole("button", { name: en.lazy.save }).click();
  await frame.locator(".name-button", { hasText: "Layla" }).waitFor();
  await frame.locator("#write").fill("Hello from the frame");
  await frame.locator(".send").click();
  await ana.waitForText("Hello from the frame");
  await ana.waitForText("Layla");
  await ana.send("Welcome in");
  await frame.getByText("Welcome in", { exact: true }).first().waitFor();

  // Code, strings and data that are loaded later.
  await frame.locator("[popovertarget=emoji]").click();
  await frame.locator("#emoji [role=gridcell]").first().waitFor();
  await visitor.page.keyboard.press("Escape");
  await frame.locator("[popovertarget=settings]").click();
  await frame.locator("#settings .setting").first().waitFor();
}

test.each([
  ["without any policy", {}],
  ["isolated by require-corp", { "Cross-Origin-Embedder-Policy": "require-corp" }],
  ["isolated by credentialless", { "Cross-Origin-Embedder-Policy": "credentialless" }],
])("[EMBED-1] a host %s", async (_what, headers) => {
  await expectConversation(host.serve({ body: frameHtml("policy"), headers }), "policy");
});

test.each(["allow-scripts", "allow-scripts allow-forms allow-popups"])(
  "[EMBED-1] a host that sandboxes the frame by %s, without allow-same-origin",
  async (sandbox) => {
    const url = host.serve({ body: frameHtml("sandboxed", `sandbox="${sandbox}"`) });
    await expectConversation(url, "sandboxed");
  },
);

test("[EMBED-1] a sandboxed frame opens its room in a tab", async () => {
  const visitor = await setup.newUser();
  await visitor.page.goto(host.serve({ body: frameHtml("tab", 'sandbox="allow-scripts allow-popups"') }));
  const frame = await frameOf(visitor.page);
  const link = frame.getByRole("link", { name: en.room.openInTab });
  const [tab] = await Promise.all([visitor.page.context().waitForEvent("page"), link.click()]);
  await tab.locator(".members-button:enabled").waitFor();
});

test("[EMBED-1] a sandboxed frame of an isolated host", async () => {
  const url = host.serve({
    body: frameHtml("both", 'sandbox="allow-scripts"'),
    headers: { "Cross-Origin-Embedder-Policy": "require-corp" },
  });
  await expectConversation(url, "both");
});

test("[EMBED-1] a file on disk", async () => {
  const path = join(folder.path, "host.html");
  writeFileSync(path, htmlOf({ body: frameHtml("file") }));
  await expectConversation(`file://${path}`, "file");
});

test.each([
  ["object", (url: string) => `<object data="${url}" type="text/html" width="360" height="420"></object>`],
  ["embed", (url: string) => `<embed src="${url}" type="text/html" width="360" height="420">`],
])("[EMBED-1] an <%s> element", async (element, html) => {
  await expectConversation(host.serve({ body: html(embedUrl(element)) }), element);
});

test("a host with a strict content security policy shows the embed code in its full size", async () => {
  const roomUrl = new URL(`${setup.server.origin}/r/strict`);
  const url = host.serve({
    body: embedCode(roomUrl, "strict", DEFAULT_EMBED),
    headers: { "Content-Security-Policy": `default-src 'none'; frame-src ${setup.server.origin}` },
  });
  const visitor = await setup.newUser();
  await visitor.page.goto(url);
  await (await frameOf(visitor.page)).locator(".members-button:enabled").waitFor();
  const box = await visitor.page.locator("iframe").boundingBox();
  expect(box?.height).toBe(DEFAULT_EMBED.heightPx);
  expect(box?.width).toBeGreaterThan(1_000);
});

/**
 * The host by a name of the room's own site. A frame of another site has a process of its own, which the driver deprives of
 * scripts only after it has begun: on a busy machine its `<noscript>` is parsed as if there were scripts.
 */
function sameSite(url: string): string {
  return url.replace("127.0.0.1", "localhost");
}

test("[EMBED-1] [HTTP-14] a frame without JavaScript shows the plain page in the frame, whose form works there", async () => {
  const visitor = await setup.newUser({ javaScriptEnabled: false });
  const ana = await setup.newUserNamed("Ana");
  await ana.openRoom(`${setup.server.origin}/r/scriptless`);
  await ana.send("Hello, frame");
  await ana.page.locator("[data-seq]").waitFor();
  await visitor.page.goto(sameSite(host.serve({ body: frameHtml("scriptless") })));
  const frame = visitor.page.frameLocator("iframe");
  await frame.getByText("Hello, frame").waitFor();
  await frame.getByLabel(en.shared.yourName).fill("Layla");
  await frame.getByLabel(en.plain.message, { exact: true }).fill("without a script");
  await frame.getByRole("button", { name: en.room.send }).click();
  await frame.getByText("without a script").waitFor();
  await ana.waitForText("without a script");
  // What may not be framed opens in a tab.
  await expect.poll(() => frame.locator('a[href="/"]').count()).toBe(0);
  await expect
    .poll(() => frame.getByRole("link", { name: en.plain.fullPage }).getAttribute("target"))
    .toBe("_blank");
});

test("a frame that may run no scripts at all shows the link to the plain page, which opens in the frame", async () => {
  const visitor = await setup.newUser();
  await visitor.page.goto(host.serve({ body: frameHtml("mute", 'sandbox="allow-forms"') }));
  const frame = visitor.page.frameLocator("iframe");
  await frame.getByRole("link", { name: en.pages.plainPage }).click();
  await frame.getByLabel(en.plain.message, { exact: true }).waitFor();
  // The console names each script that the host's sandbox refused.
  const errors = visitor.consoleErrors.splice(0);
  expect(errors.filter((error) => !error.includes("sandboxed"))).toEqual([]);
});

test("a small frame without JavaScript shows messages, and scrolls to its form", async () => {
  const visitor = await setup.newUser({ javaScriptEnabled: false });
  const url = `${setup.server.origin}/r/tiny`;
  await fetch(`${url}?name=Bo`, { method: "POST", body: "The kettle is on" });
  await visitor.page.goto(
    sameSite(
      host.serve({ body: `<iframe title="Chat" src="${url}/embed" width="200" height="150"></iframe>` }),
    ),
  );
  const frame = visitor.page.frameLocator("iframe");
  await frame.getByText("The kettle is on").waitFor();
  const list = await frame.locator(".scroller").boundingBox();
  expect(list?.height).toBeGreaterThan(100);
  await frame.getByLabel(en.plain.message, { exact: true }).fill("seen");
  await frame.getByRole("button", { name: en.room.send }).click();
  await frame.getByText("seen", { exact: true }).waitFor();
});
