/** The notice about the connection. A loss is shown after a grace period only, since most are over at once. */
import type { ConnectionState } from "../../client/api.ts";

/** A connection that is restored within this time shows no notice. */
export const GRACE_MS = 5_000;

export type ConnectionNotice =
  | { readonly name: "none" }
  /** the first attempt takes longer than the grace period */
  | { readonly name: "connecting" }
  /** lost; seconds until the next attempt, 0 while one is under way */
  | { readonly name: "reconnecting"; readonly seconds: number }
  /** the room refuses to be joined for now (SPEC JOIN-7) */
  | { readonly name: "busy"; readonly seconds: number }
  | { readonly name: "offline" }
  /** closed for good: the page does not reconnect */
  | { readonly name: "closed"; readonly code: number };

const NONE: ConnectionNotice = { name: "none" };

/** The codes with which a room closes where too many come: to the room, or from an address (SPEC, "Close codes"). */
const BUSY_CODES: ReadonlySet<number | undefined> = new Set([4002, 4003, 4006]);

/** @param disconnectedSince when the connection was lost, or first attempted, in ms since 1970 */
export function connectionNotice(
  state: ConnectionState,
  disconnectedSince: number,
  now: number,
): ConnectionNotice {
  switch (state.name) {
    case "idle":
    case "online":
      return NONE;
    case "closed":
      return state.fatal ? { name: "closed", code: state.code } : NONE;
    case "offline":
      return now - disconnectedSince < GRACE_MS ? NONE : { name: "offline" };
    case "connecting":
      return now - disconnectedSince < GRACE_MS ? NONE : { name: "connecting" };
    case "reconnecting":
      if (now - disconnectedSince < GRACE_MS) return NONE;
      return {
        name: BUSY_CODES.has(state.code) ? "busy" : "reconnecting",
        seconds: Math.max(0, Math.ceil((state.retryAt - now) / 1000)),
      };
  }
}

/** True while the notice depends on the time. */
export function needsTicking(state: ConnectionState): boolean {
  return state.name === "connecting" || state.name === "reconnecting" || state.name === "offline";
}
