/** What each role may do: role × command × transport × how the sender came to be there (SPEC ID-8, OWN-1, SET-4). */
import { describe, expect, test } from "vitest";
import { ROLES } from "../../src/protocol/roles.ts";
import type { Writers } from "../../src/protocol/settings.ts";
import {
  ARRIVALS,
  codeOf,
  commandOf,
  sceneOf,
  send,
  TRANSPORTS,
  TYPES,
} from "../support/permission-scenes.ts";
import { FORBIDDEN, LOSSY, NEEDS_STREAM, READ_ONLY, WRITING } from "../support/permission-table.ts";
import { TestRoom } from "../support/test-room.ts";

describe.each(Object.entries(ARRIVALS))("[ID-8] [OWN-1] a role %s", (arrival, arrive) => {
  test.each(Object.keys(TRANSPORTS))("decides what is forbidden over %s", (transport) => {
    for (const role of ROLES) {
      const forbidden = TYPES.filter((type) => {
        if (type === NEEDS_STREAM && transport === "HTTP without a stream") return false;
        const scene = arrive(role);
        return codeOf(send(transport, scene, type)) === "forbidden";
      });
      expect([arrival, transport, role, forbidden]).toEqual([arrival, transport, role, FORBIDDEN[role]]);
    }
  });
});

describe.each(Object.keys(READ_ONLY) as Writers[])("[SET-4] with write: %s", (write) => {
  test.each(Object.keys(TRANSPORTS))("commands that write are read_only over %s", (transport) => {
    for (const role of ROLES) {
      const refused = TYPES.filter((type) => {
        const scene = sceneOf(role);
        scene.room.sendOverHttp(scene.ownerKey, { type: "configure", id: "c", settings: { write } });
        return codeOf(send(transport, scene, type)) === "read_only";
      });
      const expected = READ_ONLY[write].includes(role) ? WRITING.filter((type) => !LOSSY.includes(type)) : [];
      expect([role, refused]).toEqual([role, expected]);
    }
  });
});

test("[SET-4] what may be lost is dropped without an answer", () => {
  const { room, ownerKey, sender } = sceneOf("guest");
  const bo = room.join("Bo");
  room.sendOverHttp(ownerKey, { type: "configure", id: "c", settings: { write: "members" } });
  for (const type of LOSSY) expect(sender.send(commandOf(type, ownerKey))).toEqual([]);
  expect([...bo.all("typing"), ...bo.all("signal")]).toEqual([]);
});

test("[SET-4] a request without a token is read_only too", () => {
  const room = new TestRoom();
  room.own({ write: "members" });
  expect(room.post("hello")).toMatchObject({ ok: false, failure: { code: "read_only" } });
  expect(room.read.view().position).toMatch(/\.0$/);
});

test("[READ-1] an invisible reader is a reader, whatever the room's roles", () => {
  const room = new TestRoom();
  room.own();
  const reader = room.joinInvisible();
  expect(reader.last("welcome").self.role).toBe("reader");
  expect(reader.publish("may I?")).toMatchObject([{ type: "error", code: "forbidden" }]);
  expect(reader.send({ type: "history", id: "h" })).toMatchObject([{ type: "page" }]);
});
