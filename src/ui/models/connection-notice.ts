/** What a person is told about the connection: nothing at first, because most losses mend themselves at once. */
import type { ConnectionState } from "../../client/api.ts";

/** A loss that mends within this time is not worth a word. */
export const GRACE_MS = 5_000;

export type ConnectionNotice =
  | { readonly name: "none" }
  /** the first attempt takes long */
  | { readonly name: "connecting" }
  /** lost; the next attempt begins in so many seconds, or is under way (0) */
  | { readonly name: "reconnecting"; readonly seconds: number }
  | { readonly name: "offline" }
  /** over, for this page */
  | { readonly name: "closed"; readonly code: number; readonly reason: string };

const NONE: ConnectionNotice = { name: "none" };

/** `troubleSince` is when the connection was last whole, or first asked for. */
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
      return state.fatal ? { name: "closed", code: state.code, reason: state.reason } : NONE;
    case "offline":
      return now - disconnectedSince < GRACE_MS ? NONE : { name: "offline" };
    case "connecting":
      return now - disconnectedSince < GRACE_MS ? NONE : { name: "connecting" };
    case "reconnecting":
      if (now - disconnectedSince < GRACE_MS) return NONE;
      return { name: "reconnecting", seconds: Math.max(0, Math.ceil((state.retryAt - now) / 1000)) };
  }
}

/** True while the notice changes with the clock. */
export function needsTicking(state: ConnectionState): boolean {
  return state.name === "connecting" || state.name === "reconnecting" || state.name === "offline";
}
