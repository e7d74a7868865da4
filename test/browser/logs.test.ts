/** No credential, no name and no searched word in what a log shows of the page's requests (SPEC ID-16, CLIMB-9, SEARCH-7). */
import type { CDPSession, Page } from "playwright-core";
import { expect, test } from "vitest";
import { en } from "../../src/locales/en.ts";
import type { Self } from "../../src/protocol/member.ts";
import { variant } from "../support/browser-variant.ts";
import { setUpBrowser } from "../support/browser-setup.ts";
import { eventually } from "../support/eventually.ts";
import { credentialsOf, loggedParts, secretsIn } from "../support/log-secrets.ts";

const setup = setUpBrowser();
const { newUser } = setup;

const NAME = "Canary Ana";
const WORD = "canaryword";

/** What a log would show of each request of a page from now on, with those of its sockets. */
async function recordRequests(page: Page): Promise<string[]> {
  const logged: string[] = [];
  const session: CDPSession = await page.context().newCDPSession(page);
  // The two come in any order.
  session.on("Network.requestWillBeSent", ({ request }) => logged.push(...loggedParts(request.url, {})));
  session.on("Network.requestWillBeSentExtraInfo", ({ headers }) =>
    logged.push(...loggedParts("", headers as Record<string, string>)),
  );
  session.on("Network.webSocketCreated", ({ url }) => logged.push(url));
  session.on("Network.webSocketWillSendHandshakeRequest", ({ request }) =>
    logged.push(...loggedParts("", request.headers as Record<string, string>)),
  );
  await session.send("Network.enable");
  return logged;
}

test("the room page: join under a name, talk, search, come back", async () => {
  const ana = await newUser(variant("desktop", "light", "en"));
  const url = `${setup.server.origin}/r/logs`;
  await ana.page.addInitScript((name) => localStorage.setItem("majlis:name", name), NAME);
  const logged = await recordRequests(ana.page);
  const seen: Self[] = [];
  const noteToken = async () => {
    const stored = await ana.page.evaluate((key) => localStorage.getItem(key), `majlis:token:${url}`);
    seen.push(JSON.parse(stored ?? "{}") as Self);
  };
  await ana.openRoom(url);
  await ana.waitForJoin();
  await ana.send(`${WORD} is in a message`);
  await ana.waitForText(`${WORD} is in a message`);
  await noteToken();
  await ana.page.getByRole("button", { name: en.room.search }).click();
  await ana.page.locator("#search").getByRole("searchbox").fill(WORD);
  await ana.page.locator(".search-result").waitFor();
  await eventually("the search is recorded", () => logged.some((part) => part.endsWith("/search")));
  await ana.page.reload();
  await ana.waitForJoin();
  await noteToken();

  const sockets = () => logged.filter((part) => part.includes("majlis.v1, ticket."));
  await eventually("both handshakes are recorded", () => sockets().length >= 2);
  const credentials = seen.flatMap(credentialsOf);
  expect(credentials.length).toBeGreaterThan(2);
  expect(secretsIn(logged.join("\n"), [...credentials, NAME, WORD])).toEqual([]);
});

test("the page without JavaScript: the name that was sent stays out of its links", async () => {
  const bo = await newUser({ ...variant("desktop", "light", "en"), javaScriptEnabled: false });
  const logged = await recordRequests(bo.page);
  await bo.page.goto(`${setup.server.origin}/r/plain-logs/plain`);
  await bo.page.getByLabel(en.shared.yourName).fill(NAME);
  await bo.page.getByLabel(en.plain.message, { exact: true }).fill(WORD);
  await bo.page.getByRole("button", { name: en.room.send }).click();
  await bo.waitForText(WORD);
  await bo.page.getByRole("link", { name: en.plain.showNewMessages }).click();
  await eventually(
    "the name is kept",
    async () => (await bo.page.getByLabel(en.shared.yourName).inputValue()) === NAME,
  );
  expect(logged.filter((part) => part.includes("/plain")).length).toBeGreaterThan(2);
  expect(secretsIn(logged.join("\n"), [NAME, WORD])).toEqual([]);
});
