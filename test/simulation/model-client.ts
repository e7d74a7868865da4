/** A minimal client by the specification, without time: events that it has not read when it disconnects are lost to it. */
import type { RoomEvent } from "../../src/protocol/events.ts";
import { isDurable } from "../../src/protocol/traits.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { Page } from "../../src/protocol/events/page.ts";
import { parsePosition } from "../../src/protocol/position.ts";
import type { Ack, ClientLog, LogEntry, JoinRecord, LogSpan } from "../support/auditor.ts";
import type { TestGuest, TestRoom } from "../support/test-room.ts";

interface PendingMessage {
  readonly id: string;
  readonly text: string;
  since: number | undefined;
}

interface OpenSpan {
  readonly joins: JoinRecord[];
  readonly entries: LogEntry[];
}

const MAX_PULLS = 300;

export class ModelClient {
  private readonly seqs = new Map<string, number>();
  private readonly spans: OpenSpan[] = [];
  private readonly outbox: PendingMessage[] = [];
  private readonly sentTexts = new Map<string, string>();
  private guest: TestGuest | undefined;
  private read = 0;
  private seq = 0;
  private epoch = "";
  private token: string | undefined;
  private member = "";
  private commands = 0;
  private pulls = 0;

  constructor(
    private readonly name: string,
    private readonly room: TestRoom,
  ) {}

  get log(): ClientLog {
    return { client: this.name, spans: this.spans satisfies LogSpan[] };
  }

  /** In the order of first sending, whenever they were acknowledged. */
  get acks(): Ack[] {
    return [...this.sentTexts].flatMap(([id, text]) => {
      const seq = this.seqs.get(id);
      return seq === undefined ? [] : [{ member: this.member, id, seq, text }];
    });
  }

  get hasPending(): boolean {
    return this.outbox.length > 0;
  }

  connect(): void {
    if (this.guest !== undefined) return;
    this.guest = this.room.join(this.name, {
      ...(this.token === undefined ? {} : { token: this.token }),
      ...(this.epoch === "" ? {} : { position: `${this.epoch}.${this.seq}` }),
    });
    this.read = 0;
    this.catchUp();
    for (const pending of this.outbox) this.send(pending);
  }

  /** Disconnects without reading the events that are on their way. */
  drop(): void {
    if (this.guest === undefined) return;
    this.room.leave(this.guest);
    // A recovery that was cut short is incomplete, so it is not audited as one.
    const joins = this.spans.at(-1)?.joins;
    if ((joins?.at(-1)?.reached ?? 0) > this.seq) joins?.pop();
    this.guest = undefined;
  }

  publish(text: string): void {
    const pending = { id: `${this.name}-${++this.commands}`, text, since: undefined };
    this.sentTexts.set(pending.id, text);
    this.outbox.push(pending);
    if (this.guest !== undefined) this.send(pending);
  }

  edit(seq: number, text: string): void {
    this.guest?.send({ type: "edit", id: `${this.name}-${++this.commands}`, seq, text });
  }

  delete(seq: number): void {
    this.guest?.send({ type: "delete", id: `${this.name}-${++this.commands}`, seq });
  }

  /** Reads the events received, and pulls the missing ones. */
  catchUp(): void {
    while (this.guest !== undefined && this.read < this.guest.received.length) {
      const event = this.guest.received[this.read++];
      if (event !== undefined) this.handle(event);
    }
  }

  private send(pending: PendingMessage): void {
    const { id, text, since } = pending;
    pending.since ??= this.seq;
    this.guest?.send({ type: "publish", id, text, ...(since === undefined ? {} : { since }) });
  }

  private handle(event: RoomEvent): void {
    if (event.type === "welcome") this.handleWelcome(event);
    else if (event.type === "page") this.handlePage(event);
    else if (event.type === "more") this.pull();
    else if (event.type === "stored") this.confirm(event.id, event.seq);
    else if (isDurable(event)) this.apply(event);
  }

  private handleWelcome({ position, recovered, self }: Extract<RoomEvent, { type: "welcome" }>): void {
    const { epoch, seq } = parsePosition(position) ?? { epoch: "", seq: 0 };
    const join = { asked: this.epoch === "" ? undefined : this.seq, recovered, reached: seq };
    this.token = self.token;
    this.member = self.id;
    this.epoch = epoch;
    if (recovered) this.spans.at(-1)?.joins.push(join);
    else this.spans.push({ joins: [join], entries: [] });
  }

  /** The newest page is where the client starts: it has the current texts, and replays nothing. */
  private handlePage({ id, events, more }: Page): void {
    if (id === undefined) {
      for (const event of events) this.acknowledge(event);
      this.seq = this.spans.at(-1)?.joins.at(-1)?.reached ?? 0;
      return;
    }
    for (const event of events) this.apply(event);
    if (more) this.pull();
  }

  /** Applies events strictly in order: one after a gap is dropped, and the gap is pulled (SPEC REC-5). */
  private apply(event: DurableEvent): void {
    if (event.seq <= this.seq) return;
    if (event.seq > this.seq + 1) {
      this.pull();
      return;
    }
    this.seq = event.seq;
    this.spans.at(-1)?.entries.push(entryOf(event));
    this.acknowledge(event);
  }

  private pull(): void {
    // A room that never fills a gap must fail the audit, not hang the test.
    if (this.pulls++ < MAX_PULLS) this.guest?.send({ type: "history", id: "pull", after: this.seq });
  }

  private acknowledge({ from, id, seq }: DurableEvent): void {
    if (from.id === this.member) this.confirm(id, seq);
  }

  private confirm(id: string, seq: number): void {
    const index = this.outbox.findIndex((pending) => pending.id === id);
    if (index === -1) return;
    this.outbox.splice(index, 1);
    this.seqs.set(id, seq);
  }
}

export function entryOf(event: DurableEvent): LogEntry {
  return {
    seq: event.seq,
    type: event.type,
    member: event.from.id,
    id: event.id,
    ...("target" in event ? { target: event.target } : {}),
    ...("text" in event ? { text: event.text } : {}),
  };
}
