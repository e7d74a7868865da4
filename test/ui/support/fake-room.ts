/** A fake room, whose events a test triggers. */
import type { Act } from "../../../src/protocol/acts.ts";
import type {
  ConnectionState,
  HistoryRequest,
  HoldersRequest,
  ModerateOptions,
  PendingMessage,
  Published,
  RoomClientEvents,
  Roster,
  SearchRequest,
} from "../../../src/client/api.ts";
import type { BaseRoomApi } from "../../../src/client/base-room-client.ts";
import type { DurableEvent } from "../../../src/protocol/events/durable.ts";
import type { Message } from "../../../src/protocol/events/message.ts";
import type { HolderPage } from "../../../src/protocol/holder-page.ts";
import type { Page } from "../../../src/protocol/events/page.ts";
import type { Self } from "../../../src/protocol/member.ts";
import type { Role } from "../../../src/protocol/roles.ts";
import type { SearchPage } from "../../../src/protocol/search-page.ts";
import type { RoomSettings } from "../../../src/protocol/settings.ts";
import { DEFAULT_LIMITS, clientLimits } from "../../../src/protocol/limits.ts";

type Listener<Name extends keyof RoomClientEvents> = (detail: RoomClientEvents[Name]) => void;

export class FakeRoom implements BaseRoomApi {
  readonly url = new URL("https://rooms.example/r/sample-room");
  state: ConnectionState = { name: "idle" };
  readonly transport = undefined;
  settings: RoomSettings = {};
  self: Self | undefined;
  roster: Roster = { count: 0, list: [] };
  pending: readonly PendingMessage[] = [];
  /** all calls, as text */
  readonly calls: string[] = [];
  /** the log that `history` reads */
  log: Message[] = [];
  historyFails = false;
  /** the capacity of the outbox */
  outboxCapacity = Number.POSITIVE_INFINITY;
  readonly #listeners = new Map<string, Set<(detail: never) => void>>();
  #ids = 0;

  on<Name extends keyof RoomClientEvents>(name: Name, listener: Listener<Name>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<Name extends keyof RoomClientEvents>(name: Name, detail: RoomClientEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<Name>)(detail);
  }

  setState(to: ConnectionState): void {
    const from = this.state;
    this.state = to;
    this.emit("state", { from, to });
  }

  /** Joins as `self`, with the latest messages of `log`. */
  join(self: Self, log: Message[] = [], newest = 50): void {
    this.self = self;
    this.log = log;
    this.roster = { count: 1, list: [self] };
    this.emit("welcome", {
      type: "welcome",
      position: `e.${log.at(-1)?.seq ?? 0}`,
      recovered: false,
      self,
      room: { name: "sample-room", settings: {} },
      limits: clientLimits(DEFAULT_LIMITS),
      members: { count: 1, list: [self] },
      spreadMs: 500,
      version: "test",
    });
    this.emit("reset", { events: log.slice(-newest), more: log.length > newest });
    this.setState({ name: "online", since: 0 });
  }

  async forget(): Promise<void> {
    this.calls.push("forget");
  }

  receive(event: DurableEvent): void {
    if (event.type === "message") this.log.push(event);
    this.emit("event", event);
  }

  /** Its owner clears the room: the SDK says so to those who keep messages. */
  clearLog(): void {
    const seq = (this.log.at(-1)?.seq ?? 0) + 1;
    this.log = [];
    this.emit("reset", { events: [], more: false });
    this.receive({ type: "clear", seq, at: 1, from: { id: "owner", name: "Owner" }, id: "clear" });
  }

  setPending(pending: readonly PendingMessage[]): void {
    this.pending = pending;
    this.emit("pending", pending);
  }

  publish(text: string, { replyTo }: { readonly replyTo?: number } = {}): Published {
    const id = `command${this.#ids++}`;
    this.calls.push(`publish ${text}${replyTo === undefined ? "" : ` in reply to ${replyTo}`}`);
    if (this.pending.length >= this.outboxCapacity)
      return { id, stored: Promise.reject(new Error("outbox_full")) };
    this.setPending([
      ...this.pending,
      { id, text, at: Date.now(), status: { name: "sent" }, ...(replyTo === undefined ? {} : { replyTo }) },
    ]);
    return { id, stored: new Promise(() => undefined) };
  }

