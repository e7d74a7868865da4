/** Grants tickets (SPEC ID-16): how a client that cannot make one, or is no member yet, comes to one. */
import { failure, type Failure } from "../protocol/errors.ts";
import type { TicketGrant } from "../protocol/ticket-grant.ts";
import type { TicketUse } from "../protocol/tickets.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { claimRole, grantOf, type Grant } from "./authority/claim-role.ts";
import { guest, selfOf, ticketKeyFor, type Credentials } from "./identity/identify.ts";
import { newCommandId, newMemberId } from "./identity/ids.ts";
import { encodeTicketKey, signTicket } from "./identity/ticket.ts";
import { arrivalFailure, rateFailure } from "./limit-failures.ts";
import { httpRateKeys, type AnonymousOrigin, type RequestOrigin } from "./origin.ts";
import type { Effect } from "./outcome.ts";
import type { RoomCore } from "./room-core.ts";
import { authorOf, type Identity } from "./session.ts";

const KEY_WITH_TOKEN = '"key" is for a new guest. With a token send the command "claim".';

export interface TicketRequest extends Credentials {
  /** gives a new guest a role (SPEC PRIV-4) */
  readonly key?: string | undefined;
  readonly address: string | undefined;
  readonly use: TicketUse;
}

export interface GrantedTicket {
  readonly grant: TicketGrant;
  /** those of the room's creation, if the request created it, and of the role that a key gave */
  readonly effects: readonly Effect[];
}

/** A ticket for the sender, else for a new guest, for whom the room is created if it was not. */
export function grantTicket(
  core: RoomCore,
  sender: RequestOrigin,
  { key: roleKey, use }: TicketRequest,
): Result<GrantedTicket, Failure> {
  const now = core.ports.clock.now();
  const refused = refusalOf(core, sender, now);
  if (refused !== undefined) return fail(refused);
  const granted = admit(core, sender, roleKey);
  if (!granted.ok) return granted;
  const { state, effects: creation } = core.create(now);
  const member = sender.kind === "http" ? sender.sender : newGuest(core, sender);
  const claimant = { from: authorOf(member), id: newCommandId(core.ports.random), now };
  const claimed = granted.value === undefined ? ok(undefined) : claimRole(state, granted.value, claimant);
  if (!claimed.ok) return claimed;
  const event = claimed.value;
  const identity = { ...member, role: event?.role ?? member.role };
  const key = ticketKeyFor({ ...state, now }, identity);
  const self = { ...selfOf({ ...state, now }, identity, key), ticketKey: encodeTicketKey(key) };
  const effects = event === undefined ? creation : [...creation, { to: "everyone", event } as const];
  return ok({ grant: { ticket: signTicket(key, use, now), at: now, self }, effects });
}

/** What the key of a new guest gives. Fails where the sender may not read the room, with it or without (SPEC PRIV-1). */
function admit(
  { state }: RoomCore,
  sender: RequestOrigin,
  key: string | undefined,
): Result<Grant | undefined, Failure> {
  const hasToken = sender.kind === "http";
  if (key !== undefined && hasToken) return fail(failure("bad_request", KEY_WITH_TOKEN));
  const granted = key === undefined ? ok(undefined) : grantOf(state?.authority, key);
  if (!granted.ok) return granted;
  const role = granted.value?.role ?? (hasToken ? sender.sender.role : "guest");
  const refused = state?.authority.readRefusal(role, hasToken);
  return refused === undefined ? granted : fail(refused);
}

function newGuest(core: RoomCore, { name, address }: AnonymousOrigin): Identity {
  const identity = guest(newMemberId(core.ports.random), name);
  return core.marked({ ...identity, name: core.names.newNameFor({ ...identity, address }) }, address);
}

/** A member's request counts as a command, a new guest as one that joins (SPEC LIM-1, LIM-9). */
function refusalOf(
  { throttle, arrivals }: RoomCore,
  sender: RequestOrigin,
  now: number,
): Failure | undefined {
  if (sender.kind === "anonymous") {
    const refusal = arrivals.guest(sender.address, now);
    return refusal && arrivalFailure(refusal);
  }
  const verdict = throttle.command(httpRateKeys(sender), now);
  return verdict.kind === "admitted" ? undefined : rateFailure(verdict);
}
