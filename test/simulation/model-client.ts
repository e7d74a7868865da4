/** A minimal client by the specification, without time: events that it has not read when it disconnects are lost to it. */
import type { Command } from "../../src/protocol/commands.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { isDurable } from "../../src/protocol/traits.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { Page } from "../../src/protocol/events/page.ts";
import { parsePosition } from "../../src/protocol/position.ts";
import type { Ack, ClientLog, LogEntry, JoinRecord, LogSpan } from "../support/auditor.ts";
import type { TestGuest, TestRoom } from "../support/test-room.ts";

type DurableCommand = Extract<Command, { readonly since?: number | undefined }>;

interface PendingCommand {
  readonly command: DurableCommand;
  /** whether it is sent again after a reconnect, with its `since` */
  readonly isRepeated: boolean;
}

/** What was sent on a line that stalled and was given up: it arrives whenever the line moves on. */
interface StalledLine {
  readonly guest: TestGuest;
  readonly commands: readonly Command[];
}

interface OpenSpan {
  readonly joins: JoinRecord[];
  readonly entries: LogEntry[];
}

const MAX_PULLS = 300;

export class ModelClient {
  private readonly seqs = new Map<string, number>();
  private readonly spans: OpenSpan[] = [];
  private outbox: PendingCommand[] = [];
  private stalled: Command[] | undefined;
  private stalledLines: StalledLine[] = [];
  private readonly given: { readonly id: string; readonly before: number }[] = [];
  private generation = 0;
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

  /** The commands that were neither acknowledged nor sent again, each with the room's seq when the client joined anew. */
  get abandoned(): readonly { readonly member: string; readonly id: string; readonly before: number }[] {
    return this.given.map((command) => ({ ...command, member: this.member }));
  }

  get hasPending(): boolean {
    return this.outbox.length > 0;
  }

  /** Joins, also anew while a line is stalled. */
  connect(): void {
    if (this.guest !== undefined && this.stalled === undefined) return;
    this.giveUpLine();
    this.guest = this.room.join(this.name, {
      client: { session: this.name, generation: ++this.generation, isSocket: true },
      ...(this.token === undefined ? {} : { token: this.token }),
      ...(this.epoch === "" ? {} : { position: `${this.epoch}.${this.seq}` }),
    });
    this.read = 0;
    const abandoned = this.outbox.filter(({ isRepeated }) => !isRepeated);
    this.outbox = this.outbox.filter(({ isRepeated }) => isRepeated);
    const isMessage = ({ command }: PendingCommand) => command.type === "publish";
    // Only a message waits for the replay, which may contain it (SPEC PUB-5).
    for (const { command } of this.outbox.filter((pending) => !isMessage(pending))) this.send(command);
    this.catchUp();
    for (const { command } of abandoned) this.given.push({ id: command.id, before: this.reached });
    for (const { command } of this.outbox.filter(isMessage)) this.send(command);
  }

  /** From now on the line delivers nothing, and the client does not know it. */
  stall(): void {
    if (this.guest !== undefined) this.stalled ??= [];
  }

  /** The lines that were given up move on: what was sent on them arrives. */
  deliverStalled(): void {
    for (const { guest, commands } of this.stalledLines.splice(0))
      for (const command of commands) guest.send(command);
  }

  /** Disconnects without reading the events that are on their way. */
  drop(): void {
    if (this.guest === undefined || this.stalled !== undefined) return;
    this.room.leave(this.guest);
    this.endSpan();
  }

  private giveUpLine(): void {
    if (this.guest === undefined) return;
    this.stalledLines.push({ guest: this.guest, commands: this.stalled ?? [] });
    this.stalled = undefined;
    this.endSpan();
  }

  private endSpan(): void {
    // A recovery that was cut short is incomplete, so it is not audited as one.
    const joins = this.spans.at(-1)?.joins;
    if ((joins?.at(-1)?.reached ?? 0) > this.seq) joins?.pop();
    this.guest = undefined;
  }

  publish(text: string): void {
    const id = this.nextId();
    this.sentTexts.set(id, text);
    this.add({ type: "publish", id, text, since: this.seq }, true);
  }

  /** `isRepeated`: sent again after a reconnect, as a client may; else given up, as the SDK does. */
  edit(seq: number, text: string, isRepeated: boolean): void {
    this.add({ type: "edit", id: this.nextId(), seq, text, since: this.seq }, isRepeated);
  }

  delete(seq: number): void {
    this.add({ type: "delete", id: this.nextId(), seq, since: this.seq }, true);
  }

  /** Reads the events received, and pulls the missing ones. */
  catchUp(): void {
    while (this.guest !== undefined && this.stalled === undefined && this.read < this.guest.received.length) {
      const event = this.guest.received[this.read++];
      if (event !== undefined) this.handle(event);
    }
  }

  private nextId(): string {
    return `${this.name}-${++this.commands}`;
  }

  /** A message is queued while there is no connection; anything else is not sent. */
  private add(command: DurableCommand, isRepeated: boolean): void {
    if (this.guest === undefined && command.type !== "publish") return;
    this.outbox.push({ command, isRepeated });
    if (this.guest !== undefined) this.send(command);
  }

  private send(command: Command): void {
    if (this.stalled === undefined) this.guest?.send(command);
    else this.stalled.push(command);
  }

  private get reached(): number {
    return this.spans.at(-1)?.joins.at(-1)?.reached ?? 0;
  }

  private handle(event: RoomEvent): void {
    if (event.type === "welcome") this.handleWelcome(event);
    else if (event.type === "page") this.handlePage(event);
    else if (event.type === "more") this.pull();
    else if (event.type === "stored") this.confirm(event.id, event.seq);
    else if (event.type === "error") this.remove(event.id ?? "");
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
      this.seq = this.reached;
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
    if (this.remove(id)) this.seqs.set(id, seq);
  }

  private remove(id: string): boolean {
    const index = this.outbox.findIndex(({ command }) => command.id === id);
    if (index !== -1) this.outbox.splice(index, 1);
    return index !== -1;
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
