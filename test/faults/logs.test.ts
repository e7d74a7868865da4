/**
 * No credential, no name and no searched word in a log: what a tail Worker sees of each request of both SDKs, and of the
 * rooms that they reach (SPEC ID-1, ID-16, CLIMB-9, SEARCH-7).
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { joinRoom, type Environment } from "../../src/client/index.ts";
import type { Self } from "../../src/protocol/member.ts";
import { guestKey } from "../../src/client/client-identity.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { eventually } from "../support/eventually.ts";
import { credentialsOf, secretsIn } from "../support/log-secrets.ts";
import { Cli } from "../support/python-client.ts";
import { pythonWithWebSockets } from "../support/python.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { TAIL_PREFIX, Workerd } from "../support/workerd.ts";

let workerd: Workerd;
beforeAll(async () => {
  workerd = await Workerd.start({ hasTail: true });
});
afterAll(() => workerd.stop());

const NAME = "Canary Ana";
const RENAMED = "Canary Anna";
const WORD = "canaryword";

function logged(): string[] {
  return workerd.printed.filter((line) => line.startsWith(TAIL_PREFIX));
}

/** The log, once it has these requests of the room: a socket's comes after its end. */
async function logWith(room: string, paths: readonly string[]): Promise<string> {
  for (const path of paths)
    await eventually(`${path} is in the log`, () =>
      logged().some((line) => line.includes(`/r/${room}/${path}`)),
    );
  // All of it: what a room logs of its own side does not name it.
  return logged().join("\n");
}

const PATHS = { websocket: "socket", events: "events", long_poll: "messages" } as const;

const BLOCKED: Readonly<Record<"websocket" | "events" | "long_poll", Partial<Environment>>> = {
  websocket: {},
  events: { openSocket: refuseSocket },
  long_poll: {
    openSocket: refuseSocket,
    fetch: (url, init) =>
      url.includes("/events") ? Promise.reject(new TypeError("blocked")) : fetch(url, init),
  },
};

function refuseSocket(): WebSocket {
  return new WebSocket("ws://127.0.0.1:1");
}

test.each(["websocket", "events", "long_poll"] as const)(
  "the TypeScript SDK by %s: join, talk, search, rename, return, forget",
  async (transport) => {
    const room = `sdk-${transport.replace("_", "-")}`;
    const url = `${workerd.origin}/r/${room}`;
    const storage = memoryStorage();
    const seen: Self[] = [];
    const join = async () => {
      const client = joinRoom({ url, name: NAME, storage, environment: BLOCKED[transport] });
      client.on("self", (self) => seen.push(self));
      await eventually("it is online", () => client.state.name === "online");
      if (client.self !== undefined) seen.push(client.self);
      expect(client.transport).toBe(transport);
      return client;
    };
    const first = await join();
    await first.publish(`${WORD} is in a message`).stored;
    expect((await first.search({ query: WORD })).events).toHaveLength(1);
    await first.rename(RENAMED);
    first.close();
    const again = await join();
    expect(again.self).toMatchObject({ id: first.self?.id, name: RENAMED });
    seen.push(JSON.parse(storage.get(guestKey(url)) ?? "{}") as Self);
    await again.forget();

    const credentials = seen.flatMap(credentialsOf);
    expect(credentials.length).toBeGreaterThan(5);
    const log = await logWith(room, ["ticket", "search", "me", PATHS[transport]]);
    expect(secretsIn(log, [...credentials, NAME, RENAMED, WORD])).toEqual([]);
  },
);

test("the Python SDK at the terminal: as a new guest, and with a token", async () => {
  const python = await pythonWithWebSockets();
  const url = `${workerd.origin}/r/python`;
  const grant = await fetch(`${url}/ticket`, { method: "POST" });
  const { self } = (await grant.json()) as { readonly self: Self };
  const sent = await new Cli(python, ["send", url, WORD, "--name", NAME]).finish();
  expect(sent).toMatchObject({ code: 0, err: "" });
  const known = await new Cli(python, ["send", url, WORD], { MAJLIS_TOKEN: self.token }).finish();
  expect(known).toMatchObject({ code: 0, err: "" });
  const log = await logWith("python", ["ticket", "socket"]);
  expect(secretsIn(log, [...credentialsOf(self), NAME, WORD])).toEqual([]);
});

test("the log shows subprotocols and URLs: what this test finds if a client sends secrets there", async () => {
  const url = `${workerd.origin}/r/control`;
  const grant = await fetch(`${url}/ticket`, { method: "POST" });
  const { self } = (await grant.json()) as { readonly self: Self };
  const name = "Control Name";
  const socket = await RawSocket.open({
    port: workerd.port,
    path: `/r/control/socket?${new URLSearchParams({ name }).toString()}`,
    protocols: ["majlis.v1", `token.${self.token}`],
  });
  await fetch(`${url}/search?q=controlword`, { headers: { Authorization: `Bearer ${self.token}` } });
  socket.destroy();
  const log = await logWith("control", ["search", "socket"]);
  expect(secretsIn(log, [self.token, name, "controlword"])).toEqual([self.token, name, "controlword"]);
  // And a header that is redacted by its name.
  expect(log).toMatch(/"authorization":"REDACTED"/iu);
});
