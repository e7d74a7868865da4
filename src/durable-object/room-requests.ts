/** Requests that are no commands: what they answer, and what they lead to for those who are connected. */
import type { CloseName } from "../protocol/close-codes.ts";
import type { Failure } from "../protocol/errors.ts";
import type { RoomKey, RoomKeyInfo } from "../protocol/room-keys.ts";
import type { TicketGrant } from "../protocol/ticket-grant.ts";
import type { TokenRevocation } from "../protocol/token-revocation.ts";
import type { OwnedRoomRequest } from "../room/authority/create-owned.ts";
import type { RoomManagement } from "../room/authority/management.ts";
import type { TicketRequest } from "../room/grant-ticket.ts";
import type { HttpCredentials } from "../room/identity/identify-request.ts";
import type { RequestOrigin } from "../room/origin.ts";
import type { Effect } from "../room/outcome.ts";
import type { Room } from "../room/room.ts";
import { ok, type Result } from "../text/result.ts";
import type { VerifiedTokens } from "./site-token/site-tokens.ts";

export class RoomRequests {
  constructor(
    private readonly room: Room,
    private readonly perform: (effects: readonly Effect[]) => void,
    private readonly end: (close: CloseName) => void,
  ) {}

  /** Exchanges a token, or the name of a new guest, for a ticket. */
  grantTicket(request: TicketRequest): Result<TicketGrant, Failure> {
    const granted = this.room.grantTicket(request);
    if (!granted.ok) return granted;
    this.perform(granted.value.effects);
    return ok(granted.value.grant);
  }

  /** Creates the room with an owner, and returns the owner's key. */
  createOwned(request: OwnedRoomRequest): Result<string, Failure> {
    const created = this.room.createOwned(request);
    if (!created.ok) return created;
    this.perform(created.value.effects);
    return ok(created.value.ownerKey);
  }

  /** Deletes the room if its time has come, as {@link deleteRoom} does. True if it had. */
  expire(): boolean {
    if (!this.room.manage.expire()) return false;
    this.end("room_deleted");
    return true;
  }

  /** Marks the room as deleted, and closes all its connections. */
  deleteRoom(credentials: HttpCredentials, verified: VerifiedTokens): Result<void, Failure> {
    const deleted = this.manage(credentials, verified, (manage, origin) => manage.deleteRoom(origin));
    if (deleted.ok) this.end("room_deleted");
    return deleted;
  }

  /** Replaces the owner key, and returns the new one. */
  renewOwnerKey(credentials: HttpCredentials, verified: VerifiedTokens): Result<string, Failure> {
    const renewed = this.manage(credentials, verified, (manage, origin) => manage.renewOwnerKey(origin));
    if (!renewed.ok) return renewed;
    this.perform(renewed.value.effects);
    return ok(renewed.value.ownerKey);
  }

  /** Adds a key with which a site vouches here, or replaces the one of that name. */
  putKey(credentials: HttpCredentials, verified: VerifiedTokens, key: RoomKey): Result<RoomKeyInfo, Failure> {
    const added = this.manage(credentials, verified, (manage, origin) => manage.putKey(origin, key));
    if (!added.ok) return added;
    this.perform(added.value.effects);
    return ok(added.value.info);
  }

  /** Removes a key: those for whom it vouched may only read from now on. */
  removeKey(credentials: HttpCredentials, verified: VerifiedTokens, kid: string): Result<void, Failure> {
    const removed = this.manage(credentials, verified, (manage, origin) => manage.removeKey(origin, kid));
    return removed.ok ? ok(this.perform(removed.value)) : removed;
  }

  /** Revokes a token of a site: its sessions may only read from now on. */
  revokeSiteToken(
    credentials: HttpCredentials,
    verified: VerifiedTokens,
    request: TokenRevocation,
  ): Result<void, Failure> {
    const revoked = this.manage(credentials, verified, (manage, origin) =>
      manage.revokeSiteToken(origin, request),
    );
    return revoked.ok ? ok(this.perform(revoked.value)) : revoked;
  }

  /** Identifies the sender of a request of owners and moderators, and answers it. */
  manage<Value>(
    credentials: HttpCredentials,
    verified: VerifiedTokens,
    request: (manage: RoomManagement, origin: RequestOrigin) => Result<Value, Failure>,
  ): Result<Value, Failure> {
    const vouched = verified.get(credentials.token ?? "");
    const identified = this.room.identifyRequest({ ...credentials, vouched });
    return identified.ok ? request(this.room.manage, identified.value) : identified;
  }
}
