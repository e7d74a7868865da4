import { describe, expect, test } from "vitest";
import { audit, type Ack, type ClientLog, type LogEntry, type JoinRecord } from "./auditor.ts";

const ANA = "ana";
const BO = "bo";

/** Ana and Bo take turns: seqs 1 to 6. */
function conversation(): LogEntry[] {
  return [1, 2, 3, 4, 5, 6].map((seq) => ({
    seq,
    type: "message",
    member: seq % 2 === 1 ? ANA : BO,
    id: `c${seq}`,
    text: `said ${seq}`,
  }));
}

function acksOf(rows: readonly LogEntry[]): Ack[] {
  return rows.map(({ member, id, seq, text = "" }) => ({ member, id, seq, text }));
}

function logOf(
  client: string,
  entries: readonly LogEntry[],
  joins: readonly JoinRecord[] = [firstJoin],
): ClientLog {
  return { client, spans: [{ joins, entries }] };
}

const firstJoin: JoinRecord = { asked: undefined, recovered: false, reached: 0 };

/** The room as it should be, with one thing changed. */
function judge({
  rows = conversation(),
  logs = [logOf("a reader", conversation())],
  acks = acksOf(conversation()),
}: {
  rows?: readonly LogEntry[];
  logs?: readonly ClientLog[];
  acks?: readonly Ack[];
}): string[] {
  return [...new Set(audit(rows, logs, acks).map(({ rule }) => rule))];
}

function without(seq: number): LogEntry[] {
  return conversation().filter((entry) => entry.seq !== seq);
}

function changed(seq: number, change: Partial<LogEntry>): LogEntry[] {
  return conversation().map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry));
}

describe("the auditor", () => {
  test("has nothing to say of a room that kept its promise", () => {
    expect(judge({})).toEqual([]);
  });

  test("has nothing to say of a client that came late, left early, or came back and recovered", () => {
    const late = logOf("late", conversation().slice(3));
    const early = logOf("early", conversation().slice(0, 2));
    const back = logOf("back", conversation(), [firstJoin, { asked: 3, recovered: true, reached: 5 }]);
    expect(judge({ logs: [late, early, back] })).toEqual([]);
  });

  test("has nothing to say of a client that was told to start afresh and did", () => {
    const afresh: ClientLog = {
      client: "afresh",
      spans: [
        { joins: [firstJoin], entries: conversation().slice(0, 2) },
        { joins: [{ asked: 2, recovered: false, reached: 6 }], entries: conversation().slice(4) },
      ],
    };
    expect(judge({ logs: [afresh] })).toEqual([]);
  });

  test("[I1] finds an acknowledged message that is lost", () => {
    const lost = { member: BO, id: "c7", seq: 7, text: "said 7" };
    expect(judge({ acks: [...acksOf(conversation()), lost] })).toEqual(["I1"]);
  });

  test("[I1] finds a message that is stored twice", () => {
    const twice = { seq: 7, type: "message", member: ANA, id: "c5", text: "said 5" };
    expect(judge({ rows: [...conversation(), twice] })).toEqual(["I1"]);
  });

  test("[I1] finds an acknowledgement with the wrong seq, or of another text", () => {
    const acks = acksOf(conversation());
    expect(judge({ acks: acks.with(5, { member: BO, id: "c6", seq: 7, text: "said 6" }) })).toEqual(["I1"]);
    expect(judge({ acks: acks.with(5, { member: BO, id: "c6", seq: 6, text: "other" }) })).toEqual(["I1"]);
  });

  test("[I2] finds a gap in the log", () => {
    expect(judge({ rows: without(4), logs: [], acks: [] })).toEqual(["I2"]);
  });

  test("[I3] finds an event that a client missed, saw twice, or saw in another order", () => {
    expect(judge({ logs: [logOf("missed", without(3))] })).toEqual(["I3"]);
    const [one, two, three] = conversation() as [LogEntry, LogEntry, LogEntry];
    expect(judge({ logs: [logOf("twice", [one, two, two, three])] })).toEqual(["I3"]);
    expect(judge({ logs: [logOf("crossed", [one, three, two])] })).toEqual(["I3"]);
  });

  test("[I3] [I4] finds another event under a stored seq", () => {
    expect(judge({ logs: [logOf("misled", changed(4, { id: "c9" }))] })).toEqual(["I3", "I4"]);
  });

  test("[I4] finds a message that was seen and is not stored", () => {
    const phantom = { seq: 7, type: "message", member: ANA, id: "c7", text: "said 7" };
    expect(judge({ logs: [logOf("haunted", [...conversation(), phantom])] })).toEqual(["I4"]);
  });

  test("[I5] finds messages of one member that overtook each other", () => {
    const rows = changed(1, { id: "c3", text: "said 3" }).with(2, { ...conversation()[0]!, seq: 3 });
    const acks = [
      { member: ANA, id: "c1", seq: 3, text: "said 1" },
      { member: ANA, id: "c3", seq: 1, text: "said 3" },
    ];
    expect(judge({ rows, logs: [], acks })).toEqual(["I5"]);
  });

  test("[I6] finds a text that changed by itself, and allows one that was edited or taken back", () => {
    const logs = [logOf("a reader", changed(2, { text: "something else" }))];
    expect(judge({ logs })).toEqual(["I6"]);
    const edit = { seq: 7, type: "edit", member: BO, id: "c7", text: "said 2", target: 2 };
    expect(judge({ logs, rows: [...conversation(), edit] })).toEqual([]);
  });

  test("[I7] finds a client that was told it is whole and is not", () => {
    const joins = [firstJoin, { asked: 6, recovered: true, reached: 7 }];
    expect(judge({ logs: [logOf("deceived", conversation(), joins)] })).toEqual(["I7"]);
  });

  test("[I7] finds a client that went on with what it held although it was told to start afresh", () => {
    const joins = [firstJoin, { asked: 3, recovered: false, reached: 6 }];
    expect(judge({ logs: [logOf("stubborn", conversation(), joins)] })).toEqual(["I7"]);
  });
});
