import { describe, expect, test } from "vitest";
import { SendRateLimiter } from "../../src/client/send-rate-limiter.ts";
import { MAX_LISTED, rosterOf, applyPresence, withRead } from "../../src/client/roster.ts";
import { laterWelcome } from "../../src/client/transports/later-welcome.ts";
import { safeStorage, type BrowserStorage } from "../../src/client/safe-storage.ts";
import { joinRoom, RoomError } from "../../src/client/index.ts";
import type { Welcome } from "../../src/protocol/events/welcome.ts";
import type { Member } from "../../src/protocol/member.ts";

const member = (id: string): Member => ({ id, name: id.toUpperCase(), role: "guest" });

describe("[PRES-1] the roster", () => {
  test("lists the own member first", () => {
    const roster = rosterOf({ count: 3, list: [member("b"), member("a"), member("c")] }, "a");
    expect(roster.list.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  test("applies joined, left and changed members, and takes the room's count", () => {
    const before = rosterOf({ count: 90, list: [member("a"), member("b"), member("c")] }, "a");
    const after = applyPresence(
      before,
      {
        type: "presence",
        count: 90,
        joined: [member("d"), member("b")],
        left: [{ id: "c", name: "C" }],
        changed: [{ ...member("b"), away: true }],
      },
      "a",
    );
    expect(after.count).toBe(90);
    expect(after.list).toEqual([member("a"), { ...member("b"), away: true }, member("d")]);
  });

  test("[EPH-3] knows up to which message a member has read, also before anything listens for it", () => {
    const before = rosterOf({ count: 2, list: [member("a"), member("b")] }, "a");
    const after = withRead(before, { type: "read", from: { id: "b", name: "B" }, seq: 7 });
    expect(after).toEqual({ count: 2, list: [member("a"), { ...member("b"), read: 7 }] });
  });

  test("[EPH-3] learns from the welcome of a later poll what was read between two polls", () => {
    const roster = { count: 2, list: [member("a"), member("b")] };
    const members = { count: 2, list: [{ ...member("b"), read: 7 }, member("a")] };
    expect(laterWelcome(roster, { members } as Welcome)).toContainEqual(
      expect.objectContaining({ type: "presence", changed: [{ ...member("b"), read: 7 }] }),
    );
  });

  test("lists at most 500 members, but counts all", () => {
    const joined = Array.from({ length: 2_000 }, (_, index) => member(`m${index}`));
    const { count, list } = applyPresence(
      { count: 0, list: [] },
      { type: "presence", count: 2_000, joined },
      "m1999",
    );
    expect(count).toBe(2_000);
    expect(list).toHaveLength(MAX_LISTED);
    expect(list[0]?.id).toBe("m1999");
  });
});

describe("[LIM-1] the send rate limiter", () => {
  test("allows a burst, then the rate", () => {
    const pace = new SendRateLimiter();
    pace.setRate({ perSecond: 10, burst: 2 }, 0);
    pace.take();
    expect(pace.waitMs(0)).toBe(0);
    pace.take();
    expect(pace.waitMs(0)).toBe(100);
    expect(pace.waitMs(100)).toBe(0);
  });

  test("keeps its tokens when the client joins again", () => {
    const pace = new SendRateLimiter();
    pace.setRate({ perSecond: 1, burst: 1 }, 0);
    pace.take();
    pace.setRate({ perSecond: 1, burst: 1 }, 0);
    expect(pace.waitMs(0)).toBe(1_000);
  });

  test("ends its pause when the clock is set back", () => {
    const pace = new SendRateLimiter();
    pace.setRate({ perSecond: 10, burst: 2 }, 10_000_000);
    pace.pause(10_000_000, 1_000);
    expect(pace.waitMs(10_000_000)).toBe(1_050);
    expect(pace.waitMs(0)).toBeLessThanOrEqual(100);
  });
});

describe("safeStorage", () => {
  const browserStorage = (): BrowserStorage & { isBroken: boolean } => {
    const values = new Map<string, string>();
    const storage = {
      isBroken: false,
      get length() {
        return values.size;
      },
      key: (index: number) => [...values.keys()][index] ?? null,
      getItem: (key: string) => {
        if (storage.isBroken) throw new Error("permission revoked");
        return values.get(key) ?? null;
      },
      setItem: (key: string, value: string) => {
        if (storage.isBroken) throw new Error("quota");
        values.set(key, value);
      },
      removeItem: (key: string) => {
        if (storage.isBroken) throw new Error("permission revoked");
        values.delete(key);
      },
    };
    return storage;
  };

  test("is localStorage if that works", () => {
    const browser = browserStorage();
    const storage = safeStorage(() => browser);
    expect(storage.set("a", "1")).toBe(true);
    expect(browser.getItem("a")).toBe("1");
    expect(storage.get("a")).toBe("1");
    expect(storage.keys()).toEqual(["a"]);
    storage.remove("a");
    expect(storage.get("a")).toBeUndefined();
  });

  test.each([
    [
      "throws on access",
      () => {
        throw new Error("blocked");
      },
    ],
    ["is absent", () => undefined],
  ])("is memory if localStorage %s", (_, open) => {
    const storage = safeStorage(open);
    expect(storage.set("a", "1")).toBe(true);
    expect(storage.get("a")).toBe("1");
  });

  test("is memory if nothing can be written", () => {
    const browser = browserStorage();
    browser.isBroken = true;
    const storage = safeStorage(() => browser);
    expect(storage.set("a", "1")).toBe(true);
    expect(storage.get("a")).toBe("1");
  });

  test("never throws, even if localStorage fails later", () => {
    const browser = browserStorage();
    const storage = safeStorage(() => browser);
    browser.isBroken = true;
    expect(storage.set("a", "1")).toBe(false);
    expect(storage.get("a")).toBeUndefined();
    expect(() => storage.remove("a")).not.toThrow();
  });
});

describe("the real platform", () => {
  test("joins and leaves with the default environment", async () => {
    const room = joinRoom({ url: "http://127.0.0.1:9/r/tea" });
    expect(room.state.name).toBe("connecting");
    const { stored } = room.publish("hello");
    room.close();
    await expect(stored).rejects.toBeInstanceOf(RoomError);
    expect(room.state.name).toBe("closed");
  });

  test("joinRoom throws a TypeError for an invalid URL", () => {
    expect(() => joinRoom({ url: "tea" })).toThrow(TypeError);
  });
});
