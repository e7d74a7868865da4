/** The emoji that were picked recently, newest first. */
import type { KeyValueStorage } from "../../client/api.ts";
import { isEmoji } from "../../text/emoji.ts";

const KEY = "majlis:recent-emoji";
const MAX_RECENT = 32;

/** The stored emoji, newest first, without invalid values. */
export function recentEmoji(storage: KeyValueStorage): string[] {
  return (storage.get(KEY) ?? "").split(" ").filter(isEmoji).slice(0, MAX_RECENT);
}

/** Moves an emoji to the front of the list. */
export function rememberEmoji(storage: KeyValueStorage, emoji: string): void {
  const recent = [emoji, ...recentEmoji(storage).filter((other) => other !== emoji)];
  storage.set(KEY, recent.slice(0, MAX_RECENT).join(" "));
}
