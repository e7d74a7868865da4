/**
 * Audits a room by its stored rows, what each client received and what was acknowledged (SPEC, "The promise").
 * Independent of how these were produced.
 */

/** One durable event, as stored or as a client received it. */
export interface LogEntry {
  readonly seq: number;
  readonly type: string;
  readonly member: string;
  /** the id of its command */
  readonly id: string;
  readonly text?: string | undefined;
  /** the message that an edit, delete or reaction applies to */
  readonly target?: number | undefined;
  /** the member whose messages so far it hides */
  readonly hides?: string | undefined;
}

/** A join or rejoin of a client. */
export interface JoinRecord {
  /** the seq it asked to recover from; undefined at the first join */
  readonly asked: number | undefined;
  readonly recovered: boolean;
  /** the seq of the room's position in its `welcome` */
  readonly reached: number;
}

/** A contiguous part of what a client received: each reset starts a new span. */
export interface LogSpan {
  readonly joins: readonly JoinRecord[];
  /** in the order received */
  readonly entries: readonly LogEntry[];
}

export interface ClientLog {
  readonly client: string;
  readonly spans: readonly LogSpan[];
}

/** An acknowledged command. Arrays of acks are in the order of first sending. */
export interface Ack {
  readonly member: string;
  readonly id: string;
  readonly seq: number;
  readonly text: string;
}

export interface Violation {
  readonly rule: "I1" | "I2" | "I3" | "I4" | "I5" | "I6" | "I7";
  readonly description: string;
}

/** The violations of the promise's rules I1 to I7; empty for a correct room. */
export function audit(
  rows: readonly LogEntry[],
  clientLogs: readonly ClientLog[],
  acks: readonly Ack[],
): Violation[] {
  return [
    ...checkAcks(rows, acks),
    ...checkGaps(rows),
    ...clientLogs.flatMap((log) => checkEqualToRows(rows, log)),
    ...clientLogs.flatMap((log) => checkAllStored(rows, log)),
    ...checkSendOrder(acks),
    ...checkTexts(rows, clientLogs),
    ...clientLogs.flatMap(checkRecovery),
  ];
}

/** I1: every acknowledged command is stored exactly once, under the seq and with the text that were acknowledged. */
function checkAcks(rows: readonly LogEntry[], acks: readonly Ack[]): Violation[] {
  const stored = Map.groupBy(rows, keyOf);
  const violations: Violation[] = [];
  for (const [key, copies] of stored) {
    if (copies.length > 1) violations.push(i1(`${key} is stored ${copies.length} times`));
  }
  for (const ack of acks) {
    const row = stored.get(keyOf(ack))?.[0];
    if (row === undefined) violations.push(i1(`${keyOf(ack)} was acknowledged and is not stored`));
    else if (row.seq !== ack.seq)
      violations.push(i1(`${keyOf(ack)} was acknowledged as ${ack.seq} and is ${row.seq}`));
    else if (row.text !== ack.text && !isAmended(rows, row.seq))
      violations.push(i1(`${keyOf(ack)} is stored with another text`));
  }
  return violations;
}

/** I2: seq is 1, 2, 3, … */
function checkGaps(rows: readonly LogEntry[]): Violation[] {
  return rows.flatMap(({ seq }, index): Violation[] =>
    seq === index + 1 ? [] : [{ rule: "I2", description: `row ${index + 1} has seq ${seq}` }],
  );
}

/** I3: each span of a client equals the stored rows of its range. */
function checkEqualToRows(rows: readonly LogEntry[], { client, spans }: ClientLog): Violation[] {
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  const violations: Violation[] = [];
  for (const { entries } of spans) {
    let expected = entries[0]?.seq;
    for (const entry of entries) {
      if (entry.seq !== expected)
        violations.push({
          rule: "I3",
          description: `${client} received ${entry.seq}, expected ${expected}`,
        });
      expected = entry.seq + 1;
      const row = bySeq.get(entry.seq);
      if (row !== undefined && keyOf(row) !== keyOf(entry))
        violations.push({
          rule: "I3",
          description: `${client} received ${keyOf(entry)} as ${entry.seq}`,
        });
    }
  }
  return violations;
}

/** I4: every received event is stored. */
function checkAllStored(rows: readonly LogEntry[], { client, spans }: ClientLog): Violation[] {
  const stored = new Set(rows.map((row) => `${row.seq} ${row.type} ${keyOf(row)}`));
  return spans
    .flatMap(({ entries }) => entries)
    .filter((entry) => !stored.has(`${entry.seq} ${entry.type} ${keyOf(entry)}`))
    .map((entry) => ({
      rule: "I4",
      description: `${client} received ${entry.seq} ${keyOf(entry)}, which is not stored`,
    }));
}

/** I5: one member's commands are stored in the order of sending. */
function checkSendOrder(acks: readonly Ack[]): Violation[] {
  const newest = new Map<string, Ack>();
  const violations: Violation[] = [];
  for (const ack of acks) {
    const before = newest.get(ack.member);
    if (before !== undefined && before.seq >= ack.seq)
      violations.push({
        rule: "I5",
        description: `${keyOf(ack)} was sent after ${before.id} and stored before it`,
      });
    newest.set(ack.member, ack);
  }
  return violations;
}

/** I6: the text of a seq changes only by a later edit or delete, or as its member is hidden. */
function checkTexts(rows: readonly LogEntry[], clientLogs: readonly ClientLog[]): Violation[] {
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  return clientLogs.flatMap(({ client, spans }) =>
    spans
      .flatMap(({ entries }) => entries)
      .filter(({ seq, text }) => {
        const row = bySeq.get(seq);
        return row !== undefined && row.text !== text && !isAmended(rows, row.target ?? seq);
      })
      .map(({ seq }): Violation => ({
        rule: "I6",
        description: `${client} received another text for ${seq}`,
      })),
  );
}

/** I7: a recovery is complete, and a join without recovery starts a new span. */
function checkRecovery({ client, spans }: ClientLog): Violation[] {
  const violations: Violation[] = [];
  for (const { joins, entries } of spans) {
    const seen = new Set(entries.map(({ seq }) => seq));
    joins.forEach(({ asked, recovered, reached }, index) => {
      if (!recovered && index > 0)
        violations.push({ rule: "I7", description: `${client} continued its span after a reset` });
      if (!recovered || asked === undefined) return;
      for (let seq = asked + 1; seq <= reached; seq++)
        if (!seen.has(seq))
          violations.push({ rule: "I7", description: `${client} recovered without ${seq}` });
    });
  }
  return violations;
}

function isAmended(rows: readonly LogEntry[], seq: number): boolean {
  const author = rows.find((row) => row.seq === seq)?.member;
  return rows.some(
    ({ type, target, hides, seq: since }) =>
      ((type === "edit" || type === "delete") && target === seq) || (hides === author && since > seq),
  );
}

function keyOf({ member, id }: Pick<LogEntry, "member" | "id">): string {
  return `${member} ${id}`;
}

function i1(description: string): Violation {
  return { rule: "I1", description };
}
