/** A fake room: implements enough of SPEC.md to join, publish, disconnect and recover. */
import type { Command, CommandOf } from "../../src/protocol/commands.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { Message } from "../../src/protocol/events/message.ts";
import type { Welcome } from "../../src/protocol/events/welcome.ts";
import { clientLimits, DEFAULT_LIMITS, type ClientLimits } from "../../src/protocol/limits.ts";
import { parsePosition } from "../../src/protocol/position.ts";
import type { RoomSettings } from "../../src/protocol/settings.ts";
import type { TicketGrant } from "../../src/protocol/ticket-grant.ts";
import type { FakeSocket, FakeTicketRequest, SocketHost } from "./fake-socket.ts";
import { fakeTicketKey, ticketOf } from "./tickets.ts";

interface Author {
  readonly id: string;
  name: string;
  /** of a member for whom a site vouches: how long the token counts that says so */
  readonly expiresInMs?: number | undefined;
}

type DurableOf<Type> = Extract<DurableEvent, { type: Type }>;
type UnsequencedOf<Type> = Omit<DurableOf<Type>, "seq" | "at"> & { readonly type: Type };

/** Handles a command instead of the room: returns the reply, or drops the command. */
export type Intercept = (command: Command, socket: FakeSocket) => readonly RoomEvent[] | "drop" | undefined;

export class FakeRoom implements SocketHost {
  epoch = "e1";
  log: DurableEvent[] = [];
  limits: ClientLimits = clientLimits(DEFAULT_LIMITS);
  settings: RoomSettings = {};
  spreadMs = 500;
  joinPage = 50;
  /** events pushed after a welcome before `more` */
  pushedEvents = 100;
  /** the most events that a recovery may span */
  recoveryEvents = 5_000;
  intercept: Intercept | undefined;
  /** closes with this instead of welcoming */
  refuseJoin: ((socket: FakeSocket) => { code: number; reason: string } | undefined) | undefined;
  /** ms since 1970, by which tickets are made */
  clock = () => 0;
  readonly commands: Command[] = [];
  readonly #tokens = new Map<string, Author>();
  readonly #sessions = new Map<FakeSocket, Author>();
  #recent = new Map<string, number>();
  #members = 0;

  get messages(): Message[] {
    return this.log.filter((event) => event.type === "message");
  }

  get texts(): string[] {
    return this.messages.map(({ text }) => text);
  }

  get position(): string {
    return `${this.epoch}.${this.log.length}`;
  }

  /** The commands of one type that arrived. */
  commandsOf<Type extends Command["type"]>(type: Type): Extract<Command, { type: Type }>[] {
    return this.commands.filter(
      (command): command is Extract<Command, { type: Type }> => command.type === type,
    );
  }

  /** Another member publishes a message. */
  post(text: string, from: Author = { id: "bo", name: "Bo" }, id = `bo-${this.log.length}`): Message {
    return this.#append({ type: "message", from, id, text });
  }

  /** Evicts the room from memory: recent command ids are lost. */
  evict(): void {
    this.#recent = new Map();
  }

  /** Starts a new epoch with an empty log. */
  resetLog(): void {
    this.epoch = `${this.epoch}x`;
    this.log = [];
    this.evict();
  }

