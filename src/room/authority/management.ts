/** The requests of owners and moderators that are no commands (SPEC HTTP-22): their answers are for the sender alone. */
import { failure, type Failure } from "../../protocol/errors.ts";
import type { RoomKey, RoomKeyInfo } from "../../protocol/room-keys.ts";
import type { LinkRequest } from "../../protocol/room-link.ts";
import { settingOf } from "../../protocol/settings.ts";
import type { TokenRevocation } from "../../protocol/token-revocation.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { linksFailure } from "../limit-failures.ts";
import { GUEST_TOKEN_LIFETIME_MS } from "../identity/guest-token.ts";
import type { RequestOrigin } from "../origin.ts";
import type { Effect } from "../outcome.ts";
import type { RoomCore } from "../room-core.ts";
import { authorize, recorderOf } from "./authorize.ts";
import { mayMake, type Link } from "./links.ts";
import { listKeys, putKey, removeKey, type AddedKey } from "./manage-keys.ts";
import { hashOwnerKey, newOwnerKey } from "./owner-key.ts";
import { NO_ROLES } from "./permissions.ts";
import { revokeSiteToken } from "./revoke-site-token.ts";

/** A new owner key, which is given out this once. */
export interface RenewedKey {
  readonly ownerKey: string;
  readonly effects: readonly Effect[];
}

const NOT_OWNED = "A room without an owner cannot be deleted.";
const NO_KEY = "A room without an owner has no owner key.";
const MODERATORS_BY_OWNER = "Only an owner may make links for moderators.";

export class RoomManagement {
  constructor(private readonly core: RoomCore) {}

  /** Makes a link; see {@link LinkRequest}. */
  createLink(origin: RequestOrigin, request: LinkRequest): Result<Link, Failure> {
    const manager = authorize(this.core, origin, "POST /r/{room}/links");
    if (!manager.ok) return manager;
    const { room, role, now } = manager.value;
    const { links } = room.authority;
    if (links === undefined) return fail(failure("forbidden", NO_ROLES));
    if (!mayMake(role, request.role)) return fail(failure("forbidden", MODERATORS_BY_OWNER));
    const link = links.make(this.core.ports.random, request, now, recorderOf(manager.value));
    return link === undefined ? fail(linksFailure()) : ok(link);
  }

  /** The links that the sender may make, the first to expire first. */
  links(origin: RequestOrigin): Result<readonly Link[], Failure> {
    const manager = authorize(this.core, origin, "GET /r/{room}/links");
    if (!manager.ok) return manager;
    const { room, role, now } = manager.value;
    return ok(room.authority.links?.list(role, now) ?? []);
  }

  /** Revokes a link at once; `not_found` if there is none that the sender may make. */
  revokeLink(origin: RequestOrigin, id: string): Result<void, Failure> {
    const manager = authorize(this.core, origin, "DELETE /r/{room}/links/{id}");
    if (!manager.ok) return manager;
    const { room, role } = manager.value;
    const isRevoked = room.authority.links?.revoke(id, role, recorderOf(manager.value)) === true;
    return isRevoked ? ok(undefined) : fail(failure("not_found", "There is no such link."));
  }

  /** See {@link putKey}. */
  putKey(origin: RequestOrigin, key: RoomKey): Result<AddedKey, Failure> {
    return putKey(this.core, origin, key);
  }

  /** See {@link listKeys}. */
  keys(origin: RequestOrigin): Result<readonly RoomKeyInfo[], Failure> {
    return listKeys(this.core, origin);
  }

  /** See {@link removeKey}. */
  removeKey(origin: RequestOrigin, kid: string): Result<readonly Effect[], Failure> {
    return removeKey(this.core, origin, kid);
  }

  /** See {@link revokeSiteToken}. */
  revokeSiteToken(origin: RequestOrigin, request: TokenRevocation): Result<readonly Effect[], Failure> {
    return revokeSiteToken(this.core, origin, request);
  }

  /** Deletes the room for good: nothing of it can be opened any more, and its name is not free (SPEC OWN-9). */
  deleteRoom(origin: RequestOrigin): Result<void, Failure> {
    const manager = authorize(this.core, origin, "DELETE /r/{room}");
    if (!manager.ok) return manager;
    const { room, now } = manager.value;
    if (!room.authority.isOwned) return fail(failure("forbidden", NOT_OWNED));
    return ok(this.core.ports.store.markDeleted(now));
  }

  /** Deletes the room as {@link deleteRoom} does, if its time has come (SPEC SET-8). True if it had. Cheap to ask at every wake. */
  expire(): boolean {
    const { created, ports } = this.core;
    const expiresAt = settingOf(created?.authority.settings ?? {}, "expiresAt");
    const now = ports.clock.now();
    if (expiresAt === 0 || now < expiresAt) return false;
    ports.store.markDeleted(now);
    return true;
  }

  /** Replaces the owner key. What was joined with the old one is closed, and the tokens that it got are revoked (SPEC OWN-8). */
  renewOwnerKey(origin: RequestOrigin): Result<RenewedKey, Failure> {
    const manager = authorize(this.core, origin, "POST /r/{room}/owner-key");
    if (!manager.ok) return manager;
    const { room, from, now } = manager.value;
    const { authority, stored } = room;
    const member = authority.keyMember;
    if (member === undefined) return fail(failure("forbidden", NO_KEY));
    const ownerKey = newOwnerKey(this.core.ports.random);
    const until = Math.floor(now / 1000);
    authority.renewKey(hashOwnerKey(ownerKey), { from, at: now }, () => {
      const expiredBefore = until - GUEST_TOKEN_LIFETIME_MS / 1000;
      stored.revocations.revoke(member, until, { expiredBefore, mayExceed: true });
    });
    return ok({ ownerKey, effects: [{ to: "sessions_of", member, close: "revoked_token" }] });
  }
}
