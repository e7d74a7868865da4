/**
 * What someone may still do who is muted, banned or kicked: role × command × transport × (mid-connection, join, recovery,
 * hibernation) (SPEC MOD-5 to MOD-7).
 */
import { describe, expect, test } from "vitest";
import type { Act } from "../../src/protocol/acts.ts";
import type { Role } from "../../src/protocol/roles.ts";
import type { CommandType } from "../../src/protocol/traits.ts";
import {
  codeOf,
  commandOf,
  rejoined,
  RETURNS,
  sceneOf,
  send,
  tokenOf,
  TRANSPORTS,
  TYPES,
  type Scene,
} from "../support/permission-scenes.ts";

/** The owner acts on all of them. */
const TARGETS: readonly Role[] = ["moderator", "member", "guest"];

/** Written by hand: what a muted member may not do, and the error that says so. */
const MUTED: readonly CommandType[] = ["publish", "edit", "restore", "react", "state", "rename"];
const DROPPED: readonly CommandType[] = ["typing", "signal"];

function act({ room, ownerKey, sender }: Scene, done: Act): void {
  room.sendOverHttp(ownerKey, { type: "moderate", id: done, act: done, member: sender.session.member });
}

/** The moments at which the room has to know that a member is muted. */
const MUTED_WHEN: Readonly<Record<string, (role: Role) => Scene>> = {
  "while here": (role) => {
    const scene = sceneOf(role);
    act(scene, "mute");
    return scene;
  },
  "before hibernation": (role) => {
    const scene = sceneOf(role);
    act(scene, "mute");
    scene.room.evict();
    return scene;
  },
  ...Object.fromEntries(
    Object.entries(RETURNS).map(([how, optionsOf]) => [
      `while away, ${how}`,
      (role: Role) => rejoined(role, optionsOf, (scene) => act(scene, "mute")),
    ]),
  ),
};

describe.each(Object.entries(MUTED_WHEN))("[MOD-5] a member who was muted %s", (when, arrive) => {
  test.each(Object.keys(TRANSPORTS))("may not write over %s", (transport) => {
    for (const role of TARGETS) {
      const answers = TYPES.map((type) => {
        const scene = arrive(role);
        const stored = scene.room.read.view().position;
        const code = codeOf(send(transport, scene, type));
        const isStored = scene.room.read.view().position !== stored;
        return { type, code, isStored };
      });
      const muted = answers.filter(({ code }) => code === "muted").map(({ type }) => type);
      expect([when, role, muted]).toEqual([when, role, MUTED]);
      const silent = answers.filter(({ type }) => [...MUTED, ...DROPPED].includes(type));
      expect(silent.filter(({ isStored }) => isStored)).toEqual([]);
    }
  });
});

test("[MOD-5] what may be lost of a muted member reaches no other", () => {
  for (const transport of Object.keys(TRANSPORTS)) {
    const scene = sceneOf("guest");
    const bo = scene.room.join("Bo");
    act(scene, "mute");
    for (const type of DROPPED) expect(send(transport, scene, type)).toEqual([]);
    expect([...bo.all("typing"), ...bo.all("signal")]).toEqual([]);
  }
});

const EXCLUSIONS = [
  ["ban", "banned"],
  ["kick", "kicked"],
] as const;

describe.each(EXCLUSIONS)("[MOD-6] [MOD-7] after a %s", (done, code) => {
  test.each(TARGETS)("mid-connection, a %s stores nothing more over any transport", (role) => {
    for (const isEvicted of [false, true]) {
      for (const type of TYPES) {
        const scene = sceneOf(role);
        const { room, sender, ownerKey } = scene;
        const credentials = { token: tokenOf(sender), name: undefined, address: undefined };
        const identified = room.room.identifyRequest({ ...credentials, idSource: "command" });
        if (!identified.ok) throw new Error("not identified");
        act(scene, done);
        expect([type, sender.closed]).toEqual([type, code]);
        if (isEvicted) room.evict();
        const { position } = room.read.view();
        const command = commandOf(type, ownerKey);
        // What was on the way when the connection was closed.
        expect([type, sender.send(command)]).toEqual([type, []]);
        // A request that was identified before.
        expect([type, codeOf(room.room.execute(identified.value, command).answer)]).toEqual([type, code]);
        expect(() => room.sendOverHttp(tokenOf(sender), command)).toThrow(`refused: ${code}`);
        expect([type, room.read.view().position]).toEqual([type, position]);
      }
    }
  });

  test.each(Object.entries(RETURNS))("a member is refused who would have %s", (_how, optionsOf) => {
    for (const isEvicted of [false, true]) {
      for (const role of TARGETS) {
        const scene = sceneOf(role);
        const options = optionsOf(scene);
        scene.room.leave(scene.sender);
        act(scene, done);
        if (isEvicted) scene.room.evict();
        expect([role, scene.room.tryJoin(undefined, options)]).toEqual([role, code]);
      }
    }
  });

  test("another member's connection does not become theirs", () => {
    for (const role of TARGETS) {
      const scene = sceneOf(role);
      const other = scene.room.join("Bo");
      act(scene, done);
      const answer = other.send({ type: "authenticate", id: "a", token: tokenOf(scene.sender) });
      expect([role, codeOf(answer)]).toEqual([role, code]);
      expect(other.session.name).toBe("Bo");
    }
  });
});
