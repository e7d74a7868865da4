/**
 * A room's rules, pure and synchronous: what comes in is decided, stored and turned into an {@link Outcome} without
 * a pause, so nothing can slip between the decision and the order in which everybody sees it.
 */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Command } from "../protocol/commands.ts";
import type { Publish } from "../protocol/commands/publish.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Members } from "../protocol/events/welcome.ts";
import { failure, failureWithRetry, type Failure } from "../protocol/errors.ts";
import { formatPosition, UNBORN } from "../protocol/position.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { parseText } from "../text/message-text.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { carryOut, commandIdOf, isLossy, isRated } from "./commands/table.ts";
import { publish } from "./commands/publish.ts";
import type { LivingRoom } from "./context.ts";
import { identify, type Credentials } from "./identity/identify.ts";
import { memberIdFor, newCommandId, newEpoch, newMemberId, newRoomKey } from "./identity/ids.ts";
import { errorEvent, NOTHING, reply, type Effect, type Outcome } from "./outcome.ts";
import { fitBytes } from "./page-bytes.ts";
import type { RoomPorts } from "./ports.ts";
import { Throttle, type Origin, type Verdict } from "./rates/throttle.ts";
import { RecentCommands } from "./recent-commands.ts";
import { recover } from "./recovery.ts";
import { pruneStep, retentionDueAt } from "./retention.ts";
import { Roster } from "./roster.ts";
import { authorOf, type Identity, type Session } from "./session.ts";
import type { Born, StoredPage } from "./store.ts";
import { welcome } from "./welcome.ts";

export interface JoinRequest extends Credentials {
  readonly connection: string;
  readonly address: string | undefined;
  /** where the client was, as it was told */
  readonly position: string | undefined;
}

export interface Joined {
  readonly session: Session;
  readonly outcome: Outcome;
}

/** A publish that comes without a session, by HTTP. */
export interface PublishRequest extends Credentials {
  readonly text: string;
  /** the client's own id for it; a new one is made where there is none */
  readonly commandId: string | undefined;
  readonly replyTo: number | undefined;
  readonly address: string | undefined;
}

/** A room as looking at it shows it. */
export interface RoomView {
  readonly born: boolean;
  readonly position: string;
  readonly members: number;
}

export class Room {
  private readonly roster = new Roster();
  private readonly recent = new RecentCommands();
  private readonly throttle: Throttle;
  private living: LivingRoom | undefined;

  /** @throws NewerSchemaError if the stored room is newer than this code */
  constructor(private readonly ports: RoomPorts) {
    this.throttle = new Throttle(ports.limits);
    const born = ports.store.open();
    if (born !== undefined) this.living = this.bringToLife(born);
  }

  /** Takes back a session that outlived the room's memory. */
  resume(session: Session): void {
    this.roster.enter(session);
  }

  join(request: JoinRequest): Result<Joined, CloseName> {
    const { connection, address, position } = request;
    if (this.roster.sessionCount >= this.ports.limits.connections) return fail("room_full");
    const now = this.ports.clock.now();
    const identity = this.identify(request, now, () => newMemberId(this.ports.chance));
    if (!identity.ok) return identity;
    const room = this.beBorn(now);
    const session: Session = { ...identity.value, connection, address };
    const isNew = this.roster.enter(session);
    const { recovered, events } = recover(room, position, session.member);
    const first: Effect[] = [welcome(room, session, recovered, now), ...events].map(reply);
    return ok({ session, outcome: isNew ? [...first, this.arrival(session)] : first });
  }

  /** Ends a session. Safe to call twice. */
  leave(connection: string): Outcome {
    this.throttle.forget(connection);
    const left = this.roster.leave(connection);
    if (left === undefined) return NOTHING;
    const { count } = this.roster;
    return [{ to: "other_sessions", event: { type: "presence", count, left: [authorOf(left)] } }];
  }

  /** Judges a frame before anything looks into it. */
  admitFrame(connection: string): Verdict {
    return this.throttle.frame(connection, this.ports.clock.now());
  }

  /** Carries out a joined session's command. */
  handle(connection: string, command: Command): Outcome {
    const session = this.roster.session(connection);
    if (session === undefined || this.living === undefined) return NOTHING;
    const now = this.ports.clock.now();
    if (isLossy(command.type) && !this.throttle.lossy(now)) return NOTHING;
    const refused = isRated(command.type)
      ? refusedFor(this.throttle.command(session, now), command)
      : undefined;
    if (refused !== undefined) return refused;
    return carryOut({ room: this.living, session, command, now, repeats: "recent" });
  }

  /** Publishes for somebody who is not in the room. The answer to the sender is in the outcome, like everybody's. */
  publishFromOutside(request: PublishRequest): Result<Outcome, Failure> {
    const now = this.ports.clock.now();
    const { chance, limits } = this.ports;
    const text = parseText(request.text, limits);
    if (!text.ok) return fail(failure(text.failure));
    // Whoever is refused below has made no room: so far everything is only looked at.
    const asked = this.identify(request, now, () => "");
    if (!asked.ok) return fail(failure(asked.failure));
    const verdict = this.throttle.command(originOf(request, asked.value), now);
    if (verdict.kind !== "admitted") return fail(failureWithRetry("rate_limited", retryAfterMs(verdict)));
    const { replyTo, address, commandId } = request;
    if (replyTo !== undefined && this.living === undefined) return fail(failure("message_not_found"));
    const room = this.beBorn(now);
    const identity = this.identify(request, now, () => publisherId(room, request));
    if (!identity.ok) return fail(failure(identity.failure));
    const command: Publish = {
      type: "publish",
      id: commandId ?? newCommandId(chance),
      text: text.value,
      ...(replyTo === undefined ? {} : { replyTo }),
    };
    const session: Session = { ...identity.value, connection: "", address };
    const repeats = commandId === undefined ? "recent" : "stored";
    const outcome = publish({ room, session, command, now, repeats });
    return this.isReused(outcome, text.value) ? fail(failure("key_reused")) : ok(outcome);
  }

