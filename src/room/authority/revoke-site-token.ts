/** How a token of a site is revoked by its `jti`, for the room alone (SPEC VOUCH-14, HTTP-22). */
import { failure, type Failure } from "../../protocol/errors.ts";
import { MAX_TOKEN_LIFETIME_S, type TokenRevocation } from "../../protocol/token-revocation.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { tokenId } from "../identity/token-id.ts";
import { VOUCHING_GRACE_MS } from "../identity/vouched.ts";
import { noteExpiredSignIns } from "../expired-sign-ins.ts";
import { revocationsFailure } from "../limit-failures.ts";
import type { RequestOrigin } from "../origin.ts";
import type { Effect } from "../outcome.ts";
import type { RoomCore } from "../room-core.ts";
import { authorize, recorderOf } from "./authorize.ts";

const NO_OWNER = "A room without an owner revokes no tokens.";
const LATE_EXP = '"exp" must be at most 24 hours ahead, in seconds since 1970, as that of a token.';

/** Revokes the token; its sessions end as by a token that has expired. `overloaded` if the room keeps as many as it may. */
export function revokeSiteToken(
  core: RoomCore,
  origin: RequestOrigin,
  request: TokenRevocation,
): Result<readonly Effect[], Failure> {
  const manager = authorize(core, origin, "POST /r/{room}/revocations");
  if (!manager.ok) return manager;
  const { room, role, now } = manager.value;
  const { revokedTokens } = room.authority;
  if (revokedTokens === undefined) return fail(failure("forbidden", NO_OWNER));
  // A token's exp may be so far ahead by the clock of its site, and counts a while longer.
  const latest = now + MAX_TOKEN_LIFETIME_S * 1_000 + VOUCHING_GRACE_MS;
  const expiresAt = request.exp === undefined ? latest : request.exp * 1_000;
  if (expiresAt > latest) return fail(failure("bad_request", LATE_EXP));
  const until = expiresAt + VOUCHING_GRACE_MS;
  if (until <= now) return ok([]);
  const record = recorderOf(manager.value);
  const by = role === "owner" ? "owner" : "moderator";
  const isKept = revokedTokens.revoke({ id: tokenId(request), until, by }, now, (store) =>
    record({ action: "revoke_token", jti: request.jti }, store),
  );
  return isKept ? ok(noteExpiredSignIns(core).effects) : fail(revocationsFailure());
}
