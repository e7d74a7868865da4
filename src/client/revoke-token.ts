/** Revokes a member's tokens over HTTP, so that it needs no connection (SPEC ID-20). */
import type { Platform } from "./platform.ts";
import { errorOfProblem } from "./request-json.ts";
import { clientError } from "./room-error.ts";

/** A token that the room does not take any more needs no revocation. */
const INVALID = 401;

/** @throws RoomError if the room refuses it, or cannot be reached */
export async function revokeToken(platform: Platform, room: URL, token: string): Promise<void> {
  const response = await platform
    .fetch(`${room.href}/me`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${token}` },
      // Finished even if the page is closed meanwhile.
      keepalive: true,
    })
    .catch(() => {
      throw clientError("not_connected");
    });
  if (response.ok || response.status === INVALID) return;
  throw errorOfProblem(await response.text(), response.headers.get("Retry-After"));
}
