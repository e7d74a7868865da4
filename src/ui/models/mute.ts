/** How long a room is muted. */
import type { KeyValueStorage } from "../../client/api.ts";

const HOUR_MS = 3_600_000;
const ALWAYS = "always";

export type Mute =
  | { readonly name: "none" }
  /** `at` in ms since 1970 */
  | { readonly name: "until"; readonly at: number }
  | { readonly name: "always" };

/** `workday` is eight hours. */
export const MUTE_DURATIONS = ["hour", "workday", "always"] as const;
export type MuteDuration = (typeof MUTE_DURATIONS)[number];

export const UNMUTED: Mute = { name: "none" };

/** The mute that starts at `now`, in ms since 1970. */
export function muteFor(choice: MuteDuration, now: number): Mute {
  switch (choice) {
    case "hour":
      return { name: "until", at: now + HOUR_MS };
    case "workday":
      return { name: "until", at: now + 8 * HOUR_MS };
    case "always":
      return { name: "always" };
  }
}

/** Parses what `serializeMute` wrote. Anything else, or a mute that has ended, is unmuted. */
export function parseMute(stored: string | undefined, now: number): Mute {
  if (stored === undefined) return UNMUTED;
  if (stored === ALWAYS) return { name: "always" };
  const at = Number(stored);
  return Number.isSafeInteger(at) && at > now ? { name: "until", at } : UNMUTED;
}

/** For storage; undefined if nothing is muted. */
export function serializeMute(mute: Mute): string | undefined {
  switch (mute.name) {
    case "none":
      return undefined;
    case "until":
      return String(mute.at);
    case "always":
      return ALWAYS;
  }
}

/** The storage key of a room's mute. */
export function muteKey(room: string): string {
  return `majlis:mute:${room}`;
}

/** Whether `room`, this one or another, is muted at `now`, in ms since 1970. */
export function isMuted(storage: Pick<KeyValueStorage, "get">, room: string, now: number): boolean {
  return parseMute(storage.get(muteKey(room)), now).name !== "none";
}