  /** Stores the oldest pending message. */
  store(seq: number, at: number): void {
    const [first, ...rest] = this.pending;
    if (first === undefined || this.self === undefined) throw new Error("there is no pending message");
    const { id, name } = this.self;
    this.receive({ type: "message", seq, at, from: { id, name }, id: first.id, text: first.text });
    this.setPending(rest);
  }

  async history({ before = Infinity, limit = 50 }: HistoryRequest): Promise<Page> {
    this.calls.push(`history before ${before}`);
    if (this.historyFails) throw new Error("no connection");
    const earlier = this.log.filter(({ seq }) => seq < before);
    const events = earlier.slice(-limit);
    const position = `e.${this.log.at(-1)?.seq ?? 0}`;
    return { type: "page", position, events, more: earlier.length > events.length };
  }

  /** the response to a search, which a test may replace by a failure or a promise that stays pending */
  searchHandler: (request: SearchRequest) => Promise<SearchPage> = async () => ({
    position: "e.0",
    events: [],
    more: false,
  });

  search(request: SearchRequest): Promise<SearchPage> {
    this.calls.push(
      `search ${request.query}${request.before === undefined ? "" : ` before ${request.before}`}`,
    );
    return this.searchHandler(request);
  }

  /** the answer to a request for those who hold an emoji, which a test may replace */
  holdersHandler: (request: HoldersRequest) => Promise<HolderPage> = async () => ({
    holders: [],
    more: false,
  });

  reactionHolders(request: HoldersRequest): Promise<HolderPage> {
    this.calls.push(
      `holders of ${request.emoji} on ${request.seq}${request.after === undefined ? "" : ` after ${request.after}`}`,
    );
    return this.holdersHandler(request);
  }

  retry(id: string): void {
    this.calls.push(`retry ${id}`);
  }

  discard(id: string): void {
    this.calls.push(`discard ${id}`);
    this.setPending(this.pending.filter((message) => message.id !== id));
  }

  async edit(seq: number, text: string): Promise<void> {
    this.calls.push(`edit ${seq} ${text}`);
  }

  async delete(seq: number, { reason }: { readonly reason?: string } = {}): Promise<void> {
    this.calls.push(reason === undefined ? `delete ${seq}` : `delete ${seq} ${reason}`);
  }

  async restore(seq: number): Promise<void> {
    this.calls.push(`restore ${seq}`);
  }

  async react(seq: number, emoji: string, on: boolean): Promise<void> {
    this.calls.push(`react ${seq} ${emoji} ${on}`);
  }

  async rename(name: string): Promise<Self> {
    if (this.self === undefined) throw new Error("not joined");
    this.self = { ...this.self, name };
    this.roster = {
      ...this.roster,
      list: this.roster.list.map((one) => (one.id === this.self?.id ? this.self : one)),
    };
    this.emit("self", this.self);
    return this.self;
  }

  async authenticate(): Promise<Self> {
    if (this.self === undefined) throw new Error("not joined");
    return this.self;
  }

  async claim(key: string): Promise<Self> {
    this.calls.push(`claim ${key}`);
    return this.authenticate();
  }

  async configure(settings: RoomSettings): Promise<void> {
    this.calls.push(`configure ${JSON.stringify(settings)}`);
  }

  async setRole(member: string, role: Role): Promise<void> {
    this.calls.push(`role ${member} ${role}`);
  }

  async moderate(act: Act, member: string, options: ModerateOptions = {}): Promise<void> {
    this.calls.push(`${act} ${member} ${JSON.stringify(options)}`);
  }

  async clear(): Promise<void> {
    this.calls.push("clear");
  }

  async manage(): Promise<never> {
    throw new Error("a fake room has nothing to manage");
  }

  typing(on: boolean): void {
    this.calls.push(`typing ${on}`);
  }

  signal(): void {
    this.calls.push("signal");
  }

  markRead(seq: number): void {
    this.calls.push(`read ${seq}`);
  }

  wake(): void {
    this.calls.push("wake");
  }

  close(): void {
    this.calls.push("close");
  }
}
