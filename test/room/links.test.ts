/** Links that give a role (SPEC OWN-7), and who may make them (HTTP-22). */
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { ROLES, type Role } from "../../src/protocol/roles.ts";
import { MAX_LINKS } from "../../src/room/authority/links.ts";
import { NOON, TestRoom, type TestGuest } from "../support/test-room.ts";

const DAY_MS = 86_400_000;
const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };

function ownedRoom() {
  const room = new TestRoom({ limits: { memberRate: UNLIMITED, frameRate: UNLIMITED, roomRate: UNLIMITED } });
  return { room, ownerKey: room.own() };
}

let claims = 0;

function claim(guest: TestGuest, key: string): RoomEvent[] {
  return guest.send({ type: "claim", id: `claim-${++claims}`, key });
}

/** The role that the claim led to, or the code of its refusal. */
function outcomeOf(answer: readonly RoomEvent[]): string | undefined {
  const [first] = answer;
  return first?.type === "error" ? first.code : first?.type === "presence" ? first.self?.role : undefined;
}

function usesOf(room: TestRoom): unknown {
  return room.database.prepare("SELECT uses FROM link").all();
}

describe("[OWN-7] a link", () => {
  test("gives its role to each member who claims its key, also after an eviction, and everyone sees it", () => {
    const { room, ownerKey } = ownedRoom();
    const [ana, bo, cy] = room.joinAll("Ana", "Bo", "Cy");
    const link = room.makeLink(ownerKey, { role: "moderator" });
    expect(link).toMatchObject({ role: "moderator", expiresAt: NOON + 7 * DAY_MS, uses: undefined });
    expect(link.key).toMatch(/^majlis-link-[a-z2-7]{16}\.[\w-]{43}$/);
    expect(outcomeOf(claim(ana, link.key))).toBe("moderator");
    expect(cy.last("role")).toMatchObject({
      from: { name: "Ana" },
      member: { name: "Ana" },
      role: "moderator",
    });
    room.evict();
    expect(outcomeOf(claim(bo, link.key))).toBe("moderator");
    expect(bo.send({ type: "configure", id: "s", settings: { announcement: "Hi" } })).toMatchObject([
      { type: "settings" },
    ]);
  });

  test("is stored without its key, which the room's key signs", () => {
    const { room, ownerKey } = ownedRoom();
    const { key, id } = room.makeLink(ownerKey, { role: "member" });
    const row = JSON.stringify(room.database.prepare("SELECT * FROM link").all());
    expect(row).toContain(id);
    expect(row).not.toContain(key.slice(-43));
    const other = ownedRoom();
    const elsewhere = new TestRoom({ name: "other", seed: 9 });
    const otherKey = elsewhere.makeLink(elsewhere.own(), { role: "member" }).key;
    for (const forged of [
      otherKey,
      key.slice(0, -1),
      `${key}.x`,
      key.replace(id, "a".repeat(16)),
      "majlis-link-",
      "majlis-link-.",
      "majlis-link-\ud800.x",
    ])
      expect([forged, outcomeOf(claim(room.join("Ana"), forged))]).toEqual([forged, "forbidden"]);
    expect(outcomeOf(claim(other.room.join("Bo"), otherKey))).toBe("forbidden");
  });

  test.each([undefined, 60, 365 * 86_400])("that expires in %s s gives nothing from then on", (seconds) => {
    const { room, ownerKey } = ownedRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const { key, expiresAt } = room.makeLink(ownerKey, { role: "member", expiresInSeconds: seconds });
    expect(expiresAt - NOON).toBe((seconds ?? 7 * 86_400) * 1_000);
    room.now = expiresAt - 1;
    expect(outcomeOf(claim(ana, key))).toBe("member");
    room.now = expiresAt;
    expect(outcomeOf(claim(bo, key))).toBe("link_expired");
    expect(outcomeOf(claim(ana, key))).toBe("member");
  });

  test("is counted once a member, and gives nothing once it is used up", () => {
    const { room, ownerKey } = ownedRoom();
    const [ana, bo, cy] = room.joinAll("Ana", "Bo", "Cy");
    const { key } = room.makeLink(ownerKey, { role: "member", uses: 2 });
    expect([ana, ana, ana, bo].map((guest) => outcomeOf(claim(guest, key)))).toEqual(Array(4).fill("member"));
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect(outcomeOf(claim(cy, key))).toBe("link_expired");
      expect(outcomeOf(claim(bo, key))).toBe("member");
    }
    expect(usesOf(room)).toEqual([{ uses: 0 }]);
    expect(ana.all("role")).toHaveLength(2);
  });

  test("is not counted if its role cannot be stored", () => {
    let isFull = false;
    const room = new TestRoom({
      sabotage: (store) => {
        const opened = store.open();
        if (opened === undefined) return store;
        const log = Object.assign(Object.create(opened.log) as typeof opened.log, {
          append: (entry: Parameters<typeof opened.log.append>[0]) => {
            if (isFull) throw new Error("the disk is full");
            return opened.log.append(entry);
          },
        });
        return Object.assign(Object.create(store) as typeof store, { open: () => ({ ...opened, log }) });
      },
    });
    const ownerKey = room.own();
    const { key } = room.makeLink(ownerKey, { role: "member", uses: 1 });
    const ana = room.join("Ana");
    room.evict();
    isFull = true;
    expect(() => claim(ana, key)).toThrow("full");
    expect(usesOf(room)).toEqual([{ uses: 1 }]);
    isFull = false;
    expect(outcomeOf(claim(ana, key))).toBe("member");
    expect(usesOf(room)).toEqual([{ uses: 0 }]);
  });

  test("never takes a role, nor is it counted for a member who has that or more", () => {
    const { room, ownerKey } = ownedRoom();
    const { key } = room.makeLink(ownerKey, { role: "member", uses: 5 });
    const moderatorKey = room.makeLink(ownerKey, { role: "moderator" }).key;
    const [ana, bo] = room.joinAll("Ana", "Bo");
    claim(ana, ownerKey);
    claim(bo, moderatorKey);
    expect([ana, bo].map((guest) => outcomeOf(claim(guest, key)))).toEqual(["owner", "moderator"]);
    expect(outcomeOf(claim(ana, moderatorKey))).toBe("owner");
    const byKey = room.sendOverHttp(ownerKey, { type: "claim", id: "k", key });
    expect(byKey).toMatchObject([{ self: { role: "owner" } }]);
    expect(usesOf(room)).toContainEqual({ uses: 5 });
  });

  test("gives more to a member who has less", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    for (const role of ["member", "moderator"] as const)
      expect(outcomeOf(claim(ana, room.makeLink(ownerKey, { role }).key))).toBe(role);
  });

  test("gives nothing to a reader, whom an owner has silenced", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    room.giveRole(ownerKey, ana.session.member, "reader");
    expect(outcomeOf(claim(ana, room.makeLink(ownerKey, { role: "member" }).key))).toBe("forbidden");
  });

  test("gives nothing once it is revoked, at once and after an eviction", () => {
    const { room, ownerKey } = ownedRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    const { id, key } = room.makeLink(ownerKey, { role: "member" });
    claim(ana, key);
    expect(room.room.manage.revokeLink(room.originOf(ownerKey), id)).toMatchObject({ ok: true });
    for (const isEvicted of [false, true]) {
      if (isEvicted) room.evict();
      expect([ana, bo].map((guest) => outcomeOf(claim(guest, key)))).toEqual([
        "link_expired",
        "link_expired",
      ]);
    }
    expect(room.room.manage.revokeLink(room.originOf(ownerKey), id)).toMatchObject({
      failure: { code: "not_found" },
    });
  });

  test("is one of at most 200; what gives nothing any more makes room", () => {
    const { room, ownerKey } = ownedRoom();
    const links = Array.from({ length: MAX_LINKS }, (_, index) =>
      room.makeLink(ownerKey, { role: "member", uses: 1, expiresInSeconds: index === 0 ? 60 : 3_600 }),
    );
    const origin = room.originOf(ownerKey);
    const another = () => room.room.manage.createLink(origin, { role: "member" });
    expect(another()).toMatchObject({ failure: { code: "forbidden" } });
    claim(room.join("Ana"), links[1]?.key ?? "");
    expect(another().ok).toBe(true);
    expect(another().ok).toBe(false);
    room.now += 60_000;
    expect(another().ok).toBe(true);
    room.room.manage.revokeLink(origin, links[2]?.id ?? "");
    expect(another().ok).toBe(true);
    expect(room.database.prepare("SELECT COUNT(*) AS count FROM link").get()).toEqual({ count: MAX_LINKS });
  });

  test("[MOD-9] is in the audit log when it is made, claimed and revoked, without its key", () => {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    const { id, key } = room.makeLink(ownerKey, { role: "member" });
    claim(ana, key);
    room.room.manage.revokeLink(room.originOf(ownerKey), id);
    const audit = room.readAs({ token: ownerKey }).audit(undefined);
    const entries = audit.ok ? audit.value.entries : [];
    expect(entries.toReversed()).toMatchObject([
      { action: "link", role: "member", from: { name: "Owner" } },
      { action: "claim", role: "member", from: { name: "Ana" }, member: { name: "Ana" } },
      { action: "unlink", role: "member", from: { name: "Owner" } },
    ]);
    expect(JSON.stringify(entries)).not.toContain(id);
  });

  test("costs a room that has none no table", () => {
    const { room, ownerKey } = ownedRoom();
    room.evict();
    expect(room.room.manage.links(room.originOf(ownerKey))).toEqual({ ok: true, value: [] });
    const tables = () => room.database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'link'").all();
    expect(tables()).toEqual([]);
    room.makeLink(ownerKey, { role: "member" });
    expect(tables()).toHaveLength(1);
  });
});

