/** What a poll will be answered, and when (SPEC POLL-1 to POLL-4). Pure. */
import type { RoomEvent } from "../../protocol/events.ts";
import { encodeEvent } from "../../protocol/encode.ts";
import { isNumbered } from "../../protocol/decode-events.ts";
import { formatPosition, parsePosition, EMPTY_POSITION } from "../../protocol/position.ts";
import { utf8Bytes } from "../../text/lengths.ts";

/** In a room where something is said before a poll is this old, polls gather: it is a busy one. */
const BUSY_WITHIN_MS = 1_000;
/** So old is a poll at least that was answered for a busy room's events: in a crowd every poll spared counts. */
const GATHERED_MS = 500;
const GATHERED_IN_A_CROWD_MS = 1_000;
/** Who comes and who writes is worth an answer of its own only after this. */
const EPHEMERAL_MS = 1_000;
/** Where the room let go of a waiting poll, it is answered no sooner: whoever polls in a loop must not spin. */
const LET_GO_MS = 1_000;

export interface Poll {
  readonly after: string;
  readonly waitMs: number;
  /** whether the welcome is told */
  readonly wantsWelcome: boolean;
  readonly beganAt: number;
  /** of the events in an answer, but for the welcome and the newest messages, which come whole */
  readonly maxBytes: number;
  /** more members than this are a crowd */
  readonly crowdMembers: number;
}

/** The body of an answer, but for the events, which are JSON already. */
export interface PollAnswer {
  readonly position: string;
  readonly recovered: boolean;
  readonly events: readonly string[];
  readonly more?: true;
  readonly older?: boolean;
}

export class Gathering {
  private epoch = EMPTY_POSITION.epoch;
  private seq: number;
  private recovered = false;
  private older: boolean | undefined;
  private more = false;
  private events: string[] = [];
  private bytes = 0;
  private isWelcomed = false;
  private isOver = false;
  private hasTaken = false;
  private due: number;
  private gatheredMs = GATHERED_MS;

  constructor(private readonly poll: Poll) {
    this.seq = parsePosition(poll.after)?.seq ?? 0;
    this.due = poll.beganAt + poll.waitMs;
  }

  /** When the answer is due, in ms since 1970; not before the room has said where it stands, or let go. */
  get dueAt(): number {
    return this.isWelcomed || this.isOver ? this.due : Number.POSITIVE_INFINITY;
  }

  /** The answer; undefined if the room never said where it stands. */
  get answer(): PollAnswer | undefined {
    if (!this.isWelcomed) return undefined;
    return {
      position: formatPosition({ epoch: this.epoch, seq: this.seq }),
      recovered: this.recovered,
      events: this.events,
      ...(this.more ? { more: true } : {}),
      ...(this.older === undefined ? {} : { older: this.older }),
    };
  }

  /** What one frame tells. */
  take(events: readonly RoomEvent[], now: number): void {
    const isFirst = !this.hasTaken;
    this.hasTaken = true;
    for (const event of events) this.takeEvent(event, now);
    // Whatever was there already is the answer.
    if (isFirst && (this.events.length > 0 || !this.recovered)) this.answerAt(now);
  }

  /** Where the room stands, and whether what follows is a recovery. */
  standsAt({ position, recovered }: { readonly position: string; readonly recovered: boolean }): void {
    this.isWelcomed = true;
    this.epoch = parsePosition(position)?.epoch ?? EMPTY_POSITION.epoch;
    this.recovered = recovered;
    this.events = [];
    this.bytes = 0;
  }

  /** The room has let go of this poll. */
  letGo(now: number): void {
    this.isOver = true;
    this.answerAt(Math.max(now, this.poll.beganAt + LET_GO_MS));
  }

  private takeEvent(event: RoomEvent, now: number): void {
    switch (event.type) {
      case "welcome":
        this.standsAt(event);
        if (event.members.count > this.poll.crowdMembers) this.gatheredMs = GATHERED_IN_A_CROWD_MS;
        if (this.poll.wantsWelcome) this.events.push(encodeEvent(event));
        return;
      case "page":
        this.seq = parsePosition(event.position)?.seq ?? 0;
        this.older = event.more;
        this.events.push(...event.events.map(encodeEvent));
        return this.answerAt(now);
      case "more":
        this.more = true;
        return this.answerAt(now);
      case "presence":
      case "typing":
        this.add(encodeEvent(event));
        return this.answerAt(Math.max(now, this.poll.beganAt + EPHEMERAL_MS));
      default:
        this.takeLive(event, now);
    }
  }

  private takeLive(event: RoomEvent, now: number): void {
    const isOrdered = isNumbered(event);
    // What comes behind the end of a replay that was cut short is fetched with the rest of it.
    if (isOrdered && (event.seq !== this.seq + 1 || this.more)) return;
    const isTaken = this.add(encodeEvent(event));
    if (isOrdered && isTaken) this.seq = event.seq;
    // The next poll is told of it; what has no number may be lost.
    else if (isOrdered) this.more = true;
    const gathersOn = isTaken && now - this.poll.beganAt < BUSY_WITHIN_MS;
    this.answerAt(gathersOn ? Math.max(now, this.poll.beganAt + this.gatheredMs) : now);
  }

  /** False if the answer has no room for it. There is always room for one. */
  private add(json: string): boolean {
    const bytes = this.bytes + utf8Bytes(json);
    if (this.bytes > 0 && bytes > this.poll.maxBytes) return false;
    this.bytes = bytes;
    this.events.push(json);
    return true;
  }

  private answerAt(time: number): void {
    this.due = Math.min(this.due, time);
  }
}
