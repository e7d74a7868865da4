/** The skin tone that the user chose for emoji. */
import type { KeyValueStorage } from "../../client/api.ts";
import { isEmoji } from "../../text/emoji.ts";

/** Light to dark (Fitzpatrick 1–2 to 6); the empty one is the default yellow. */
export const SKIN_TONES = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"] as const;
export type SkinTone = (typeof SKIN_TONES)[number];

const KEY = "majlis:skin-tone";
/** Characters that take a tone, which replaces their variation selector. */
const TONE_BASE = /\p{Emoji_Modifier_Base}\ufe0f?/gu;
const HANDSHAKE = "\u{1f91d}";

/** `emoji` in `tone`, or unchanged if it has no tones. */
export function inSkinTone(emoji: string, tone: SkinTone): string {
  if (tone === "") return emoji;
  const toned = emoji.replace(TONE_BASE, (base) => withTone(base, tone));
  if (isEmoji(toned)) return toned;
  // Two people holding hands get the same tone.
  const people = emoji.replace(TONE_BASE, (base) => (base === HANDSHAKE ? base : withTone(base, tone)));
  return isEmoji(people) ? people : emoji;
}

/** The emoji in the default yellow. */
export function withoutTone(emoji: string): string {
  return emoji.replace(/\p{Emoji_Modifier}/gu, "");
}

/** The stored tone; the default if none or an invalid one is stored. */
export function skinTone(storage: KeyValueStorage): SkinTone {
  return SKIN_TONES.find((tone) => tone === storage.get(KEY)) ?? "";
}

/** Stores the tone for all rooms. */
export function saveSkinTone(storage: KeyValueStorage, tone: SkinTone): void {
  if (tone === "") storage.remove(KEY);
  else storage.set(KEY, tone);
}

function withTone(base: string, tone: SkinTone): string {
  return base.replace("\ufe0f", "") + tone;
}
