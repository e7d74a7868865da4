/**
 * A client by SPEC.md that shares no code with the product, so that tests check the wire format alone: it has an
 * outbox, resends with `since`, recovers by position, and records what it receives for the auditor.
 */
import { openAuthorizedSocket } from "./authorized-socket.ts";
import type { Ack, ClientLog, LogEntry, JoinRecord } from "./auditor.ts";

const MAX_IN_FLIGHT = 10;
const RETRY_MS = 15;

export interface ProtocolClientOptions {
  readonly url: string;
  readonly name: string;
  /**
   * When the outbox is resent after a reconnect. A well-behaved client waits for its replay (PUB-5); the other resends
   * everything at once, stored or not, which must have the same result.
   */
  readonly resend?: "after_replay" | "at_once";
}

interface Outgoing {
  readonly id: string;
  readonly text: string;
  /** the last seq received when it was first sent; undefined until then */
  since: number | undefined;
  /** true if it was sent on the current connection */
  isInFlight: boolean;
  ackedAs: number | undefined;
}

interface OpenSpan {
  readonly joins: JoinRecord[];
  readonly entries: LogEntry[];
}

/** The fields of an event that are read here; not validated, so all but the type are optional. */
interface WireEvent {
  readonly type: string;
  readonly seq?: number;
  readonly id?: string;
  readonly from?: { readonly id: string };
  readonly text?: string;
  readonly target?: number;
  readonly position?: string;
  readonly recovered?: boolean;
  readonly self?: { readonly id: string; readonly token: string };
  readonly events?: readonly WireEvent[];
  readonly after?: number;
  readonly more?: boolean;
  readonly code?: string;
  readonly retryAfterMs?: number;
}

export class ProtocolClient {
  /** seqs received again; a correct room sends none (P-2) */
  readonly duplicates: number[] = [];
  /** seqs received after a gap; a correct room leaves none (P-2, JOIN-4) */
  readonly gaps: number[] = [];
  /** error codes received, and contradictory answers */
  readonly errors: string[] = [];
  /** how many repeats were answered by `stored` */
  storedAnswers = 0;
  /** how many connections were lost */
  disconnects = 0;
  member = "";
  private token = "";
  private epoch = "";
  /** the seq up to which everything was received */
  private reached = 0;
  /** the seq of the last welcome, after which events are live */
  private target = 0;
  private joined = false;
  private pulling = false;
  private isRunning = false;
  private socket: WebSocket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private buffered: WireEvent[] = [];
  private readonly spans: OpenSpan[] = [];
  private readonly outbox = new Map<string, Outgoing>();
  private readonly unacked = new Map<string, Outgoing>();

  constructor(private readonly options: ProtocolClientOptions) {}

  get log(): ClientLog {
    return { client: this.options.name, spans: this.spans };
  }

  /** The acknowledgements, in the order of first sending. */
  get acks(): Ack[] {
    return [...this.outbox.values()].flatMap(({ id, text, ackedAs }) =>
      ackedAs === undefined ? [] : [{ member: this.member, id, text, seq: ackedAs }],
    );
  }

  get ackCount(): number {
    return this.outbox.size - this.unacked.size;
  }

  get unackedCount(): number {
    return this.unacked.size;
  }

  get seq(): number {
    return this.reached;
  }

  get isCaughtUp(): boolean {
    return this.joined && !this.pulling && this.reached >= this.target;
  }

  connect(): void {
    this.isRunning = true;
    this.open();
  }

  /** Closes the connection and does not reconnect. */
  close(): void {
    this.isRunning = false;
    clearTimeout(this.timer);
    this.socket?.close(1000);
  }

  /** Closes the connection and reconnects. */
  drop(): void {
    if (this.joined) this.socket?.close();
  }

  publish(text: string): void {
    const outgoing: Outgoing = {
      id: crypto.randomUUID(),
      text,
      since: undefined,
      isInFlight: false,
      ackedAs: undefined,
    };
    this.outbox.set(outgoing.id, outgoing);
    this.unacked.set(outgoing.id, outgoing);
    this.flush();
  }

  /** Sends the last message in flight once more. */
  repeatLast(): void {
    const last = [...this.unacked.values()].findLast(({ isInFlight }) => isInFlight);
    if (last !== undefined && this.joined) this.send({ type: "publish", id: last.id, text: last.text });
  }

