import { placeHash } from "../authority/address-hash.ts";
import type { Context } from "../context.ts";
import { GUEST_TOKEN_LIFETIME_MS } from "../identity/guest-token.ts";
import { revocationsFailure } from "../limit-failures.ts";
import { effects, refuseWith, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC ID-20. */
export const revoke: CommandHandler<"revoke"> = { needsNoReading: true, handle: handleRevoke };

function handleRevoke({ room, session, command, now }: Context<"revoke">): Outcome {
  const { member, address } = session;
  const until = Math.floor(now / 1000);
  const expiredBefore = until - GUEST_TOKEN_LIFETIME_MS / 1000;
  const place = address === undefined ? undefined : placeHash(room.stored.key, address);
  if (!room.stored.revocations.revoke(member, until, { expiredBefore, place }))
    return refuseWith(command.id, revocationsFailure());
  room.authority.forget({ from: authorOf(session), at: now });
  return effects({ to: "sessions_of", member, close: "revoked_token" });
}
