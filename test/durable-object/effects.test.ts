/** What the room decided, as frames: to sockets whose bytes a test counts. */
import { expect, test } from "vitest";
import { Effects } from "../../src/durable-object/effects.ts";
import { PendingAnswers } from "../../src/durable-object/pending-answers.ts";
import { NO_SENDER } from "../../src/durable-object/sender.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { FanOutHarness } from "../support/runtime/fan-out-harness.ts";

const IN_ONE_TURN = DEFAULT_LIMITS.waitingBytes / 2;

/** With reactions of members with long names. */
function restore(isMine: boolean): RoomEvent {
  const reaction = { emoji: "🍵", count: 500, names: Array<string>(10).fill("字".repeat(2_000)) };
  return {
    type: "restore",
    seq: 2,
    at: 0,
    from: { id: "m", name: "Mallory" },
    id: "u",
    target: 1,
    text: "tea?",
    reactions: [isMine ? { ...reaction, mine: true } : reaction],
  };
}

test("[FLOW-8] [DEL-5] copies for many members are sent in one turn, and the rest get the event without `mine`", () => {
  const harness = new FanOutHarness({ slowBytes: 100_000_000, flowBytes: 100_000_000 });
  const members = harness.joinMany(300);
  const effects = new Effects({
    connections: harness.connections,
    fanOut: harness.fanOut,
    signals: { add: () => undefined } as unknown as ConstructorParameters<typeof Effects>[0]["signals"],
    answers: new PendingAnswers(),
    sessionsOf: (member) =>
      members.flatMap(({ connection: { session } }) => (session.member === member ? [session] : [])),
    close: () => undefined,
    onDurable: () => undefined,
  });
  const copies = new Map(members.map(({ connection }) => [connection.session.member, restore(true)]));
  effects.perform({ answer: [], effects: [{ to: "everyone", event: restore(false), copies }] }, NO_SENDER);
  const sent = members.reduce((sum, { connection }) => sum + connection.sentBytes, 0);
  expect(sent).toBeLessThan(IN_ONE_TURN + 100_000);
  for (let turn = 0; turn < 1_000 && harness.nextTurn(); turn++);
  harness.advance(1_000);
  expect(members.map(({ socket }) => socket.receivedIds.flat().join())).toEqual(Array(300).fill("u"));
  const own = members.filter(({ socket }) => socket.frames[0]?.includes(`"mine":true`));
  expect(own.length).toBeGreaterThan(100);
  expect(own.length).toBeLessThan(150);
});
