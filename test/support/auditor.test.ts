import { describe, expect, test } from "vitest";
import { audit, type Ack, type ClientLog, type LogEntry, type JoinRecord } from "./auditor.ts";

const ANA = "ana";
const BO = "bo";

/** Six messages, alternately from Ana and Bo. */
function conversation(): LogEntry[] {
  return [1, 2, 3, 4, 5, 6].map((seq) => ({
    seq,
    type: "message",
    member: seq % 2 === 1 ? ANA : BO,
    id: `c${seq}`,
    text: `text ${seq}`,
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

/** The violated rules of an audit: of a correct room, but for the arguments given. */
function violatedRules({
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
  test("finds no violation in a correct room", () => {
    expect(violatedRules({})).toEqual([]);
  });

  test("finds no violation for a client that joined late, left early, or reconnected and recovered", () => {
    const late = logOf("late", conversation().slice(3));
    const early = logOf("early", conversation().slice(0, 2));
    const recovered = logOf("recovered", conversation(), [
      firstJoin,
      { asked: 3, recovered: true, reached: 5 },
    ]);
    expect(violatedRules({ logs: [late, early, recovered] })).toEqual([]);
  });

  test("finds no violation for a client that was reset and started a new span", () => {
    const reset: ClientLog = {
      client: "reset",
      spans: [
        { joins: [firstJoin], entries: conversation().slice(0, 2) },
        { joins: [{ asked: 2, recovered: false, reached: 6 }], entries: conversation().slice(4) },
      ],
    };
    expect(violatedRules({ logs: [reset] })).toEqual([]);
  });

  test("[I1] finds an acknowledged message that is not stored", () => {
    const lost = { member: BO, id: "c7", seq: 7, text: "text 7" };
    expect(violatedRules({ acks: [...acksOf(conversation()), lost] })).toEqual(["I1"]);
  });

  test("[I1] finds a message that is stored twice", () => {
    const twice = { seq: 7, type: "message", member: ANA, id: "c5", text: "text 5" };
    expect(violatedRules({ rows: [...conversation(), twice] })).toEqual(["I1"]);
  });

  test("[I1] finds an acknowledgement with the wrong seq or text", () => {
    const acks = acksOf(conversation());
    expect(violatedRules({ acks: acks.with(5, { member: BO, id: "c6", seq: 7, text: "text 6" }) })).toEqual([
      "I1",
    ]);
    expect(violatedRules({ acks: acks.with(5, { member: BO, id: "c6", seq: 6, text: "other" }) })).toEqual([
      "I1",
    ]);
  });

  test("[I2] finds a gap in the log", () => {
    expect(violatedRules({ rows: without(4), logs: [], acks: [] })).toEqual(["I2"]);
  });

  test("[I3] finds an event that a client missed, received twice or received out of order", () => {
    expect(violatedRules({ logs: [logOf("missed", without(3))] })).toEqual(["I3"]);
    const [one, two, three] = conversation() as [LogEntry, LogEntry, LogEntry];
    expect(violatedRules({ logs: [logOf("twice", [one, two, two, three])] })).toEqual(["I3"]);
    expect(violatedRules({ logs: [logOf("reordered", [one, three, two])] })).toEqual(["I3"]);
  });

  test("[I3] [I4] finds an event that differs from the stored one of its seq", () => {
    expect(violatedRules({ logs: [logOf("different", changed(4, { id: "c9" }))] })).toEqual(["I3", "I4"]);
  });

  test("[I4] finds a message that was received and is not stored", () => {
    const phantom = { seq: 7, type: "message", member: ANA, id: "c7", text: "text 7" };
    expect(violatedRules({ logs: [logOf("phantom", [...conversation(), phantom])] })).toEqual(["I4"]);
  });

  test("[I5] finds reordered messages of one member", () => {
    const rows = changed(1, { id: "c3", text: "text 3" }).with(2, { ...conversation()[0]!, seq: 3 });
    const acks = [
      { member: ANA, id: "c1", seq: 3, text: "text 1" },
      { member: ANA, id: "c3", seq: 1, text: "text 3" },
    ];
    expect(violatedRules({ rows, logs: [], acks })).toEqual(["I5"]);
  });

  test("[I6] finds a text that changed without an edit or delete", () => {
    const logs = [logOf("a reader", changed(2, { text: "something else" }))];
    expect(violatedRules({ logs })).toEqual(["I6"]);
    const edit = { seq: 7, type: "edit", member: BO, id: "c7", text: "text 2", target: 2 };
    expect(violatedRules({ logs, rows: [...conversation(), edit] })).toEqual([]);
  });

  test("[I7] finds a recovery that is incomplete", () => {
    const joins = [firstJoin, { asked: 6, recovered: true, reached: 7 }];
    expect(violatedRules({ logs: [logOf("incomplete", conversation(), joins)] })).toEqual(["I7"]);
  });

  test("[I7] finds a client that continues its span after a reset", () => {
    const joins = [firstJoin, { asked: 3, recovered: false, reached: 6 }];
    expect(violatedRules({ logs: [logOf("continued", conversation(), joins)] })).toEqual(["I7"]);
  });
});
