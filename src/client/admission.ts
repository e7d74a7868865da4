/** Uses the key that an application joins with, once, before its first join (SPEC PRIV-4). */
import { CLOSE_CODES } from "../protocol/close-advice.ts";
import type { TicketGrant } from "../protocol/ticket-grant.ts";
import type { RoomClientEvents } from "./api.ts";
import type { Credentials } from "./client-identity.ts";
import type { Emitter } from "./emitter.ts";
import { claimWithKey, createGuestWithKey, type Entrance } from "./enter-with-key.ts";
import { ABNORMAL_CLOSURE, type LinkClosure } from "./link.ts";
import { TicketRefusal } from "./request-ticket.ts";
import { RoomError, toErrorEvent } from "./room-error.ts";

/**
 * What comes before a join with these credentials: resolves with the guest that was made, or undefined where the credentials
 * stay.
 * @throws TicketRefusal if the room cannot be reached, or refuses the client
 */
export type Admit = (
  credentials: Credentials,
  events: Emitter<RoomClientEvents>,
) => Promise<TicketGrant | undefined>;

/** A key that is refused is reported as `failure`; the join then goes on without it. */
export function admission(entrance: Entrance): Admit {
  let isUsed = false;
  return async ({ token, name }, events) => {
    if (isUsed) return undefined;
    try {
      const grant = await enter(entrance, token, name);
      isUsed = true;
      return grant;
    } catch (error) {
      const closure = closureOf(error);
      if (closure !== undefined) throw new TicketRefusal(closure);
      isUsed = true;
      events.emit("failure", toErrorEvent(error as RoomError));
      return undefined;
    }
  };
}

async function enter(
  entrance: Entrance,
  token: string | undefined,
  name: string | undefined,
): Promise<TicketGrant | undefined> {
  if (token === undefined) return createGuestWithKey(entrance, name);
  await claimWithKey(entrance, token);
  return undefined;
}

/** What is wrong beside the key, as the closure of the link to be; undefined if it is the key. */
function closureOf(error: unknown): LinkClosure | undefined {
  if (!(error instanceof RoomError)) return ABNORMAL_CLOSURE;
  const { code, message: reason, temporary, retryAfterMs } = error;
  if (temporary) return { ...ABNORMAL_CLOSURE, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return Object.hasOwn(CLOSE_CODES, code)
    ? { code: CLOSE_CODES[code as keyof typeof CLOSE_CODES], reason, isClean: true }
    : undefined;
}
