/** A minimal client by the specification, without time: events that it has not read when it disconnects are lost to it. */
import type { CloseName } from "../../src/protocol/close-codes.ts";
import type { Command } from "../../src/protocol/commands.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import { TEMPORARY_CODES } from "../../src/protocol/local-errors.ts";
import { isDurable } from "../../src/protocol/traits.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { Page } from "../../src/protocol/events/page.ts";
import { parsePosition } from "../../src/protocol/position.ts";
import type { Ack, ClientLog, LogEntry, JoinRecord, LogSpan } from "../support/auditor.ts";
import type { TestGuest, TestRoom } from "../support/test-room.ts";
import { MessageViews, viewOf, type MessageView, type OutdatedView } from "./message-view.ts";

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
/** of pages with one message, to look at it */
const VIEW_ID = "view";

/** A join that the room admitted, with its newest seq then. Times in ms since 1970. */
export interface AdmittedJoin {
  readonly member: string;
  readonly seq: number;
  readonly at: number;
}

type OrderOf<Type> = Omit<Extract<Command, { readonly type: Type }>, "id" | "since">;
/** What moderators and owners send. */
export type Order = OrderOf<"moderate"> | OrderOf<"configure">;

export type ModelTransport = "socket" | "stream";

export class ModelClient {
  private readonly seqs = new Map<string, number>();
  private spans: OpenSpan[] = [];
  readonly admitted: AdmittedJoin[] = [];
  /** positions of a log that is gone, which the room claimed to continue */
  readonly falseRecoveries: string[] = [];
  private outbox: PendingCommand[] = [];
  private stalled: Command[] | undefined;
  private stalledLines: StalledLine[] = [];
  private given: { readonly id: string; readonly before: number }[] = [];
  private generation = 0;
  private readonly sentTexts = new Map<string, string>();
  private guest: TestGuest | undefined;
  private read = 0;
  private seq = 0;
  /** of the log that it has joined; empty before */
  epoch = "";
  private token: string | undefined;
  member = "";
  private commands = 0;
  private lastDeleted = 1;
  private readonly views = new MessageViews();
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

  /** The commands that were neither acknowledged nor sent again, each with the room's seq when the client joined again. */
  get abandoned(): readonly { readonly member: string; readonly id: string; readonly before: number }[] {
    return this.given.map((command) => ({ ...command, member: this.member }));
  }

  get isHere(): boolean {
    return this.guest !== undefined && this.guest.closed === undefined;
  }

  get hasPending(): boolean {
    return this.outbox.length > 0;
  }

  /** Joins, also again while a line is stalled; stays away where the room refuses them. */
  connect(transport: ModelTransport = "socket"): void {
    this.noticeClose();
    if (this.guest !== undefined && this.stalled === undefined) return;
    this.giveUpLine();
    this.guest = this.join(transport);
    if (this.guest === undefined) return;
    this.read = 0;
    const { position, recovered } = this.guest.last("welcome");
    const { epoch, seq } = parsePosition(position) ?? { epoch: "", seq: 0 };
    this.admitted.push({ member: this.guest.session.member, seq, at: this.room.now });
    if (this.epoch !== "" && this.epoch !== epoch) this.beginLog(seq, recovered);
    const abandoned = this.outbox.filter(({ isRepeated }) => !isRepeated);
    this.outbox = this.outbox.filter(({ isRepeated }) => isRepeated);
    const isMessage = ({ command }: PendingCommand) => command.type === "publish";
    // Only a message waits for the replay, which may contain it (SPEC PUB-5).
    for (const { command } of this.outbox.filter((pending) => !isMessage(pending))) this.send(command);
    this.catchUp();
    for (const { command } of abandoned) this.given.push({ id: command.id, before: this.reached });
    for (const { command } of this.outbox.filter(isMessage)) this.send(command);
  }

  /** A token of a room that was deleted is refused: then a new guest joins, from the same position. */
  private join(transport: ModelTransport): TestGuest | undefined {
    const isSocket = transport === "socket";
    const options = {
      client: { session: this.name, generation: ++this.generation, isSocket },
      ...(isSocket ? {} : { stream: this.name }),
      ...(this.epoch === "" ? {} : { position: `${this.epoch}.${this.seq}` }),
    };
    const { token } = this;
    const joined = token === undefined ? undefined : this.room.tryJoin(this.name, { ...options, token });
    return joined === undefined || joined === "invalid_token"
      ? this.room.join(this.name, options)
      : admitted(joined);
  }