  view(): RoomView {
    const born = this.living?.born;
    const position = born === undefined ? UNBORN : { epoch: born.epoch, seq: born.log.newest };
    return { born: born !== undefined, position: formatPosition(position), members: this.roster.count };
  }

  members(): Members {
    return { count: this.roster.count, list: this.roster.list(this.ports.limits.memberList) };
  }

  /** A page of messages for somebody who only looks. */
  messagesBefore(seq: number | undefined, limit: number): StoredPage {
    const page = this.living?.born.log.messagesBefore(seq, limit, undefined);
    return page === undefined
      ? { events: [], more: false }
      : fitBytes(page, this.ports.limits.recoveryBytes, "last");
  }

  /** One message, for somebody who only looks. */
  messageAt(seq: number): Message | undefined {
    const [message] = this.messagesBefore(seq + 1, 1).events;
    return message?.type === "message" && message.seq === seq ? message : undefined;
  }

  /** Notes which members have not been heard of lately; tells the others what is news (SPEC PRES-2). */
  notePresence(isAway: (member: string) => boolean): Outcome {
    const changed = [...this.roster.memberIds()]
      .filter((member) => this.roster.setAway(member, isAway(member)))
      .flatMap((member) => this.roster.member(member) ?? []);
    if (changed.length === 0) return NOTHING;
    return [{ to: "everyone", event: { type: "presence", count: this.roster.count, changed } }];
  }

  sessionsOf(member: string): Session[] {
    return this.roster.sessionsOf(member);
  }

  /** When {@link prune} should be called next, in ms since 1970; undefined if there will be nothing to do. */
  retentionDueAt(): number | undefined {
    const kept = this.kept();
    return kept === undefined ? undefined : retentionDueAt(kept);
  }

  /** One step of retention. Returns true if another may find more. */
  prune(): boolean {
    const kept = this.kept();
    return kept !== undefined && pruneStep(kept);
  }

  private kept() {
    if (this.living === undefined) return undefined;
    const { store, limits, clock } = this.ports;
    return { log: this.living.born.log, limits, sizeBytes: () => store.sizeBytes(), now: clock.now() };
  }

  private beBorn(now: number): LivingRoom {
    if (this.living !== undefined) return this.living;
    const { name, chance, store } = this.ports;
    const born = store.birth({ name, epoch: newEpoch(chance), key: newRoomKey(chance), at: now });
    this.living = this.bringToLife(born);
    return this.living;
  }

  private bringToLife(born: Born): LivingRoom {
    const { name, limits, chance } = this.ports;
    const signer = { key: born.key, roomName: name };
    return { name, born, signer, limits, chance, roster: this.roster, recent: this.recent };
  }

  private arrival({ member }: Session): Effect {
    const shown = this.roster.member(member);
    const joined = shown === undefined ? [] : [shown];
    return { to: "other_sessions", event: { type: "presence", count: this.roster.count, joined } };
  }

  private identify(credentials: Credentials, now: number, newId: () => string) {
    const { limits } = this.ports;
    return identify({ signer: this.living?.signer, limits, now }, credentials, newId);
  }

  /** True if a repeat is none: the same key, but another text than was stored, and that text never changed since. */
  private isReused(outcome: Outcome, text: string): boolean {
    const [effect] = outcome;
    if (effect?.to !== "sender" || effect.event.type !== "stored") return false;
    const message = this.messageAt(effect.event.seq);
    if (message === undefined || message.deleted === true || message.editedAt !== undefined) return false;
    return message.text !== text;
  }
}

/** Follows from the key, the address and the name where there is a key, so that a repeat comes from the same member. */
function publisherId({ born, chance }: LivingRoom, { commandId, address, name }: PublishRequest): string {
  if (commandId === undefined) return newMemberId(chance);
  return memberIdFor(born.key, commandId, [address ?? "", name ?? ""]);
}

/** The outcome of a command that is not admitted; undefined if it is. */
function refusedFor(verdict: Verdict, command: Command): Outcome | undefined {
  switch (verdict.kind) {
    case "admitted":
      return undefined;
    case "told":
      return [
        reply(errorEvent(commandIdOf(command), failureWithRetry("rate_limited", verdict.retryAfterMs))),
      ];
    case "dropped":
      return NOTHING;
    case "flood":
      return [{ to: "close", close: "flood" }];
    default:
      return exhaustive(verdict);
  }
}

/** Without a token the member may be new with each request, so it is the address that counts. */
function originOf({ token, address }: PublishRequest, { member }: Identity): Origin {
  const connection = `outside ${address ?? ""}`;
  return { connection, member: token === undefined ? connection : member, address };
}

/** Over HTTP every request is answered, so a dropped one is told to wait like the first. */
const DROPPED_RETRY_MS = 1_000;

function retryAfterMs(verdict: Verdict): number {
  return verdict.kind === "told" ? verdict.retryAfterMs : DROPPED_RETRY_MS;
}
