/** The one way into the room: permission, rates, creation, then the handler. */
import { expect, test } from "vitest";
import { COMMAND_TRAITS, type CommandType } from "../../src/protocol/command-traits.ts";
import type { Command } from "../../src/protocol/commands.ts";
import type { HttpOrigin } from "../../src/room/origin.ts";
import { TestRoom } from "../support/test-room.ts";

const COMMANDS: { readonly [Type in CommandType]: Extract<Command, { type: Type }> } = {
  publish: { type: "publish", id: "1", text: "hello" },
  edit: { type: "edit", id: "2", seq: 1, text: "hi" },
  delete: { type: "delete", id: "3", seq: 1 },
  react: { type: "react", id: "4", seq: 1, emoji: "👍", on: true },
  typing: { type: "typing", on: true },
  signal: { type: "signal", data: 1 },
  rename: { type: "rename", id: "5", name: "Bo" },
  history: { type: "history", id: "6" },
  authenticate: { type: "authenticate", id: "7", token: "a.b" },
  flow: { type: "flow", id: "8", position: "0.0" },
};
const READ_ONLY: ReadonlySet<string> = new Set<CommandType>(["history", "authenticate", "flow"]);

function forbiddenTypes(room: TestRoom, origin: HttpOrigin): string[] {
  return Object.values(COMMANDS)
    .filter((command) => {
      const [answer] = room.room.execute(origin, command).answer;
      return answer?.type === "error" && answer.code === "forbidden" && command.type !== "authenticate";
    })
    .map(({ type }) => type);
}

test.each(["owner", "moderator", "member", "guest"] as const)(
  "[ID-8] over HTTP a %s may send every command that a socket may",
  (role) => {
    const room = new TestRoom();
    const { session } = room.join("Ana");
    const sender = { ...session, role };
    expect(forbiddenTypes(room, { kind: "http", sender, idSource: "command" })).toEqual([]);
  },
);

test("[ID-8] over HTTP too a reader may send nothing that changes the room", () => {
  const room = new TestRoom();
  const { session } = room.join("Ana");
  const sender = { ...session, role: "reader" } as const;
  expect(forbiddenTypes(room, { kind: "http", sender, idSource: "command" })).toEqual(
    Object.keys(COMMAND_TRAITS).filter((type) => !READ_ONLY.has(type)),
  );
  expect(room.room.read.view().position).toMatch(/\.0$/);
});

test("[HTTP-5] a request without a token may publish, and nothing else", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  const origin = room.room.authenticate({
    token: undefined,
    name: undefined,
    address: undefined,
    idSource: "generated",
  });
  if (!origin.ok) throw new Error(origin.failure.code);
  const answers = Object.values(COMMANDS).map((command) => room.room.execute(origin.value, command));
  const refused = answers.map(({ answer: [event] }) => event?.type === "error" && event.code);
  expect(refused).toEqual([false, ...Array.from({ length: answers.length - 1 }, () => "forbidden")]);
  expect(ana.received.map(({ type }) => type)).toEqual(["welcome", "page"]);
});

test("[ID-8] what is forbidden is refused before it counts against a rate", () => {
  const room = new TestRoom({ limits: { memberRate: { perSecond: 1, burst: 1 } } });
  const ana = room.join("Ana");
  const reader = { kind: "http", sender: { ...ana.session, role: "reader" }, idSource: "command" } as const;
  for (let count = 0; count < 5; count++) room.room.execute(reader, COMMANDS.publish);
  expect(ana.publish("still within the rate")).toMatchObject([{ type: "message" }]);
});

test("a session that has left while its frame was on the way changes nothing", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  room.leave(ana);
  const { connection } = ana.session;
  expect(room.room.execute({ kind: "session", connection }, COMMANDS.publish)).toEqual({
    answer: [],
    effects: [],
  });
  expect(bo.texts).toEqual([]);
});
