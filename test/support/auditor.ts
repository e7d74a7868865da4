/**
 * Judges a room by what it stored, what each client saw and what was acknowledged (SPEC, "The promise").
 * It knows nothing of how any of them came about.
 */

/** One durable event, as a row or as a client saw it. */
export interface LogEntry {
  readonly seq: number;
  readonly type: string;
  readonly member: string;
  /** the id of its command */
  readonly id: string;
  readonly text?: string | undefined;
  /** the message that an edit or delete is about */
  readonly target?: number | undefined;
}

/** How a client came into the room, or back. */
export interface JoinRecord {
  /** the seq it asked to go on from; undefined for a newcomer */
  readonly asked: number | undefined;
  readonly recovered: boolean;
  /** the seq of the room's position in its `welcome` */
  readonly reached: number;
}

/** What a client holds without a break: a new one begins wherever it was told to start afresh. */
export interface LogSpan {
  readonly joins: readonly JoinRecord[];
  /** in the order seen, each once */
  readonly entries: readonly LogEntry[];
}

export interface ClientLog {
  readonly client: string;
  readonly spans: readonly LogSpan[];
}

/** A command that its sender was told is stored; an array of them is in the order in which they were first sent. */
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

/** I3: what a client holds is what is stored, over the range that it holds. */
function checkEqualToRows(rows: readonly LogEntry[], { client, spans }: ClientLog): Violation[] {
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  const violations: Violation[] = [];
  for (const { entries } of spans) {
    let expected = entries[0]?.seq;
    for (const entry of entries) {
      if (entry.seq !== expected)
        violations.push({ rule: "I3", description: `${client} saw ${entry.seq} where ${expected} was due` });
      expected = entry.seq + 1;
      const row = bySeq.get(entry.seq);
      if (row !== undefined && keyOf(row) !== keyOf(entry))
        violations.push({ rule: "I3", description: `${client} saw ${keyOf(entry)} as ${entry.seq}` });
    }
  }
  return violations;
}

/** I4: nobody saw anything that is not stored. */
function checkAllStored(rows: readonly LogEntry[], { client, spans }: ClientLog): Violation[] {
  const stored = new Set(rows.map((row) => `${row.seq} ${row.type} ${keyOf(row)}`));
  return spans
    .flatMap(({ entries }) => entries)
    .filter((entry) => !stored.has(`${entry.seq} ${entry.type} ${keyOf(entry)}`))
    .map((entry) => ({
      rule: "I4",
      description: `${client} saw ${entry.seq} ${keyOf(entry)}, which is not stored`,
    }));
}

/** I5: what one member sent first is stored first. */
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

/** I6: a seq never says anything else, but by a later edit or delete. */
function checkTexts(rows: readonly LogEntry[], clientLogs: readonly ClientLog[]): Violation[] {
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  return clientLogs.flatMap(({ client, spans }) =>
    spans
      .flatMap(({ entries }) => entries)
      .filter(({ seq, text }) => {
        const row = bySeq.get(seq);
        return row !== undefined && row.text !== text && !isAmended(rows, row.target ?? seq);
      })
      .map(({ seq }): Violation => ({ rule: "I6", description: `${client} saw another text as ${seq}` })),
  );
}

/** I7: who was told `recovered` got everything in between; who could not be made whole started afresh. */
function checkRecovery({ client, spans }: ClientLog): Violation[] {
  const violations: Violation[] = [];
  for (const { joins, entries } of spans) {
    const seen = new Set(entries.map(({ seq }) => seq));
    joins.forEach(({ asked, recovered, reached }, index) => {
      if (!recovered && index > 0)
        violations.push({ rule: "I7", description: `${client} went on after it was told to start afresh` });
      if (!recovered || asked === undefined) return;
      for (let seq = asked + 1; seq <= reached; seq++)
        if (!seen.has(seq))
          violations.push({ rule: "I7", description: `${client} was told it is whole and lacks ${seq}` });
    });
  }
  return violations;
}

function isAmended(rows: readonly LogEntry[], seq: number): boolean {
  return rows.some(({ type, target }) => (type === "edit" || type === "delete") && target === seq);
}

function keyOf({ member, id }: Pick<LogEntry, "member" | "id">): string {
  return `${member} ${id}`;
}

function i1(description: string): Violation {
  return { rule: "I1", description };
}
