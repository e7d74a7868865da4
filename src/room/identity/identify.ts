/** Identifies a client by its token or its requested name (SPEC ID-1 to ID-7). */
import type { Failure } from "../../protocol/errors.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Authority } from "../authority/authority.ts";
import { looksLikeOwnerKey } from "../authority/owner-key.ts";
import { guestName } from "../../text/names.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { Self } from "../../protocol/member.ts";
import type { NamesInUse } from "../names-in-use.ts";
import type { MemberRoster } from "../roster.ts";
import type { Identity } from "../session.ts";
import {
  GUEST_TOKEN_LIFETIME_MS,
  issuedAt,
  signGuestToken,
  verifyGuestToken,
  type TokenSigner,
} from "./guest-token.ts";
import type { GuestClaims } from "./guest-claims.ts";
import { parseMemberName } from "./member-name.ts";
import { encodeTicketKey, newTicketKey, verifyTicket, type TicketKey } from "./ticket.ts";
import { identifyVouched, identityVouchedBy, isRevoked } from "./vouched.ts";
import type { VouchedClaims } from "./vouched-claims.ts";
import type { TicketUse } from "../../protocol/tickets.ts";

/** The name of the member who sends the owner key, until they change it. */
const OWNER_NAME = "Owner";

/** Why a token was refused (SPEC ID-6, ID-20). */
export type TokenFailure = "invalid_token" | "expired_token" | "revoked_token";
export type IdentityFailure = TokenFailure | "invalid_ticket" | "invalid_name";

/** What a client claims to be; not verified yet, but for the token of a site. */
export interface Credentials {
  readonly token: string | undefined;
  /** of a token of a site: what it says, or why it is refused */
  readonly vouched?: VerifiedToken | undefined;
  readonly name: string | undefined;
  /** the origin of the page of another site that the client is; undefined for our own pages, and for programs */
  readonly site?: string | undefined;
}

/** A token of a site: verifying it takes a while, and so comes before the room decides. */
export type VerifiedToken = Result<VouchedClaims, TokenRefusal>;

/** Why a site's token is refused, in a sentence for those who make it. */
export interface TokenRefusal extends Failure {
  readonly code: Exclude<TokenFailure, "revoked_token">;
}

/** The same, where a site's token was not refused. */
interface VerifiedCredentials extends Omit<Credentials, "vouched" | "site"> {
  readonly vouched: VouchedClaims | undefined;
}

interface IdentityContext {
  /** undefined before the room is created: no token can be valid then */
  readonly signer: TokenSigner | undefined;
  readonly limits: Limits;
  readonly now: number;
}

/** The identity in a token's claims, or in those of the site's token that it is, verified. */
export function identifyByToken(
  { signer, now }: Pick<IdentityContext, "signer" | "now">,
  token: string,
  vouched: VouchedClaims | undefined,
): Result<Identity, TokenFailure> {
  if (signer === undefined) return fail("invalid_token");
  if (vouched !== undefined) return identifyVouched({ signer, now }, vouched);
  if (looksLikeOwnerKey(token)) return identifyByOwnerKey(signer, token);
  const claims = verifyGuestToken(signer, token, now);
  return claims.ok ? identityOf(signer, claims.value) : claims;
}

/** The same; the sender of the owner key may request a name, as it has none in it (SPEC OWN-4). */
export function identifyByCredentials(
  context: IdentityContext,
  { token, vouched, name }: VerifiedCredentials & { readonly token: string },
): Result<Identity, TokenFailure | "invalid_name"> {
  const identity = identifyByToken(context, token, vouched);
  if (!identity.ok || !looksLikeOwnerKey(token)) return identity;
  const requested = parseRequestedName(name, context.limits);
  return requested.ok ? ok({ ...identity.value, name: requested.value ?? OWNER_NAME }) : requested;
}

/** The member who sends the owner key in place of a token (SPEC OWN-4). */
function identifyByOwnerKey({ authority }: TokenSigner, key: string): Result<Identity, "invalid_token"> {
  const member = authority.isOwnerKey(key) ? authority.keyMember : undefined;
  return member === undefined ? fail("invalid_token") : ok({ member, name: OWNER_NAME, role: "owner" });
}

/** The identity that a ticket for `use` proves. */
export function identifyByTicket(
  { signer, now }: Pick<IdentityContext, "signer" | "now">,
  ticket: string,
  use: TicketUse,
): Result<Identity, "invalid_ticket" | TokenFailure> {
  if (signer === undefined) return fail("invalid_ticket");
  const claims = verifyTicket(signer.tickets, ticket, use, now);
  if (!claims.ok) return claims;
  const { vouching } = claims.value;
  return vouching === undefined
    ? identityOf(signer, claims.value)
    : identityVouchedBy({ signer, now }, { ...claims.value, vouching });
}

/** The identity that verified claims give, unless they were revoked since. */
function identityOf(
  { revocations, authority }: TokenSigner,
  claims: GuestClaims,
): Result<Identity, "revoked_token"> {
  const { member, name } = claims;
  if (isRevoked(revocations, member, issuedAt(claims))) return fail("revoked_token");
  return ok({ member, name, role: authority.roleOf(member) });
}

