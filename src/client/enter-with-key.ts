/** Takes the role of a key beside a connection: a client that may not read a private room cannot join it to claim one (SPEC PRIV-4). */
import type { ErrorEvent } from "../protocol/events/error.ts";
import type { TicketGrant } from "../protocol/ticket-grant.ts";
import { hasFields } from "./json-guard.ts";
import type { Platform } from "./platform.ts";
import { requestJson } from "./request-json.ts";
import { isGrant } from "./request-ticket.ts";
import { errorFromEvent } from "./room-error.ts";

/** A room, and the key of a link of it (SPEC OWN-7), or its owner key. */
export interface Entrance {
  readonly platform: Platform;
  readonly room: URL;
  readonly key: string;
}

/**
 * Makes a new guest, who has the role of the key.
 * @param name undefined for one that the room chooses
 * @throws RoomError: `forbidden` for no key of this room, `link_expired` for a link that gives no role any more, or
 *   `members_only` where its role may not read the room
 */
export function createGuestWithKey(
  { platform, room, key }: Entrance,
  name: string | undefined,
): Promise<TicketGrant> {
  return requestJson(platform, {
    url: `${room.href}/ticket`,
    init: post({ name, key }),
    isValid: isGrant,
  });
}

/** Gives the member of `token` the role of the key. @throws RoomError as {@link createGuestWithKey}, but for the last */
export async function claimWithKey({ platform, room, key }: Entrance, token: string): Promise<void> {
  const events = await requestJson(platform, {
    url: `${room.href}/commands`,
    init: post({ type: "claim", id: platform.randomId(), key }, { Authorization: `Bearer ${token}` }),
    isValid: Array.isArray,
  });
  const refusal = events.find(isError);
  if (refusal !== undefined) throw errorFromEvent(refusal);
}

function post(body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}

function isError(value: unknown): value is ErrorEvent {
  return hasFields(value, { type: "string", code: "string", message: "string", retryAfterMs: "number?" });
}