  /** In another log there is nothing of what it sent in the former one, where only messages outlive the connection. */
  private beginLog(seq: number, recovered: boolean): void {
    if (recovered) this.falseRecoveries.push(`${this.epoch}.${this.seq}`);
    this.spans = [];
    this.given = [];
    this.seqs.clear();
    this.outbox = this.outbox
      .filter(({ command }) => command.type === "publish")
      .map((pending) => ({ ...pending, command: { ...pending.command, since: seq } }));
    const isPending = (id: string) => this.outbox.some(({ command }) => command.id === id);
    for (const id of this.sentTexts.keys()) if (!isPending(id)) this.sentTexts.delete(id);
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

  /** The room has closed the connection. On a line that stalled, the client does not know. */
  noticeClose(): void {
    if (this.guest?.closed !== undefined && this.stalled === undefined) this.endSpan();
  }

  /** Disconnects without reading the events that are on their way. */
  drop(): void {
    if (this.guest === undefined || this.stalled !== undefined) return;
    this.room.leave(this.guest);
    this.endSpan();
  }

  /** Ends the connection, also one that stalled. What was sent and not acknowledged stays in the outbox. */
  leave(): void {
    if (this.stalled !== undefined) this.connect();
    this.deliverStalled();
    this.drop();
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
    this.lastDeleted = seq;
    this.add({ type: "delete", id: this.nextId(), seq, since: this.seq }, true);
  }

  /** Deletes one of its own messages, if it has any. */
  deleteOwn(index: number): void {
    const own = [...this.sentTexts.keys()].flatMap((id) => this.seqs.get(id) ?? []);
    const seq = own[index % own.length];
    if (seq !== undefined) this.delete(seq);
  }

  /** Undoes the last deletion. */
  undo(): void {
    this.add({ type: "restore", id: this.nextId(), seq: this.lastDeleted, since: this.seq }, true);
  }

  react(seq: number, on: boolean): void {
    this.add({ type: "react", id: this.nextId(), seq, emoji: "👍", on, since: this.seq }, true);
  }

  /** Sends one of the other durable commands, as a client does who may. */
  order(command: Order): void {
    this.add({ ...command, id: this.nextId(), since: this.seq } as DurableCommand, true);
  }

  /** Publishes by a request of its own, besides the connection. */
  post(text: string): void {
    const { token } = this;
    if (token !== undefined) this.room.post(text, { token, key: this.nextId() });
  }

  /** The messages that are not as the room has them now. Call it once everything is read. */
  get outdated(): readonly OutdatedView[] {
    return this.views.outdated((seq) => this.stored(seq));
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

  private send(command: DurableCommand): void {
    const sent = command.type === "publish" ? { ...command, ...this.previousOf(command) } : command;
    if (this.stalled === undefined) this.guest?.send(sent);
    else this.stalled.push(sent);
  }

  /** The publish before this one, if that is not acknowledged: nothing overtakes it (SPEC PUB-8). */
  private previousOf({ id }: DurableCommand): { previous?: string } {
    const publishes = this.outbox.filter(({ command }) => command.type === "publish");
    const previous = publishes[publishes.findIndex(({ command }) => command.id === id) - 1];
    return previous === undefined ? {} : { previous: previous.command.id };
  }

  /** What may succeed later is sent again after the next join. */
  private refused(id: string, code: string): void {
    if (!TEMPORARY_CODES.includes(code)) this.remove(id);
  }

  private get reached(): number {
    return this.spans.at(-1)?.joins.at(-1)?.reached ?? 0;
  }

  private handle(event: RoomEvent): void {
    if (event.type === "welcome") this.handleWelcome(event);
    else if (event.type === "page") this.handlePage(event);
    else if (event.type === "more") this.pull();
    else if (event.type === "stored") this.confirm(event.id, event.seq);
    else if (event.type === "error") this.refused(event.id ?? "", event.code);
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
    if (id === VIEW_ID) return;
    if (id === undefined) {
      this.views.clear();
      for (const event of events) {
        this.acknowledge(event);
        this.amend(event);
      }
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
    this.amend(event);
  }

  private amend(event: DurableEvent): void {
    this.views.apply(event, this.member, (seq) => this.stored(seq));
  }

  /** Message `seq` as the room has it now. */
  private stored(seq: number): MessageView | undefined {
    const [page] = this.guest?.send({ type: "history", id: VIEW_ID, before: seq + 1, limit: 1 }) ?? [];
    const [message] = page?.type === "page" ? page.events : [];
    return message?.type === "message" && message.seq === seq ? viewOf(message) : undefined;
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

function admitted(joined: TestGuest | CloseName): TestGuest | undefined {
  if (joined === "banned" || joined === "kicked") return undefined;
  if (typeof joined === "string") throw new Error(`refused: ${joined}`);
  return joined;
}

export function entryOf(event: DurableEvent): LogEntry {
  return {
    seq: event.seq,
    type: event.type,
    member: event.from.id,
    id: event.id,
    ...("target" in event ? { target: event.target } : {}),
    ...("text" in event ? { text: event.text } : {}),
    ...(event.type === "moderation" && event.act === "hide" ? { hides: event.member.id } : {}),
  };
}
