/** Members of a site with the SDK: tokens that expire, are renewed and revoked, and keys that are rotated (SPEC VOUCH-8 to VOUCH-10). */
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { joinRoom, type RoomClient } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { eventually } from "../support/eventually.ts";
import { printLine } from "../support/report.ts";
import { SigningKey, usualClaims } from "../support/site-tokens.ts";
import { Workerd } from "../support/workerd.ts";

/** As long as a token counts beyond its `exp`. */
const GRACE_S = 60;
const SECOND_MS = 1_000;

let workerd: Workerd;
const rooms: RoomClient[] = [];

beforeAll(async () => {
  workerd = await Workerd.start();
  return () => workerd.stop();
});

afterEach(() => {
  for (const room of rooms.splice(0)) room.close();
});

const variables = (...keys: readonly SigningKey[]) => ({
  SITE_KEYS: JSON.stringify(keys.map((key) => key.record())),
});

interface Member {
  readonly room: RoomClient;
  readonly failures: string[];
  readonly texts: string[];
}

function join(getToken: () => Promise<string>): Member {
  const room = joinRoom({ url: `${workerd.origin}/r/shop`, getToken, storage: memoryStorage() });
  rooms.push(room);
  const [failures, texts]: [string[], string[]] = [[], []];
  room.on("failure", ({ code }) => failures.push(code));
  room.on("event", (event) => event.type === "message" && texts.push(event.text));
  return { room, failures, texts };
}

const token = (key: SigningKey, sub: string, more: Readonly<Record<string, unknown>> = {}) =>
  key.sign(usualClaims(workerd.origin, { sub, name: sub, ...more }));
const secondsFromNow = (seconds: number) => Math.floor(Date.now() / SECOND_MS) + seconds;
const online = ({ room }: Member) => room.state.name === "online";

test("[VOUCH-8] [VOUCH-10] a session whose site gives no new token falls back to reading with a notice, and writes again once it does", async () => {
  const key = await SigningKey.generate("EdDSA");
  await workerd.redeploy(variables(key));
  let isSiteDown = false;
  let exp = secondsFromNow(8 - GRACE_S);
  const sara = join(() => {
    if (isSiteDown) throw new Error("the site is down");
    return token(key, "Sara", { exp });
  });
  const omar = join(() => token(key, "Omar"));
  await eventually("both have joined", () => online(sara) && online(omar));
  await sara.room.publish("in time").stored;
  isSiteDown = true;
  await eventually("the room refuses what Sara writes", async () => {
    const refused = await sara.room.publish("too late").stored.catch(({ code }) => String(code));
    return refused === "sign_in_expired";
  });
  await eventually(
    "Sara and Omar are notified, when the room next notices",
    async () => {
      await omar.room.publish("anyone?").stored;
      const role = omar.room.roster.list.find(({ name }) => name === "Sara")?.role;
      return role === "reader" && sara.room.self?.role === "reader";
    },
    40_000,
  );
  expect(sara.failures).toContain("sign_in_expired");
  await eventually("Sara reads on", () => sara.texts.includes("anyone?"));
  [isSiteDown, exp] = [false, secondsFromNow(3_600)];
  await eventually("the SDK renews by itself", () => sara.room.self?.role === "member", 40_000);
  await sara.room.publish("back").stored;
  await eventually("Omar has read it", () => omar.texts.includes("back"));
  expect([sara.room.state.name, sara.room.pending.map(({ status }) => status.name)]).toEqual([
    "online",
    sara.room.pending.map(() => "failed"),
  ]);
});

test("[VOUCH-7] [ID-20] a revocation ends every session of a member; the site's next token brings them back as the same", async () => {
  const key = await SigningKey.generate("HS256");
  await workerd.redeploy(variables(key));
  let issued = 0;
  const makeToken = () => {
    issued += 1;
    return token(key, "Sara");
  };
  const [tab, phone] = [join(makeToken), join(makeToken)];
  await eventually("both sessions have joined", () => online(tab) && online(phone));
  const { id } = tab.room.self ?? {};
  const old = await token(key, "Sara", { iat: secondsFromNow(-30) });
  const revoked = await fetch(`${workerd.origin}/r/shop/me`, {
    method: "DELETE",
    headers: { Authorization: `Bearer ${old}` },
  });
  expect(revoked.status).toBe(204);
  const refused = await fetch(`${workerd.origin}/r/shop/ticket`, {
    method: "POST",
    headers: { Authorization: `Bearer ${old}` },
  });
  expect([refused.status, await refused.json()]).toMatchObject([401, { code: "revoked_token" }]);
  await eventually("both are back", () => issued >= 4 && online(tab) && online(phone), 20_000);
  expect([tab.room.self?.id, phone.room.self?.id]).toEqual([id, id]);
  await tab.room.publish("still me").stored;
});

describe("[VOUCH-9] keys that are rotated under load", () => {
  const MEMBERS = 20;

  test("refuse no member and lose no message: the next key beside the old one, then alone", async () => {
    const first = await SigningKey.generate("EdDSA", "2026-11");
    const second = await SigningKey.generate("ES256", "2026-12");
    await workerd.redeploy(variables(first));
    let key = first;
    const members = Array.from({ length: MEMBERS }, (_, number) => join(() => token(key, `user-${number}`)));
    await eventually("all have joined", () => members.every(online), 30_000);
    const ids = members.map(({ room }) => room.self?.id);
    const stored: Promise<unknown>[] = [];
    let count = 0;
    const load = setInterval(() => {
      const member = members[count % MEMBERS];
      stored.push(member?.room.publish(`message ${count}`).stored ?? Promise.resolve());
      count += 1;
    }, 20);
    try {
      const rejoined = () => eventually("all are back", () => members.every(online), 60_000);
      await eventually("there is load", () => count > 50);
      await workerd.redeploy(variables(first, second));
      await rejoined();
      key = second;
      await workerd.redeploy(variables(first, second));
      await rejoined();
      await workerd.redeploy(variables(second));
      await rejoined();
      const before = count;
      await eventually("there is load with the next key", () => count > before + 50);
    } finally {
      clearInterval(load);
    }
    const outcomes = await Promise.allSettled(stored);
    expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(members.flatMap(({ failures }) => failures)).toEqual([]);
    expect(members.map(({ room }) => room.self?.id)).toEqual(ids);
    const [reader] = members;
    const expected = Array.from({ length: count }, (_, number) => `message ${number}`);
    await eventually("a member has received all of them", () => reader?.texts.length === count);
    expect([...(reader?.texts ?? [])].sort()).toEqual(expected.sort());
    printLine(`rotation: ${MEMBERS} members, ${count} messages, 3 deploys, 0 refused`);
  });
});
