/** The roster, which lists the same members at each join of a crowd, and what has changed of one of them. */
import { expect, test } from "vitest";
import { MemberRoster } from "../../src/room/roster.ts";
import type { Session } from "../../src/room/session.ts";

const ANA: Session = { connection: "c1", member: "ana", name: "Ana", role: "guest", address: undefined };
const SECOND: Session = { ...ANA, connection: "c2", role: "moderator" };

function rosterOf(...sessions: readonly Session[]): MemberRoster {
  const roster = new MemberRoster();
  for (const session of sessions) roster.enter(session);
  expect(roster.list(50)).toHaveLength(1);
  return roster;
}

test("a member of whom nothing has changed is listed as the same object, which is made once", () => {
  const roster = rosterOf(ANA);
  const [before] = roster.list(50);
  roster.enter({ ...ANA, connection: "c9", member: "bo", name: "Bo" });
  expect(roster.list(50)[0]).toBe(before);
});

test.each<[string, readonly Session[], (roster: MemberRoster) => void, object]>([
  ["who is renamed", [ANA], (roster) => roster.enter({ ...ANA, name: "Anna" }), { name: "Anna" }],
  ["in a second session", [ANA], (roster) => roster.enter(SECOND), { role: "moderator" }],
  ["who has read", [ANA], (roster) => roster.enter({ ...ANA, read: 7 }), { read: 7 }],
  ["without the second session", [ANA, SECOND], (roster) => roster.leave("c2"), { role: "guest" }],
  ["who is away", [ANA], (roster) => roster.setAway("ana", true), { away: true }],
])("a member %s is listed so", (_how, sessions, change, listed) => {
  const roster = rosterOf(...sessions);
  change(roster);
  expect(roster.list(50)).toEqual([{ id: "ana", name: "Ana", role: "guest", ...listed }]);
  expect(roster.member("ana")).toBe(roster.list(50)[0]);
});

test("a member who has left is no longer listed", () => {
  const roster = rosterOf(ANA);
  roster.leave("c1");
  expect(roster.list(50)).toEqual([]);
  expect(roster.member("ana")).toBeUndefined();
});
