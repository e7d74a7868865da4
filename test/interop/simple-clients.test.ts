/** The simplest possible clients, as tutorials write them, work in a room beside every other kind of client. */
import { request, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { eventually } from "../support/eventually.ts";
import { pythonWithWebSockets } from "../support/python.ts";
import {
  joinFromBrowser,
  joinWithJson,
  joinFromPython,
  joinFromTerminal,
  type PlainClient,
} from "../support/plain-clients.ts";
import { Workerd } from "../support/workerd.ts";

const ROUNDS = 3;

let workerd: Workerd;
let browser: Browser;
const clients: PlainClient[] = [];

beforeAll(async () => {
  [workerd, browser] = await Promise.all([Workerd.start(), launchBrowser()]);
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.leave()));
  await browser?.close();
  await workerd?.stop();
});

test("[JOIN-1] [JOIN-2] [TXT-1] [TXT-2] [P-2] a browser, Python, a terminal and a JSON client receive every message once, in one order", async () => {
  const address = { port: workerd.port, room: "everyone" };
  clients.push(await joinFromBrowser(address, browser));
  clients.push(await joinFromPython(address, await pythonWithWebSockets()));
  clients.push(await joinFromTerminal(address));
  clients.push(await joinWithJson(address));
  const sent: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await Promise.all(
      clients.map(({ name, publish }) => {
        const text = `hello ${round} from ${name}, مرحبا 👋`;
        sent.push(`${name}: ${text}`);
        return publish(text);
      }),
    );
  }
  for (const client of clients) {
    await eventually(
      `${client.name} has received every message`,
      async () => (await messages(client)).length >= sent.length,
    );
  }
  const [first = [], ...others] = await Promise.all(clients.map(messages));
  expect(first.toSorted()).toEqual(sent.toSorted());
  for (const other of others) expect(other).toEqual(first);
  for (const { name } of clients) {
    const isOwn = (line: string) => line.startsWith(`${name}: `);
    expect(first.filter(isOwn)).toEqual(sent.filter(isOwn));
  }
});

test("[TXT-4] [TXT-5] a plain-text client receives its own name, and who joins and leaves", async () => {
  const address = { port: workerd.port, room: "two" };
  const terminal = await joinFromTerminal(address);
  const visitor = await joinWithJson(address);
  await visitor.leave();
  await eventually("the terminal has received it", async () => (await terminal.receivedLines()).length >= 3);
  expect(await terminal.receivedLines()).toEqual([
    "* you are Terminal in two, alone so far",
    "* Json joined",
    "* Json left",
  ]);
  await terminal.leave();
});

test("[HTTP-1] a room's URL in a frame of any site serves the embeddable page", async () => {
  const embedRequest = request(`${workerd.origin}/r/tea`, {
    headers: { "Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site", Accept: "text/html" },
  }).end();
  const [response] = (await once(embedRequest, "response")) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(response.headers["content-security-policy"]).toMatch(/^(?!.*frame-ancestors)/);
  expect(response.headers["x-frame-options"]).toBeUndefined();
  const page = await fetch(`${workerd.origin}/r/tea`, { headers: { Accept: "text/html" } });
  expect(page.headers.get("content-security-policy")).toMatch(/frame-ancestors 'self'/);
});

/** The messages that a client received, without the room's own lines. */
async function messages(client: PlainClient): Promise<string[]> {
  return (await client.receivedLines()).filter((line) => !line.startsWith("* "));
}