describe("[HTTP-22] links are made, seen and revoked", () => {
  /** Written by hand: the roles that each may make links for. */
  const MAKES: { readonly [Each in Role]: readonly string[] } = {
    owner: ["moderator", "member"],
    moderator: ["member"],
    member: [],
    guest: [],
    reader: [],
  };

  function tokenOf(role: Role) {
    const { room, ownerKey } = ownedRoom();
    const ana = room.join("Ana");
    if (role !== "guest") room.giveRole(ownerKey, ana.session.member, role);
    return { room, ownerKey, token: ana.last("welcome").self.token };
  }

  test.each(ROLES)("by a member with the role %s, as far as that goes", (role) => {
    const { room, ownerKey, token } = tokenOf(role);
    const origin = room.originOf(token);
    const { manage } = room.room;
    const made = (["moderator", "member"] as const).filter(
      (given) => manage.createLink(origin, { role: given }).ok,
    );
    expect(made).toEqual(MAKES[role]);
    const seen = manage.links(origin);
    expect(seen.ok ? seen.value.map((link) => link.role).toSorted() : []).toEqual(MAKES[role].toSorted());
    const revoked = (["moderator", "member"] as const).filter((given) => {
      const { id } = room.makeLink(ownerKey, { role: given });
      return manage.revokeLink(origin, id).ok;
    });
    expect(revoked).toEqual(MAKES[role]);
  });

  test("with the same key each time they are seen, until they expire; the first to expire first", () => {
    const { room, ownerKey } = ownedRoom();
    const late = room.makeLink(ownerKey, { role: "member" });
    const soon = room.makeLink(ownerKey, { role: "moderator", expiresInSeconds: 60, uses: 3 });
    const seen = () => room.room.manage.links(room.originOf(ownerKey));
    expect(seen()).toEqual({ ok: true, value: [soon, late] });
    room.evict();
    expect(seen()).toEqual({ ok: true, value: [soon, late] });
    room.now += 60_000;
    expect(seen()).toEqual({ ok: true, value: [late] });
  });

  test("not once the role was taken, nor without a token, nor in a room without an owner", () => {
    const { room, ownerKey, token } = tokenOf("moderator");
    const origin = room.originOf(token);
    room.giveRole(ownerKey, origin.kind === "http" ? origin.sender.member : "", "guest");
    expect(room.room.manage.createLink(origin, { role: "member" })).toMatchObject({
      failure: { code: "forbidden" },
    });
    const anonymous = { kind: "anonymous", name: "Bo", address: undefined, isProgram: false } as const;
    expect(room.room.manage.links({ ...anonymous, idSource: "generated" })).toMatchObject({ ok: false });
    const common = new TestRoom();
    const bo = common.join("Bo");
    const { manage } = common.room;
    const commonOrigin = common.originOf(bo.last("welcome").self.token);
    expect(manage.createLink(commonOrigin, { role: "member" })).toMatchObject({
      failure: { code: "forbidden" },
    });
  });

  test("[LIM-1] within the rates of commands", () => {
    const room = new TestRoom({ limits: { memberRate: { perSecond: 1, burst: 2 } } });
    const origin = room.originOf(room.own());
    const codes = [1, 2, 3].map(() => {
      const links = room.room.manage.links(origin);
      return links.ok ? "ok" : links.failure.code;
    });
    expect(codes).toEqual(["ok", "ok", "rate_limited"]);
  });
});
