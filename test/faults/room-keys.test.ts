/** A room's own keys that are rotated and removed under load, with the SDK (SPEC VOUCH-10 to VOUCH-13). */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { joinRoom, type RoomClient } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { eventually } from "../support/eventually.ts";
import { createOwnedRoom, type OwnedRoom } from "../support/owned-room.ts";
import { printLine } from "../support/report.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";
import { Workerd } from "../support/workerd.ts";

const MEMBERS = 20;
/** Renewed after half of it. */
const TOKEN_SECONDS = 20;
const TIMEOUT_MS = 60_000;

let workerd: Workerd;
let owned: OwnedRoom;
let owner: RoomClient;
const rooms: RoomClient[] = [];
let created = 0;

beforeAll(async () => {
  workerd = await Workerd.start();
  return () => workerd.stop();
});

beforeEach(async () => {
  owned = await createOwnedRoom(workerd.origin, `shop-${++created}`);
  owner = joinRoom({ url: owned.url, getToken: () => owned.ownerKey, storage: memoryStorage() });
  rooms.push(owner);
  await eventually("the owner has joined", () => owner.state.name === "online");
});

afterEach(() => {
  for (const room of rooms.splice(0)) room.close();
});

interface Member {
  readonly room: RoomClient;
  readonly failures: string[];
  readonly texts: string[];
  /** the keys of the tokens that the room has taken */
  readonly taken: string[];
}

const tokenOf = (key: SigningKey, sub: string, more: Readonly<Record<string, unknown>> = {}) =>
  key.sign(usualClaims(owned.url, { sub, name: sub, ...more }));

function join(sub: string, keyNow: () => SigningKey): Member {
  const kids: string[] = [];
  const getToken = () => {
    const key = keyNow();
    kids.push(key.kid);
    return tokenOf(key, sub, { exp: Math.floor(Date.now() / 1_000) + TOKEN_SECONDS });
  };
  const room = joinRoom({ url: owned.url, getToken, storage: memoryStorage() });
  rooms.push(room);
  const [failures, texts, taken]: [string[], string[], string[]] = [[], [], []];
  room.on("presence", ({ self }) => void (self !== undefined && taken.push(kids.at(-1) ?? "")));
  room.on("failure", ({ code }) => failures.push(code));
  room.on("event", (event) => event.type === "message" && texts.push(event.text));
  return { room, failures, texts, taken };
}

async function addKey({ kid, iss, alg, key }: SigningKey): Promise<void> {
  expect(await owner.putKey(kid, { iss, alg, key, maxRole: "member" })).toMatchObject({ kid, iss, alg });
}

const isMember = ({ room }: Member) => room.state.name === "online" && room.self?.role === "member";

test("[VOUCH-12] [VOUCH-13] a rotation under load refuses no member and loses no message, and no forged token is accepted", async () => {
  const first = await SigningKey.generate("EdDSA", "2026-11");
  const second = await SigningKey.generate("ES256", "2026-12");
  const forgers = await Promise.all(
    [first, second].map(({ alg, kid, iss }) => SigningKey.generate(alg, kid, iss)),
  );
  await addKey(first);
  let key = first;
  const members = Array.from({ length: MEMBERS }, (_, user) => join(`user-${user}`, () => key));
  await eventually("all have joined", () => members.every(isMember), TIMEOUT_MS);
  const ids = members.map(({ room }) => room.self?.id);
  const left: string[] = [];
  for (const { room } of members) room.on("state", ({ to }) => left.push(to.name));
  const stored: Promise<unknown>[] = [];
  const forged: Promise<number>[] = [];
  const forge = async (forger: SigningKey) => {
    const headers = { Authorization: `Bearer ${await tokenOf(forger, "user-0")}` };
    return (await fetch(`${owned.url}/ticket`, { method: "POST", headers })).status;
  };
  const load = setInterval(() => {
    const member = members[stored.length % MEMBERS];
    if (stored.length % 25 === 0) forged.push(...forgers.map(forge));
    stored.push(member?.room.publish(`message ${stored.length}`).stored ?? Promise.resolve());
  }, 20);
  try {
    await eventually("there is load", () => stored.length > 50);
    await addKey(second);
    key = second;
    await eventually(
      "all have renewed by the next key",
      () => members.every(({ taken }) => taken.includes(second.kid)),
      TIMEOUT_MS,
    );
    const renewed = members.map(({ room }) => room.self?.expiresInMs);
    await owner.removeKey(first.kid);
    const before = stored.length;
    await eventually("there is load with the next key alone", () => stored.length > before + 200, TIMEOUT_MS);
    expect(renewed.every((expiresInMs) => (expiresInMs ?? 0) > 0)).toBe(true);
  } finally {
    clearInterval(load);
  }
  const outcomes = await Promise.allSettled(stored);
  expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
  expect([members.flatMap(({ failures }) => failures), left]).toEqual([[], []]);
  expect(members.map(({ room }) => room.self?.id)).toEqual(ids);
  const expected = Array.from({ length: stored.length }, (_, number) => `message ${number}`);
  await eventually("a member has received all", () => members[0]?.texts.length === stored.length);
  expect([...(members[0]?.texts ?? [])].toSorted()).toEqual(expected.toSorted());
  const statuses = await Promise.all(forged);
  expect(statuses.filter((status) => status !== 401)).toEqual([]);
  printLine(
    `room keys: ${MEMBERS} members, ${stored.length} messages, 2 keys, 0 refused; ${statuses.length} forged, 0 accepted`,
  );
});

test("[VOUCH-10] [VOUCH-13] whose key is removed at once reads on, and writes again with the site's next token, on the same connection", async () => {
  const first = await SigningKey.generate("HS256", "2026-11");
  const second = await SigningKey.generate("EdDSA", "2026-12");
  await addKey(first);
  let key = first;
  const sara = join("Sara", () => key);
  const omar = join("Omar", () => key);
  await eventually("both have joined", () => isMember(sara) && isMember(omar));
  await addKey(second);
  const states: string[] = [];
  sara.room.on("state", ({ to }) => states.push(to.name));
  await owner.removeKey(first.kid);
  await eventually("both are readers", () => [sara, omar].every(({ room }) => room.self?.role === "reader"));
  key = second;
  await expect.poll(() => sara.failures).toEqual(["sign_in_expired"]);
  await owner.publish("still read").stored;
  await eventually("Sara reads on", () => sara.texts.includes("still read"));
  await eventually("both are members again", () => isMember(sara) && isMember(omar), TIMEOUT_MS);
  await sara.room.publish("back").stored;
  expect(states).toEqual([]);
});
