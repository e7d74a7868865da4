/** Models that depend on the time. */
import { describe, expect, test } from "vitest";
import { Announcer, MAX_ANNOUNCED, WINDOW_MS } from "../../src/ui/models/announcer.ts";
import { connectionNotice, GRACE_MS } from "../../src/ui/models/connection-notice.ts";
import { TYPING_EXPIRES_MS, TypingMembers } from "../../src/client/typing-members.ts";
import { ana, badr } from "./support/sample.ts";

describe("a typing indicator", () => {
  test("expires after five seconds", () => {
    const typing = new TypingMembers();
    typing.onTyping({ type: "typing", from: badr, on: true }, 0);
    typing.onTyping({ type: "typing", from: ana, on: true }, 1_000);
    expect(typing.names(TYPING_EXPIRES_MS - 1)).toEqual([badr.name, "Ana"]);
    expect(typing.nextExpiry(0)).toBe(TYPING_EXPIRES_MS);
    expect(typing.names(TYPING_EXPIRES_MS)).toEqual(["Ana"]);
    typing.onTyping({ type: "typing", from: ana, on: false }, 6_000);
    expect(typing.names(6_000)).toEqual([]);
  });
});

describe("the connection notice", () => {
  const lost = { name: "reconnecting", since: 0, retryAt: 12_000 } as const;

  test("is not shown in the first five seconds", () => {
    expect(connectionNotice(lost, 0, GRACE_MS - 1)).toEqual({ name: "none" });
    expect(connectionNotice({ name: "offline", since: 0, retryAt: 0 }, 0, GRACE_MS - 1)).toEqual({
      name: "none",
    });
  });

  test("counts down to the next attempt, then shows that it is under way", () => {
    expect(connectionNotice(lost, 0, GRACE_MS)).toEqual({ name: "reconnecting", seconds: 7 });
    expect(connectionNotice(lost, 0, 11_999)).toEqual({ name: "reconnecting", seconds: 1 });
    expect(connectionNotice(lost, 0, 13_000)).toEqual({ name: "reconnecting", seconds: 0 });
  });

  test.each([
    [4002, "busy"],
    [4003, "busy"],
    [4006, "busy"],
    [4001, "reconnecting"],
  ])("[JOIN-7] says why the room refused with %i, after the grace period", (code, name) => {
    expect(connectionNotice({ ...lost, code }, 0, GRACE_MS - 1)).toEqual({ name: "none" });
    expect(connectionNotice({ ...lost, code }, 0, GRACE_MS)).toMatchObject({ name });
  });

  test("measures the five seconds from the loss, whatever attempts there are", () => {
    expect(connectionNotice({ ...lost, since: 9_000 }, 0, 9_500)).toMatchObject({ name: "reconnecting" });
  });

  test("is shown at once when the connection is closed for good", () => {
    const over = { name: "closed", code: 4501, reason: "no", fatal: true } as const;
    expect(connectionNotice(over, 0, 0)).toEqual({ name: "closed", code: 4501 });
    expect(connectionNotice({ ...over, fatal: false }, 0, 0)).toEqual({ name: "none" });
  });
});

describe("announcements", () => {
  test("read three messages in two seconds, and count the others until there are few again", () => {
    const announcer = new Announcer();
    expect([1, 2, 3, 4, 5].map((ms) => announcer.offer(ms))).toEqual([true, true, true, false, false]);
    expect(announcer.windowEnd).toBe(1 + WINDOW_MS);
    expect(announcer.takeCount()).toBe(5 - MAX_ANNOUNCED);
    expect(announcer.offer(announcer.windowEnd)).toBe(false);
    expect(announcer.takeCount()).toBe(1);
    expect(announcer.offer(announcer.windowEnd)).toBe(true);
  });
});
