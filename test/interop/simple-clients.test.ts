/** The simplest client that anybody writes works in a room as it is, and beside every other kind of client. */
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
const talkers: PlainClient[] = [];

beforeAll(async () => {
  [workerd, browser] = await Promise.all([Workerd.start(), launchBrowser()]);
});

afterAll(async () => {
  await Promise.all(talkers.map((talker) => talker.leave()));
  await browser?.close();
  await workerd?.stop();
});

test("[JOIN-1] [JOIN-2] [TXT-1] [TXT-2] [P-2] a browser, Python, a terminal and a JSON client talk in one room: each sees all of it once, in one order", async () => {
  const address = { port: workerd.port, room: "everybody" };
  talkers.push(await joinFromBrowser(address, browser));
  talkers.push(await joinFromPython(address, await pythonWithWebSockets()));
  talkers.push(await joinFromTerminal(address));
  talkers.push(await joinWithJson(address));
  const said: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await Promise.all(
      talkers.map(({ name, publish: say }) => {
        const text = `hello ${round} from ${name}, مرحبا 👋`;
        said.push(`${name}: ${text}`);
        return say(text);
      }),
    );
  }
  for (const talker of talkers) {
    await eventually(
      `${talker.name} hears everybody`,
      async () => (await messages(talker)).length >= said.length,
    );
  }
  const [first = [], ...others] = await Promise.all(talkers.map(messages));
  expect(first.toSorted()).toEqual(said.toSorted());
  for (const other of others) expect(other).toEqual(first);
  for (const { name } of talkers) {
    const isOwn = (line: string) => line.startsWith(`${name}: `);
    expect(first.filter(isOwn)).toEqual(said.filter(isOwn));
  }
});

test("[TXT-4] [TXT-5] a line client is told who it is, and who comes and goes", async () => {
  const address = { port: workerd.port, room: "two" };
  const terminal = await joinFromTerminal(address);
  const visitor = await joinWithJson(address);
  await visitor.leave();
  await eventually("the terminal is told", async () => (await terminal.receivedLines()).length >= 3);
  expect(await terminal.receivedLines()).toEqual([
    "* you are Terminal in two, alone so far",
    "* Json joined",
    "* Json left",
  ]);
  await terminal.leave();
});

test("[HTTP-1] a room's URL in a frame of any site gets the page made for frames", async () => {
  const embedRequest = request(`${workerd.origin}/r/tea`, {
    headers: { "Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site", Accept: "text/html" },
  }).end();
  const [response] = (await once(embedRequest, "response")) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(response.headers["content-security-policy"]).toMatch(/frame-ancestors \*/);
  expect(response.headers["x-frame-options"]).toBeUndefined();
  const page = await fetch(`${workerd.origin}/r/tea`, { headers: { Accept: "text/html" } });
  expect(page.headers.get("content-security-policy")).toMatch(/frame-ancestors 'self'/);
});

/** What somebody was shown of what people said, without the room's own lines. */
async function messages(talker: PlainClient): Promise<string[]> {
  return (await talker.receivedLines()).filter((line) => !line.startsWith("* "));
}
