import { base64urlnopad, utf8 } from "@scure/base";
import { expect, test } from "vitest";
import { GUEST_TOKEN_LIFETIME_MS } from "../../src/room/identity/guest-token.ts";
import { TestGuest, TestRoom } from "../support/test-room.ts";

test("[ID-3] a guest without a name gets one derived from their id", () => {
  const room = new TestRoom();
  const guest = room.join();
  expect(guest.session.name).toBe(`guest-${guest.session.member.slice(0, 4)}`);
  expect(room.join("   ").session.name).toMatch(/^guest-[a-z2-7]{4}$/);
});

test("[ID-3] a client that joins with the room's token is the same member, with the token's name", () => {
  const room = new TestRoom();
  const { token, id } = room.join("Ana").last("welcome").self;
  const rejoined = room.join("Other", { token });
  expect(rejoined.last("welcome").self).toMatchObject({ id, name: "Ana" });
});

test("[ID-3] the token is renewed at each join, and valid after an eviction", () => {
  const room = new TestRoom();
  const { token } = room.join("Ana").last("welcome").self;
  room.now += GUEST_TOKEN_LIFETIME_MS - 1_000;
  room.evict();
  const renewed = room.join(undefined, { token }).last("welcome").self.token;
  room.now += GUEST_TOKEN_LIFETIME_MS - 1_000;
  expect(room.tryJoin(undefined, { token: renewed })).toBeInstanceOf(TestGuest);
});

test("[ID-6] an expired token is refused with another code than an invalid one", () => {
  const room = new TestRoom();
  const { token } = room.join("Ana").last("welcome").self;
  room.now += GUEST_TOKEN_LIFETIME_MS;
  expect(room.tryJoin(undefined, { token })).toBe("expired_token");
});

test("[ID-2] [ID-6] a token is valid in one room only, and only unaltered", () => {
  const tea = new TestRoom({ name: "tea" });
  const coffee = new TestRoom({ name: "coffee" });
  const { token } = tea.join("Ana").last("welcome").self;
  const [payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(utf8.encode(base64urlnopad.decode(payload))) as Record<string, unknown>;
  const forged = base64urlnopad.encode(utf8.decode(JSON.stringify({ ...claims, name: "Owner" })));
  const flipped = `${signature.slice(0, -2)}${signature.endsWith("AA") ? "BA" : "AA"}`;
  const wrong = [
    "",
    ".",
    "a.b",
    "a.b.c",
    payload,
    `${payload}.`,
    `.${signature}`,
    `${forged}.${signature}`,
    `${payload}.${flipped}`,
    `${payload}.${signature}=`,
    `${payload}.${signature}.${signature}`,
    `${payload} .${signature}`,
    "x".repeat(10_000),
  ];
  for (const bad of wrong)
    expect([bad, tea.tryJoin(undefined, { token: bad })]).toEqual([bad, "invalid_token"]);
  expect(coffee.tryJoin(undefined, { token })).toBe("invalid_token");
  expect(tea.tryJoin(undefined, { token })).toBeInstanceOf(TestGuest);
});

test("[ID-2] a room created again under the same name refuses the old room's tokens", () => {
  const { token } = new TestRoom({ seed: 1 }).join("Ana").last("welcome").self;
  expect(new TestRoom({ seed: 2 }).tryJoin(undefined, { token })).toBe("invalid_token");
});

test.each([
  { name: "x".repeat(40), ok: true },
  { name: "x".repeat(41), ok: false },
  { name: "👨‍👩‍👧‍👦".repeat(10), ok: true },
  { name: "أم كلثوم", ok: true },
  { name: "می‌خواهم", ok: true },
  { name: "Zoë  van   Dam", ok: true },
  { name: "a:b", ok: false },
  { name: "*Ana", ok: false },
  { name: "Ana*", ok: true },
  { name: "two\nlines", ok: false },
  { name: "nul\u0000", ok: false },
  { name: "\u202eanA", ok: false },
  { name: "\u2066Ana", ok: false },
  { name: "An\u200ba", ok: false },
  { name: "An\u2060a", ok: false },
  { name: "\u3164", ok: false },
  { name: "Z̷̧̡a̴l̵g̶ơ̷̢̧̡̨", ok: false },
  { name: "half \ud83d", ok: false },
  { name: "\u200d", ok: false },
  { name: "Ana ✓", ok: false },
  { name: "✔️ Ana", ok: false },
  { name: "Ana √", ok: false },
  { name: "Ana 🮱", ok: false },
  { name: "Ana ✅", ok: false },
  { name: "Ana ☑", ok: false },
  { name: "Ana 🗸", ok: false },
])("[ID-7] the name $name is valid: $ok", ({ name, ok }) => {
  const room = new TestRoom();
  const joined = room.tryJoin(name);
  if (ok) expect(joined).toBeInstanceOf(TestGuest);
  else expect(joined).toBe("invalid_name");
  const answer = room.join("Ana").send({ type: "rename", id: "r", name });
  expect(answer).toMatchObject([ok ? { type: "presence", id: "r" } : { code: "invalid_name", id: "r" }]);
});

test("[ID-7] names are normalized to NFC, with single spaces", () => {
  const room = new TestRoom();
  expect(room.join("  Zoe\u0308   van\tDam ").session.name).toBe("Zoë van Dam");
});

test("[ID-4] a rename applies to all the member's sessions, keeps their id, and survives an eviction", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  const second = room.join(undefined, { token: ana.last("welcome").self.token });
  const [answer] = ana.send({ type: "rename", id: "r", name: "Ana B" });
  expect(answer).toMatchObject({
    type: "presence",
    id: "r",
    self: { name: "Ana B", id: ana.session.member },
  });
  expect(bo.last("presence")).toMatchObject({ changed: [{ id: ana.session.member, name: "Ana B" }] });
  expect(bo.last("presence")).not.toHaveProperty("self");
  room.evict();
  second.publish("hello");
  expect(bo.last("message").from.name).toBe("Ana B");
  const token = answer?.type === "presence" ? answer.self?.token : undefined;
  expect(room.join(undefined, { token: token ?? "" }).session.name).toBe("Ana B");
});

test("[ID-9] a token from before a rename counts with the name of the member who is here", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  const { token } = ana.last("welcome").self;
  ana.send({ type: "rename", id: "r", name: "Anna" });
  room.sendOverHttp(token, { type: "publish", id: "p", text: "from another tab" });
  room.post("from a script", { token });
  const tab = room.join(undefined, { token });
  tab.publish("after joining again");
  expect(bo.all("message").map(({ from }) => from.name)).toEqual(["Anna", "Anna", "Anna"]);
  room.leave(ana);
  room.leave(tab);
  expect(room.join(undefined, { token: tab.last("welcome").self.token }).session.name).toBe("Anna");
});

test("[ID-5] authenticate changes the session's member to the token's; with an invalid token it changes nothing", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const { token, id } = ana.last("welcome").self;
  room.leave(ana);
  const bo = room.join("Bo");
  const guest = room.join();
  expect(guest.send({ type: "authenticate", id: "a1", token: `${token}x` })).toMatchObject([
    { type: "error", id: "a1", code: "invalid_token" },
  ]);
  const before = guest.session;
  const [answer] = guest.send({ type: "authenticate", id: "a2", token });
  expect(answer).toMatchObject({ id: "a2", self: { id, name: "Ana" } });
  expect(bo.last("presence")).toMatchObject({
    count: 2,
    left: [{ id: before.member, name: before.name }],
    joined: [{ id, name: "Ana" }],
  });
  guest.publish("it is me");
  expect(bo.last("message").from).toEqual({ id, name: "Ana" });
});
