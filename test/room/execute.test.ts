/** The one way into the room: permission, rates, creation, then the handler. */
import { expect, test } from "vitest";
import { COMMAND_TRAITS } from "../../src/protocol/traits.ts";
import type { Command } from "../../src/protocol/commands.ts";
import { TestRoom } from "../support/test-room.ts";

const PUBLISH: Command = { type: "publish", id: "1", text: "hello" };
/** Valid values of all fields that commands have. */
const FIELDS = { seq: 1, text: "hi", emoji: "👍", on: true, data: 1, name: "Bo", position: "0.0" };
/** One command of each type. */
const COMMANDS = Object.keys(COMMAND_TRAITS).map((type) => ({ ...FIELDS, type, id: type }) as Command);
test("[READ-3] an anonymous reader's command does not create the room", () => {
  const room = new TestRoom();
  expect(room.joinInvisible().send({ type: "history", id: "h" })).toEqual([]);
  expect(room.read.view().born).toBe(false);
});

test("[LIM-1] [HTTP-4] a text that is refused counts against the sender's rate, as on a socket", () => {
  const room = new TestRoom({ limits: { memberRate: { perSecond: 1, burst: 2 } } });
  const codes = [1, 2, 3].map(() => {
    const answer = room.post(" ", { address: "192.0.2.7" });
    return answer.ok ? "" : answer.failure.code;
  });
  expect(codes).toEqual(["empty_text", "empty_text", "rate_limited"]);
  expect(room.read.view().born).toBe(false);
});

test("[HTTP-5] a request without a token may publish, and nothing else", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const origin = room.room.identifyRequest({
    token: undefined,
    name: undefined,
    address: undefined,
    isProgram: false,
    idSource: "generated",
  });
  if (!origin.ok) throw new Error(origin.failure.code);
  const others = COMMANDS.filter(({ type }) => type !== "publish");
  const answers = others.map((command) => room.room.execute(origin.value, command).answer);
  expect(answers).toEqual(others.map(() => [expect.objectContaining({ code: "forbidden" })]));
  expect(ana.received.map(({ type }) => type)).toEqual(["welcome", "page"]);
  expect(room.post("hello")).toMatchObject({ ok: true });
  expect(ana.texts).toEqual(["hello"]);
});

test("[FAN-5] a message is stored with the time at which it is executed, where that is given", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const { connection } = ana.session;
  const now = room.now - 5;
  room.room.execute({ kind: "session", connection, idSource: "command" }, PUBLISH, { now });
  room.room.execute({ kind: "session", connection, idSource: "command" }, { ...PUBLISH, id: "2" });
  const [page] = ana.send({ type: "history", id: "h" });
  expect(page).toMatchObject({ events: [{ at: now }, { at: room.now }] });
});

test("[ID-8] a forbidden command is refused before it counts against a rate", () => {
  const room = new TestRoom({ limits: { memberRate: { perSecond: 1, burst: 1 } } });
  const ana = room.join("Ana");
  for (let count = 0; count < 5; count++)
    expect(ana.send({ type: "role", id: `${count}`, member: "m", role: "owner" })).toMatchObject([
      { code: "forbidden" },
    ]);
  expect(ana.publish("still within the rate")).toMatchObject([{ type: "message" }]);
});

test("a command of a session that has left is ignored", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  room.leave(ana);
  const { connection } = ana.session;
  expect(room.room.execute({ kind: "session", connection, idSource: "command" }, PUBLISH)).toEqual({
    answer: [],
    effects: [],
  });
  expect(bo.texts).toEqual([]);
});
