/** Commands that come without a connection, by HTTP (SPEC HTTP-4, HTTP-5, HTTP-8, HTTP-9). */
import { isLossy, isRated } from "../protocol/command-traits.ts";
import type { Command } from "../protocol/commands.ts";
import type { Publish } from "../protocol/commands/publish.ts";
import { failure, failureWithRetry, type Failure } from "../protocol/errors.ts";
import type { Message } from "../protocol/events/message.ts";
import type { Limits } from "../protocol/limits.ts";
import { parseText } from "../text/message-text.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { publish } from "./commands/publish.ts";
import { execute, commandIdOf } from "./commands/table.ts";
import type { RoomState } from "./context.ts";
import type { Credentials, IdentityFailure } from "./identity/identify.ts";
import { memberIdFor, newCommandId, newMemberId } from "./identity/ids.ts";
import { NO_EFFECTS, refuse, refuseWith, type Outcome } from "./outcome.ts";
import type { RandomSource } from "./ports.ts";
import type { Throttle, Verdict } from "./rates/throttle.ts";
import type { Identity, Session } from "./session.ts";

/** A publish that comes without a session. */
export interface PublishRequest extends Credentials {
  readonly text: string;
  /** the client's own id for it; a new one is made where there is none */
  readonly commandId: string | undefined;
  readonly replyTo: number | undefined;
  readonly address: string | undefined;
}

/** Who sends commands from outside. */
export interface HttpSender {
  readonly token: string;
  readonly address: string | undefined;
}

/** What this needs of the room. */
export interface HttpCommandPorts {
  readonly limits: Limits;
  readonly random: RandomSource;
  readonly throttle: Throttle;
  state(): RoomState | undefined;
  /** the room, born now if it was not, and whom that concerns */
  ensureCreated(now: number): { readonly room: RoomState; readonly announcement: Outcome };
  identify(credentials: Credentials, now: number, newId: () => string): Result<Identity, IdentityFailure>;
  messageAt(seq: number): Message | undefined;
}

const FLOW_NEEDS_SOCKET = '"flow" is for sockets: a stream or poll is never asked for it.';
const NO_STREAM =
  'Open a stream or poll first, and name it in "session": it is that which becomes another\'s.';

/** Over HTTP every request is answered, so a dropped one is told to wait like the first. */
const DROPPED_RETRY_MS = 1_000;

export class HttpCommands {
  constructor(private readonly ports: HttpCommandPorts) {}

  /** The member of a token, as the sender of commands; without a connection. */
  sender({ token, address }: HttpSender, now: number): Result<Session, Failure> {
    const identity = this.ports.identify({ token, name: undefined }, now, () => "");
    return identity.ok ? ok({ ...identity.value, address, connection: "" }) : fail(failure(identity.failure));
  }

  /** Carries out one command of a sender. The answer is in the outcome, as for a session. */
  handle(session: Session, command: Command, now: number): Outcome {
    const room = this.ports.state();
    if (room === undefined) return NO_EFFECTS;
    const id = commandIdOf(command);
    if (command.type === "flow") return refuse(id, "bad_command", FLOW_NEEDS_SOCKET);
    if (command.type === "authenticate" && session.connection === "")
      return refuse(id, "forbidden", NO_STREAM);
    // What a socket sends is counted before anything looks into it, and so is this: pages cost the room, too.
    const frame = this.ports.throttle.frame(httpRateKey(session), now);
    if (frame.kind !== "admitted") return rateLimited(id, frame);
    if (isLossy(command.type) && !this.ports.throttle.lossy(now)) return NO_EFFECTS;
    const verdict = isRated(command.type) ? this.checkRate(session, now) : undefined;
    if (verdict !== undefined && verdict.kind !== "admitted") return rateLimited(id, verdict);
    return execute({ room, session, command, now, dedupe: "stored" });
  }

  /** Publishes for somebody who is not in the room. */
  publish(request: PublishRequest, now: number): Result<Outcome, Failure> {
    const { limits, random } = this.ports;
    const text = parseText(request.text, limits);
    if (!text.ok) return fail(failure(text.failure));
    // Whoever is refused below has made no room: so far everything is only looked at.
    const requested = this.ports.identify(request, now, () => "");
    if (!requested.ok) return fail(failure(requested.failure));
    const verdict = this.checkRate(rateKeysOf(request, requested.value), now);
    if (verdict.kind !== "admitted") return fail(failureWithRetry("rate_limited", verdictRetryMs(verdict)));
    const { replyTo, address, commandId } = request;
    if (replyTo !== undefined && this.ports.state() === undefined) return fail(failure("message_not_found"));
    const { room, announcement } = this.ports.ensureCreated(now);
    const identity = this.ports.identify(request, now, () => publisherId(room, request));
    if (!identity.ok) return fail(failure(identity.failure));
    const command: Publish = {
      type: "publish",
      id: commandId ?? newCommandId(random),
      text: text.value,
      ...(replyTo === undefined ? {} : { replyTo }),
    };
    const session: Session = { ...identity.value, connection: "", address };
    const dedupe = commandId === undefined ? "recent" : "stored";
    const outcome = publish({ room, session, command, now, dedupe });
    return this.isKeyReused(outcome, text.value)
      ? fail(failure("key_reused"))
      : ok([...announcement, ...outcome]);
  }

  private checkRate({ member, address }: Pick<Session, "member" | "address">, now: number): Verdict {
    return this.ports.throttle.command({ connection: httpRateKey({ member }), member, address }, now);
  }

  /** True if a repeat is none: the same key, but another text than was stored, and that text never changed since. */
  private isKeyReused(outcome: Outcome, text: string): boolean {
    const [effect] = outcome;
    if (effect?.to !== "sender" || effect.event.type !== "stored") return false;
    const message = this.ports.messageAt(effect.event.seq);
    if (message === undefined || message.deleted === true || message.editedAt !== undefined) return false;
    return message.text !== text;
  }
}

/** Follows from the key, the address and the name where there is a key, so that a repeat comes from the same member. */
function publisherId({ stored, random }: RoomState, { commandId, address, name }: PublishRequest): string {
  if (commandId === undefined) return newMemberId(random);
  return memberIdFor(stored.key, commandId, [address ?? "", name ?? ""]);
}

/** Without a token the member may be new with each request, so it is the address that counts. */
function rateKeysOf(
  { token, address }: PublishRequest,
  { member }: Identity,
): Pick<Session, "member" | "address"> {
  return { member: token === undefined ? `at ${address ?? ""}` : member, address };
}

/** Requests have no connection: what stands for one is whose they are. */
function httpRateKey({ member }: Pick<Session, "member">): string {
  return `http ${member}`;
}

function rateLimited(id: string | undefined, verdict: Verdict): Outcome {
  return refuseWith(id, failureWithRetry("rate_limited", verdictRetryMs(verdict)));
}

/** How long a request that was not admitted is told to wait. */
export function verdictRetryMs(verdict: Verdict): number {
  return verdict.kind === "warned" ? verdict.retryAfterMs : DROPPED_RETRY_MS;
}
