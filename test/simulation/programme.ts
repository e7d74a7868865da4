/** What the clients of a simulation do, and the audit of what came of it. */
import fc from "fast-check";
import { expect } from "vitest";
import { audit, type LogEntry } from "../support/auditor.ts";
import type { TestRoom } from "../support/test-room.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import { entryOf, ModelClient } from "./model-client.ts";

export const client = fc.nat(2);
const seq = fc.integer({ min: 1, max: 30 });
export const firstSeqs = fc.integer({ min: 1, max: 4 });

/** The steps of a simulation; the weights favor messages. */
export const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("publish" as const), client }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("read" as const), client }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("drop" as const), client }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("connect" as const), client }) },
  // Of few messages, so that one is edited again before the first edit is acknowledged.
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("edit" as const),
      client,
      seq: firstSeqs,
      isRepeated: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), client, seq }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("delete_own" as const), client, index: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("undo" as const), client }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("react" as const), client, seq: firstSeqs, on: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("stall" as const), client }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("deliver" as const), client }) },
  { weight: 2, arbitrary: fc.constant({ do: "evict" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "wait" as const }) },
);
export const LENGTH = { minLength: 30, maxLength: 150, size: "max" } as const;

export type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

export const LIMITS = {
  recoveryBytes: 600,
  // Small, so that some clients return too late for a replay and must resend with `since`.
  recoveryEvents: 8,
  joinPage: 3,
  memberRate: { perSecond: 1_000, burst: 1_000 },
};

/** More messages are not refused in a row. */
const MAX_RESENDS = 100;

/** A room with its clients, who have joined. */
export class Programme {
  readonly clients: readonly ModelClient[];
  private messageCount = 0;

  constructor(readonly room: TestRoom) {
    this.clients = ["ana", "bo", "cy"].map((name) => new ModelClient(name, room));
    for (const one of this.clients) one.connect();
  }

  nextText(): string {
    return `message ${++this.messageCount}`;
  }

  perform(one: Step): void {
    const actor = "client" in one ? this.clients[one.client] : undefined;
    if (one.do === "publish") actor?.publish(this.nextText());
    else if (one.do === "read") actor?.catchUp();
    else if (one.do === "drop") actor?.drop();
    else if (one.do === "connect") actor?.connect();
    else if (one.do === "edit") actor?.edit(one.seq, `edited ${this.nextText()}`, one.isRepeated);
    else if (one.do === "delete") actor?.delete(one.seq);
    else if (one.do === "delete_own") actor?.deleteOwn(one.index);
    else if (one.do === "undo") actor?.undo();
    else if (one.do === "react") actor?.react(one.seq, one.on);
    else if (one.do === "stall") actor?.stall();
    else if (one.do === "deliver") actor?.deliverStalled();
    else if (one.do === "evict") this.room.evict();
    else this.room.now += 60_000;
  }

  /** Everyone comes back, and reads everything. */
  finish(): void {
    for (const one of this.clients) {
      one.drop();
      one.connect();
      one.deliverStalled();
      one.drop();
    }
    for (let round = 0; round < 2; round++) this.readAll();
    // What was refused for a message before it is sent again once that one is given up.
    for (let round = 0; round < MAX_RESENDS && !this.isSettled; round++) {
      for (const one of this.clients) one.drop();
      this.readAll();
    }
    expect(this.isSettled).toBe(true);
  }

  /** Called before everyone comes back. */
  protected prepare(): void {}

  private readAll(): void {
    this.prepare();
    for (const one of this.clients) one.connect();
    for (const one of this.clients) one.catchUp();
  }

  private get isSettled(): boolean {
    return this.clients.every(({ isHere, hasPending }) => isHere && !hasPending);
  }

  /** What clients show that is not as the room has it. Call it once they have read everything. */
  get mixedUp(): readonly unknown[] {
    return this.clients.flatMap(({ outdated, falseRecoveries }) => [...outdated, ...falseRecoveries]);
  }
}

export interface AuditResult {
  /** stored events, and how many of them undid a deletion */
  readonly events: number;
  readonly restores: number;
  readonly violations: readonly unknown[];
}

export const NOTHING_STORED: AuditResult = { events: 0, restores: 0, violations: [] };

export function add(one: AuditResult, other: AuditResult): AuditResult {
  return {
    events: one.events + other.events,
    restores: one.restores + other.restores,
    violations: [...one.violations, ...other.violations],
  };
}

/** Audits the room's log as it is now, with those who have joined since it began. */
export function auditRoom(room: TestRoom, everyone: readonly ModelClient[]): AuditResult {
  const stored = storedEvents(room).map(entryOf);
  const clients = everyone.filter((one) => room.read.view().position.startsWith(`${one.epoch}.`));
  const logs = clients.map(({ log }) => log);
  const acks = clients.flatMap((one) => one.acks);
  return {
    events: stored.length,
    restores: stored.filter(({ type }) => type === "restore").length,
    violations: [...audit(stored, logs, acks), ...late(stored, clients)],
  };
}

/** Commands that a client gave up when it joined again, and that were executed after that all the same (SPEC READ-2). */
function late(stored: readonly LogEntry[], clients: readonly ModelClient[]): LogEntry[] {
  const abandoned = clients.flatMap((client) => client.abandoned);
  return stored.filter(({ seq, member, id }) =>
    abandoned.some((command) => command.id === id && command.member === member && seq > command.before),
  );
}

/** All durable events of the room, as anyone may read them now. */
export function storedEvents(room: TestRoom): DurableEvent[] {
  const reader = room.join();
  const events: DurableEvent[] = [];
  for (;;) {
    const [page] = reader.send({ type: "history", id: "all", after: events.length, limit: 200 });
    if (page?.type !== "page") throw new Error("no page received");
    events.push(...page.events);
    if (page.more) continue;
    room.leave(reader);
    return events;
  }
}