/**
 * The identity in the token, else a new guest with the requested name; the name in a token takes precedence. Writes
 * nothing, so a refused client creates no room. `newId` generates the id of a new guest.
 */
export function identify(
  context: IdentityContext,
  { token, vouched, name }: VerifiedCredentials,
  newId: () => string,
): Result<Identity, IdentityFailure> {
  if (token !== undefined) return identifyByCredentials(context, { token, vouched, name });
  const parsed = parseRequestedName(name, context.limits);
  return parsed.ok ? ok(guest(newId(), parsed.value)) : parsed;
}

/**
 * `identity` under the name with which it joins: a new guest asks for theirs (SPEC ID-22), and a site's token has the name
 * that counts (VOUCH-6); for all others {@link withCurrentName}.
 */
export function withJoinName(
  room: { readonly roster: MemberRoster; readonly names: NamesInUse },
  identity: Identity,
  { address, isNewGuest }: { readonly address: string | undefined; readonly isNewGuest: boolean },
): Identity {
  const owner = { ...identity, address };
  if (isNewGuest) return withName(identity, room.names.newNameFor(owner));
  if (identity.vouching === undefined) return withCurrentName(room, identity, address);
  return withName(identity, room.names.nameFor(owner));
}

function withName(identity: Identity, name: string): Identity {
  return name === identity.name ? identity : { ...identity, name };
}

/**
 * `identity` under the name by which its member is here now: its token may be older than a rename (SPEC ID-9). Else under
 * its own, with a number where that is in use meanwhile (ID-22).
 */
export function withCurrentName(
  { roster, names }: { readonly roster: MemberRoster; readonly names: NamesInUse },
  identity: Identity,
  address: string | undefined,
): Identity {
  const name = roster.member(identity.member)?.name ?? names.nameFor({ ...identity, address });
  return withName(identity, name);
}

/** The requested name in its canonical form; undefined if none was requested. */
export function parseRequestedName(
  name: string | undefined,
  { nameGraphemes }: Limits,
): Result<string | undefined, "invalid_name"> {
  if (name === undefined || name.trim() === "") return ok(undefined);
  const parsed = parseMemberName(name, nameGraphemes);
  return parsed.ok ? parsed : fail("invalid_name");
}

/** A guest named `name`; the default name is derived from the id. */
export function guest(member: string, name: string = guestName(member)): Identity {
  return { member, name, role: "guest" };
}

interface SelfContext {
  readonly signer: TokenSigner;
  readonly now: number;
}

/**
 * The `self` of `welcome` and `presence`: the client's own identity, with a renewed token and a key for tickets, which is made
 * unless there is one.
 */
export function selfOf(context: SelfContext, identity: Identity, key?: TicketKey): Self {
  const { signer } = context;
  const { authority } = signer;
  if (identity.vouching !== undefined) return selfWithoutToken({ ...context, authority }, identity);
  const { member, name, role } = identity;
  const claims = { member, name, exp: guestExp(context, member) };
  const ticketKey = encodeTicketKey(key ?? newTicketKey(signer.tickets, claims));
  const self: Self = { id: member, name, role, token: signGuestToken(signer, claims), ticketKey };
  const muted = muteOf({ authority, now: context.now }, member);
  if (muted !== undefined) self.muted = muted;
  return self;
}

/**
 * The `self` of a client that has a token already: after a join by ticket, as a thief of the ticket gets none (SPEC
 * ID-17); and of a site's member, whose tokens are the site's (VOUCH-7).
 */
export function selfWithoutToken(context: MuteContext, { member, name, role, vouching }: Identity): Self {
  const self: Self = { id: member, name, role, token: "" };
  const muted = muteOf(context, member);
  if (muted !== undefined) self.muted = muted;
  if (vouching === undefined) return self;
  return { ...self, vouched: true, expiresInMs: Math.max(0, vouching.expiresAt - context.now) };
}

interface MuteContext {
  /** undefined before the room is created */
  readonly authority: Pick<Authority, "sanctions"> | undefined;
  readonly now: number;
}

/** What `self` says of a mute (SPEC MOD-5). */
function muteOf({ authority, now }: MuteContext, member: string): Self["muted"] {
  const mute = authority?.sanctions.muteOf(member, now);
  if (mute === undefined) return undefined;
  return mute.until === undefined ? {} : { until: mute.until };
}

/** A key for tickets of `identity`, which count as long as its token. */
export function ticketKeyFor(context: SelfContext, identity: Identity): TicketKey {
  const { member, vouching } = identity;
  const exp = vouching === undefined ? guestExp(context, member) : Math.floor(vouching.expiresAt / 1_000);
  return newTicketKey(context.signer.tickets, { ...identity, exp });
}

/**
 * In seconds since 1970. The member of the owner key outlives the revocation of their tokens, even within the second of
 * it: what they are given then counts as issued after it.
 */
function guestExp({ signer: { authority, revocations }, now }: SelfContext, member: string): number {
  const issued = Math.floor(now / 1000);
  const revoked = authority.keyMember === member ? (revocations.revokedUntil(member) ?? 0) : 0;
  return Math.max(issued, revoked + 1) + GUEST_TOKEN_LIFETIME_MS / 1000;
}