  private open(): void {
    const url = new URL(this.options.url);
    url.searchParams.set("name", this.options.name);
    if (this.epoch !== "") url.searchParams.set("position", `${this.epoch}.${this.reached}`);
    const socket = openAuthorizedSocket(url, this.token === "" ? undefined : this.token);
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.socket) this.receive(String(data));
    });
    // Node 22 dispatches only "error" for a connection that could not be opened, else "close".
    for (const end of ["close", "error"]) {
      socket.addEventListener(end, () => {
        if (socket === this.socket) this.disconnected();
      });
    }
  }

  private disconnected(): void {
    if (this.joined) this.disconnects++;
    this.joined = false;
    this.pulling = false;
    this.buffered = [];
    this.socket = undefined;
    for (const outgoing of this.unacked.values()) outgoing.isInFlight = false;
    if (this.isRunning) this.timer = setTimeout(() => this.open(), RETRY_MS);
  }

  private receive(frame: string): void {
    const parsed = JSON.parse(frame) as WireEvent | WireEvent[];
    for (const event of Array.isArray(parsed) ? parsed : [parsed]) this.handle(event);
    this.flush();
  }

  private handle(event: WireEvent): void {
    if (event.type === "welcome") this.handleWelcome(event);
    else if (event.type === "page") this.handlePage(event);
    else if (event.type === "more") this.pull();
    else if (event.type === "stored") this.handleStored(event);
    else if (event.type === "flow")
      this.send({ type: "flow", id: event.id, position: `${this.epoch}.${this.reached}` });
    else if (event.type === "error") this.handleError(event);
    // Any other event with a seq is durable, known or not (EVT-2).
    else if (event.seq !== undefined) this.handleDurable(event);
  }

  private handleWelcome({ position = "", recovered = false, self }: WireEvent): void {
    const [epoch = "", seq = ""] = position.split(".");
    const join = { asked: this.epoch === "" ? undefined : this.reached, recovered, reached: Number(seq) };
    if (recovered) this.spans.at(-1)?.joins.push(join);
    else this.spans.push({ joins: [join], entries: [] });
    this.member = self?.id ?? "";
    this.token = self?.token ?? "";
    this.epoch = epoch;
    this.target = Number(seq);
    this.joined = true;
    if (this.options.resend === "at_once")
      for (const outgoing of this.unacked.values()) this.sendPublish(outgoing);
  }

  /** Without an id it is the newest page of a join; with an id the answer to a pull. */
  private handlePage({ id, events = [], position = "", more = false }: WireEvent): void {
    if (id === undefined) {
      this.reached = (events[0]?.seq ?? Number(position.split(".")[1]) + 1) - 1;
      for (const event of events) this.apply(event);
      return;
    }
    this.pulling = false;
    for (const event of events) this.applyOnce(event);
    if (more) this.pull();
    else this.drainBuffered();
  }

  private handleDurable(event: WireEvent): void {
    if (this.pulling) this.buffered.push(event);
    else if (event.seq === this.reached + 1) this.apply(event);
    else if ((event.seq ?? 0) <= this.reached) this.duplicates.push(event.seq ?? 0);
    else {
      this.gaps.push(event.seq ?? 0);
      this.buffered.push(event);
      this.pull();
    }
  }

  /** Handles the live events that arrived during a pull; the pull may have returned some of them too. */
  private drainBuffered(): void {
    for (const event of this.buffered.splice(0))
      if ((event.seq ?? 0) > this.reached) this.handleDurable(event);
  }

  private applyOnce(event: WireEvent): void {
    if (event.seq === this.reached + 1) this.apply(event);
  }

  private apply({ seq = 0, type, from, id = "", text, target }: WireEvent): void {
    this.reached = seq;
    const member = from?.id ?? "";
    this.spans.at(-1)?.entries.push({ seq, type, member, id, text, target });
    if (member === this.member) this.acknowledge(id, seq);
  }

  private handleStored({ id = "", seq = 0 }: WireEvent): void {
    this.storedAnswers++;
    this.acknowledge(id, seq);
  }

  private acknowledge(id: string, seq: number): void {
    const outgoing = this.outbox.get(id);
    if (outgoing === undefined) this.errors.push(`${id} was never sent`);
    else if (outgoing.ackedAs === undefined) outgoing.ackedAs = seq;
    else if (outgoing.ackedAs !== seq) this.errors.push(`${id} is ${outgoing.ackedAs} and then ${seq}`);
    this.unacked.delete(id);
  }

  private handleError({ id, code = "", retryAfterMs }: WireEvent): void {
    this.errors.push(code);
    const outgoing = this.unacked.get(id ?? "");
    if (outgoing === undefined || retryAfterMs === undefined) return;
    for (const other of this.unacked.values()) other.isInFlight = false;
  }

  private pull(): void {
    if (this.pulling) return;
    this.pulling = true;
    this.send({ type: "history", id: crypto.randomUUID(), after: this.reached });
  }

  private flush(): void {
    if (!this.isCaughtUp) return;
    let inFlight = 0;
    for (const outgoing of this.unacked.values()) {
      if (++inFlight > MAX_IN_FLIGHT) return;
      if (!outgoing.isInFlight) this.sendPublish(outgoing);
    }
  }

  private sendPublish(outgoing: Outgoing): void {
    const { id, text, since } = outgoing;
    outgoing.isInFlight = true;
    if (since === undefined) outgoing.since = this.reached;
    this.send({ type: "publish", id, text, ...(since === undefined ? {} : { since }) });
  }

  private send(command: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(command));
  }
}
