/** A room with an owner, a moderator, and a guest to act on. */
import type { CommandOf } from "../../src/protocol/commands.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { type TestGuest, TestRoom, type TestRoomOptions } from "./test-room.ts";

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = { memberRate: UNLIMITED, roomRate: UNLIMITED, addressRate: UNLIMITED };

export const HOUR_MS = 3_600_000;
export const SPAM_ADDRESS = "192.0.2.66";

export type Order = Omit<CommandOf<"moderate">, "type" | "id" | "member">;

/** A room with a moderator, and a guest who writes too much. */
export function moderatedRoom(options: TestRoomOptions = {}) {
  const room = new TestRoom({ ...options, limits: { ...LIMITS, ...options.limits } });
  const ownerKey = room.own();
  const mo = room.join("Mo", { address: "192.0.2.1" });
  room.giveRole(ownerKey, mo.session.member, "moderator");
  const spam = room.join("Spam", { address: SPAM_ADDRESS });
  const ana = room.join("Ana", { address: "192.0.2.2" });
  return { room, ownerKey, mo, spam, ana };
}

let ids = 0;

export function moderate(by: TestGuest, member: TestGuest | string, order: Order): RoomEvent[] {
  const id = typeof member === "string" ? member : member.session.member;
  return by.send({ type: "moderate", id: `o-${++ids}`, member: id, ...order });
}

export function tokenOf(guest: TestGuest): string {
  return guest.last("welcome").self.token;
}

export function codeOf(result: ReturnType<TestRoom["post"]>): string | undefined {
  return result.ok ? undefined : result.failure.code;
}

/** The stored sanctions. */
export function sanctionsIn({ database }: TestRoom) {
  return database.prepare("SELECT * FROM sanction ORDER BY member, kind, address").all();
}