  /** Sends events to every session. */
  broadcast(...events: readonly RoomEvent[]): void {
    for (const socket of this.#sessions.keys()) sendTo(socket, events);
  }

  /** what it answers to `time`, in ms since 1970 */
  time = 0;

  /** Sends a frame as it is to every session. */
  broadcastFrame(frame: string): void {
    for (const socket of this.#sessions.keys()) socket.toClient.push(frame);
  }

  /** Makes a member's token, as an application would. */
  tokenFor(id: string, name: string): string {
    const token = `${id}.signed`;
    this.#tokens.set(token, { id, name });
    return token;
  }

  /** Makes the next token of a site for a member, which counts for `expiresInMs`. */
  siteTokenFor(id: string, name: string, expiresInMs: number): string {
    const token = `${id}.${this.#tokens.size}.signed`;
    this.#tokens.set(token, { id, name, expiresInMs });
    return token;
  }

  grantTicket({ token, name }: FakeTicketRequest): TicketGrant | { code: number; reason: string } {
    const member = token === undefined ? this.#newGuest(name) : this.#tokens.get(token);
    if (member === undefined) return { code: 4503, reason: "This token was not made by this room." };
    const self = { ticketKey: fakeTicketKey(token ?? ""), ...this.#selfOf(member) };
    return { ticket: ticketOf(self.ticketKey, 0), at: this.clock(), self };
  }

  opened(socket: FakeSocket): void {
    const refusal = this.refuseJoin?.(socket);
    if (refusal !== undefined) return socket.end({ ...refusal, wasClean: true });
    const member =
      socket.token === undefined
        ? this.#newGuest(socket.query.get("name") || undefined)
        : this.#tokens.get(socket.token);
    if (member === undefined)
      return socket.end({ code: 4503, reason: "This token was not made by this room." });
    this.#sessions.set(socket, member);
    sendTo(socket, this.#joinEvents(member, socket.query.get("position") ?? undefined));
  }

  closed(socket: FakeSocket): void {
    this.#sessions.delete(socket);
  }

  received(socket: FakeSocket, frame: string): void {
    const member = this.#sessions.get(socket);
    if (member === undefined) return;
    const command = JSON.parse(frame) as Command;
    this.commands.push(command);
    const intercepted = this.intercept?.(command, socket);
    if (intercepted === "drop") return;
    if (intercepted !== undefined) return sendTo(socket, intercepted);
    this.#execute(command, socket, member);
  }

  #execute(command: Command, socket: FakeSocket, member: Author): void {
    const from = { id: member.id, name: member.name };
    switch (command.type) {
      case "publish":
        return this.#publish(command, socket, from);
      case "edit":
        this.#append({ type: "edit", from, id: command.id, target: command.seq, text: command.text });
        return;
      case "delete":
        this.#append({ type: "delete", from, id: command.id, target: command.seq });
        return;
      case "restore":
        this.#append({ type: "restore", from, id: command.id, target: command.seq, text: "restored" });
        return;
      case "react": {
        const { id, seq, emoji, on } = command;
        this.#append({ type: "reaction", from, id, target: seq, emoji, on, count: on ? 1 : 0 });
        return;
      }
      case "history":
        return sendTo(socket, [this.#page(command)]);
      case "configure":
        this.settings = { ...this.settings, ...command.settings };
        this.#append({ type: "settings", from, id: command.id, settings: this.settings });
        return;
      case "role": {
        const { id, member: given, role } = command;
        this.#append({ type: "role", from, id, member: { id: given, name: given }, role });
        return;
      }
      case "moderate": {
        const { id, act, member: given, until } = command;
        const timed = until === undefined ? {} : { until };
        this.#append({ type: "moderation", from, id, act, member: { id: given, name: given }, ...timed });
        return;
      }
      case "clear":
        this.#append({ type: "clear", from, id: command.id });
        return;
      case "rename":
        member.name = command.name;
        return this.#sendSelf(command.id, socket, member);
      case "authenticate": {
        const other = this.#tokens.get(command.token);
        if (other === undefined) {
          const { id } = command;
          return sendTo(socket, [{ type: "error", id, code: "invalid_token", message: "No." }]);
        }
        this.#sessions.set(socket, other);
        return this.#sendSelf(command.id, socket, other);
      }
      case "typing":
      case "signal":
      case "flow":
        return;
      case "time":
        return sendTo(socket, [{ type: "time", id: command.id, at: this.time }]);
    }
  }

  /** SPEC PUB-3 to PUB-8. */
  #publish(
    { id, text, replyTo, since = 0, previous }: CommandOf<"publish">,
    socket: FakeSocket,
    from: Author,
  ): void {
    const seqOf = (command: string) =>
      this.#recent.get(`${from.id} ${command}`) ??
      this.log.find((event) => event.id === command && event.from.id === from.id && event.seq > since)?.seq;
    const seq = seqOf(id);
    if (seq !== undefined) return sendTo(socket, [{ type: "stored", id, seq }]);
    if (previous !== undefined && seqOf(previous) === undefined) {
      return sendTo(socket, [
        { type: "error", id, code: "out_of_order", message: "Send both again.", retryAfterMs: 1_000 },
      ]);
    }
    this.#append({ type: "message", from, id, text, ...(replyTo === undefined ? {} : { replyTo }) });
  }

  #append<Type extends DurableEvent["type"]>(event: UnsequencedOf<Type>): DurableOf<Type> {
    const stored = {
      ...event,
      seq: this.log.length + 1,
      at: 1_000 + this.log.length,
    } as unknown as DurableOf<Type>;
    this.log.push(stored);
    this.#recent.set(`${stored.from.id} ${stored.id}`, stored.seq);
    this.broadcast(stored);
    return stored;
  }

  #joinEvents(member: Author, position: string | undefined): RoomEvent[] {
    const requested = position === undefined ? undefined : parsePosition(position);
    const missed = this.log.length - (requested?.seq ?? 0);
    const recovered = requested?.epoch === this.epoch && missed >= 0 && missed <= this.recoveryEvents;
    const welcome = this.welcome(member, recovered);
    if (requested === undefined || !recovered) {
      const events = this.messages.slice(-this.joinPage);
      return [
        welcome,
        { type: "page", position: this.position, events, more: this.messages.length > events.length },
      ];
    }
    const pushed = this.log.slice(requested.seq, requested.seq + this.pushedEvents);
    const more: RoomEvent[] =
      missed > pushed.length ? [{ type: "more", after: requested.seq + pushed.length }] : [];
    return [welcome, ...pushed, ...more];
  }

  welcome(member: Author, recovered: boolean): Welcome {
    const list = [...new Map([...this.#sessions.values()].map((each) => [each.id, each])).values()];
    return {
      type: "welcome",
      position: this.position,
      recovered,
      self: this.#selfOf(member),
      room: { name: "tea", settings: this.settings },
      limits: this.limits,
      members: { count: list.length, list: list.map(({ id, name }) => ({ id, name, role: "guest" })) },
      spreadMs: this.spreadMs,
      version: "0.0.0",
    };
  }

  #page({ id, before, after, limit = 50 }: Extract<Command, { type: "history" }>): RoomEvent {
    const { position } = this;
    if (after !== undefined) {
      const events = this.log.filter(({ seq }) => seq > after).slice(0, limit);
      return { type: "page", id, position, events, more: (events.at(-1)?.seq ?? after) < this.log.length };
    }
    const earlier = this.messages.filter(({ seq }) => seq < (before ?? Infinity));
    const events = earlier.slice(-limit);
    return { type: "page", id, position, events, more: earlier.length > events.length };
  }

  #sendSelf(id: string, socket: FakeSocket, member: Author): void {
    sendTo(socket, [{ type: "presence", id, count: this.#sessions.size, self: this.#selfOf(member) }]);
  }

  #selfOf({ id, name, expiresInMs }: Author) {
    if (expiresInMs !== undefined)
      return { id, name, role: "member" as const, vouched: true as const, token: "", expiresInMs };
    const token = this.tokenFor(id, name);
    return { id, name, role: "guest" as const, token, ticketKey: fakeTicketKey(token) };
  }

  #newGuest(name: string | undefined): Author {
    const id = `m${++this.#members}`;
    return { id, name: name ?? `guest-${id}` };
  }
}

function sendTo(socket: FakeSocket, events: readonly RoomEvent[]): void {
  const [first] = events;
  if (first !== undefined) socket.toClient.push(JSON.stringify(events.length === 1 ? first : events));
}
