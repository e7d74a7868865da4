/**
 * The close codes of a room (SPEC, "Close codes"). The range of a code decides, so that an old client handles a new code:
 * after 4000–4499 a client reconnects (after `retryAfterMs`, else with backoff), after 4500–4999 it does not.
 */

import type { CloseAdvice } from "./close-advice.ts";

interface CloseEntry {
  readonly code: number;
  /** the default reason; at most 123 UTF-8 bytes (RFC 6455 §5.5) */
  readonly reason: string;
  readonly advice: CloseAdvice;
}

export const CLOSES = {
  binary_frame: { code: 1003, reason: "Frames are text.", advice: "stop" },
  frame_too_large: { code: 1009, reason: "A frame is larger than the room takes.", advice: "retry" },
  slow: { code: 4000, reason: "You read too slowly: come back and recover.", advice: "retry" },
  silent: { code: 4001, reason: "Nothing was heard from you for two minutes.", advice: "retry" },
  flood: { code: 4002, reason: "Too much at once: come back later.", advice: "retry" },
  room_full: { code: 4003, reason: "The room is full. Try again later.", advice: "retry" },
  unavailable: {
    code: 4004,
    reason: "The room cannot be opened at the moment. Try again later.",
    advice: "retry",
  },
  replaced: { code: 4005, reason: "A newer stream or poll of yours took this one's place.", advice: "retry" },
  too_many_connections: {
    code: 4006,
    reason: "Your address has too many connections: come back later.",
    advice: "retry",
  },
  invalid_ticket: {
    code: 4007,
    reason: "This ticket is not of this minute, or was used: get another one.",
    advice: "retry",
  },
  invalid_name: {
    code: 4500,
    reason: "A name is short, all visible, has no colon, and does not begin with an asterisk.",
    advice: "stop",
  },
  invalid_room_name: { code: 4501, reason: "No room can have this name.", advice: "stop" },
  unsupported_protocol: { code: 4502, reason: "Offer majlis.v1, majlis.text or nothing.", advice: "stop" },
  invalid_token: { code: 4503, reason: "This token was not made by this room.", advice: "refresh_token" },
  expired_token: { code: 4504, reason: "This token has expired.", advice: "refresh_token" },
  revoked_token: {
    code: 4505,
    reason: "This token was revoked: its member was forgotten.",
    advice: "refresh_token",
  },
  banned: { code: 4506, reason: "You are banned from this room.", advice: "stop" },
  kicked: { code: 4507, reason: "You were kicked from this room for a minute.", advice: "stop" },
  members_only: { code: 4508, reason: "This room is for its members.", advice: "stop" },
  room_deleted: { code: 4509, reason: "This room was deleted.", advice: "stop" },
  forbidden_origin: { code: 4510, reason: "This site's pages may not use the room.", advice: "stop" },
  room_not_found: { code: 4511, reason: "There is no room of this name.", advice: "stop" },
} as const satisfies Record<string, CloseEntry>;

export type CloseName = keyof typeof CLOSES;
