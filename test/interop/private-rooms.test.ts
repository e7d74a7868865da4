/** Programs that come into a private room with a key: both SDKs and the command line, in a real room (SPEC PRIV-4, OWN-7). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { joinRoom, type JoinOptions, type RoomClient } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import type { LinkRequest } from "../../src/protocol/room-link.ts";
import type { RoomSettings } from "../../src/protocol/settings.ts";
import { runChild } from "../support/child-process.ts";
import { configure, createOwnedRoom, type OwnedRoom } from "../support/owned-room.ts";
import { pythonEnvironment } from "../support/python-client.ts";
import { pythonWithWebSockets } from "../support/python.ts";
import { Workerd } from "../support/workerd.ts";

const TIMEOUT_MS = 20_000;

const python = await pythonWithWebSockets();
const clients: RoomClient[] = [];
let workerd: Workerd;
let rooms = 0;

beforeAll(async () => {
  workerd = await Workerd.start();
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(() => workerd.stop());

async function privateRoom(settings: RoomSettings = { read: "members" }): Promise<OwnedRoom> {
  rooms += 1;
  const room = await createOwnedRoom(workerd.origin, `board-${rooms}`, settings);
  await fetch(room.url, {
    method: "POST",
    body: "The minutes are here.",
    headers: { Authorization: `Bearer ${room.ownerKey}` },
  });
  return room;
}

/** The key of a new link. */
async function linkKey({ url, ownerKey }: OwnedRoom, request: LinkRequest): Promise<string> {
  const answer = await fetch(`${url}/links`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${ownerKey}` },
    body: JSON.stringify(request),
  });
  const link = (await answer.json()) as { readonly url: string };
  return new URL(link.url).hash.slice("#key=".length);
}

/** Joins with the SDK, and records what it reports. */
function enter(options: JoinOptions): { readonly client: RoomClient; readonly failures: string[] } {
  const failures: string[] = [];
  const client = joinRoom({ name: "Bo", storage: memoryStorage(), ...options });
  client.on("failure", ({ code }) => failures.push(code));
  clients.push(client);
  return { client, failures };
}

const stateOf = ({ state }: RoomClient) => (state.name === "closed" ? state.code : state.name);

describe("[PRIV-4] joinRoom with a key", () => {
  test("makes a new guest a member, who stays one without it", async () => {
    const room = await privateRoom();
    const storage = memoryStorage();
    const key = await linkKey(room, { role: "member", uses: 1 });
    const { client } = enter({ url: room.url, key, storage });
    await expect.poll(() => stateOf(client)).toBe("online");
    expect(client.self).toMatchObject({ name: "Bo", role: "member" });
    const [said] = (await client.history({})).events;
    expect(said).toMatchObject({ text: "The minutes are here." });
    const again = enter({ url: room.url, storage });
    await expect.poll(() => stateOf(again.client)).toBe("online");
    expect(again.client.self?.id).toBe(client.self?.id);
  });

  test("gives the role to a guest who was here before, with the owner key too", async () => {
    const room = await privateRoom({});
    const storage = memoryStorage();
    const { client } = enter({ url: room.url, storage });
    await expect.poll(() => stateOf(client)).toBe("online");
    await configure(room, { read: "members" });
    await expect.poll(() => stateOf(client)).toBe(4508);
    const owner = enter({ url: room.url, storage, key: room.ownerKey });
    await expect.poll(() => stateOf(owner.client)).toBe("online");
    expect(owner.client.self).toMatchObject({ id: client.self?.id, role: "owner" });
    expect(owner.failures).toEqual([]);
  });

  test("[OWN-7] reports a key that gives nothing, and is refused like anyone", async () => {
    const room = await privateRoom();
    const other = await privateRoom();
    const used = await linkKey(room, { role: "member", uses: 1 });
    const { client } = enter({ url: room.url, key: used });
    await expect.poll(() => stateOf(client)).toBe("online");
    const cases = [
      [used, "link_expired"],
      [await linkKey(other, { role: "member" }), "forbidden"],
      [other.ownerKey, "forbidden"],
      ["nonsense", "forbidden"],
    ] as const;
    for (const [key, code] of cases) {
      const late = enter({ url: room.url, key });
      await expect.poll(() => stateOf(late.client)).toBe(4508);
      expect([key, late.failures]).toEqual([key, [code]]);
    }
  });

  test("is refused where the role of a link may not read", async () => {
    const room = await privateRoom({ read: "moderators" });
    const { client, failures } = enter({ url: room.url, key: await linkKey(room, { role: "member" }) });
    await expect.poll(() => stateOf(client)).toBe(4508);
    expect(failures).toEqual([]);
    const moderator = enter({ url: room.url, key: await linkKey(room, { role: "moderator" }) });
    await expect.poll(() => stateOf(moderator.client)).toBe("online");
  });

  test("gives its role in a room that everyone may read, which a refused key opens too", async () => {
    const room = await privateRoom({});
    const { client } = enter({ url: room.url, key: await linkKey(room, { role: "moderator" }) });
    await expect.poll(() => client.self?.role).toBe("moderator");
    const guest = enter({ url: room.url, key: "nonsense" });
    await expect.poll(() => stateOf(guest.client)).toBe("online");
    expect([guest.client.self?.role, guest.failures]).toEqual(["guest", ["forbidden"]]);
  });
});

describe("[PRIV-4] in Python", () => {
  const PROGRAM = `
import asyncio, sys
from majlis import Room, RoomError

async def main(url, key):
    failures = []
    room = Room(url, name="Py", key=key)
    room.on("failure", lambda failure: failures.append(failure.code))
    try:
        async with room:
            said = [event.text for event in (await room.history()).events]
            print(room.self.name, room.self.role, said, failures)
    except RoomError as error:
        print(error.code, failures)

asyncio.run(main(*sys.argv[1:]))
`;
  const run = (args: readonly string[], overrides: NodeJS.ProcessEnv = {}) =>
    runChild(python, args, { timeoutMs: TIMEOUT_MS, env: pythonEnvironment(overrides) });

  test("a key lets a program in, and a used one does not", async () => {
    const room = await privateRoom();
    const key = await linkKey(room, { role: "member", uses: 1 });
    expect(await run(["-c", PROGRAM, room.url, key])).toBe("Py member ['The minutes are here.'] []\n");
    expect(await run(["-c", PROGRAM, room.url, key])).toBe("members_only ['link_expired']\n");
    expect(await run(["-c", PROGRAM, room.url, "nonsense"])).toBe("members_only ['forbidden']\n");
  });

  test("so does MAJLIS_KEY at the terminal", async () => {
    const room = await privateRoom();
    const key = await linkKey(room, { role: "member", uses: 1 });
    const read = ["-m", "majlis", "history", room.url];
    expect(await run(read, { MAJLIS_KEY: key })).toContain("The minutes are here.");
    await expect(run(read)).rejects.toThrow(/members/);
  });
});
