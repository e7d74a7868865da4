import type { JSX } from "preact";
import { inSkinTone, SKIN_TONES, type SkinTone } from "../../models/skin-tone.ts";
import { useRoom } from "../context.ts";

const SAMPLE = "✋";

const LABELS = {
  "": "skinTone0",
  "\u{1f3fb}": "skinTone1",
  "\u{1f3fc}": "skinTone2",
  "\u{1f3fd}": "skinTone3",
  "\u{1f3fe}": "skinTone4",
  "\u{1f3ff}": "skinTone5",
} as const satisfies Record<SkinTone, string>;

interface Properties {
  readonly tone: SkinTone;
  readonly onSelect: (tone: SkinTone) => void;
}

export function SkinToneSelect({ tone, onSelect }: Properties): JSX.Element {
  const { t } = useRoom();
  return (
    <select
      class="emoji-tone"
      aria-label={t("skinTone")}
      value={String(SKIN_TONES.indexOf(tone))}
      onChange={({ currentTarget }) => onSelect(SKIN_TONES[currentTarget.selectedIndex] ?? "")}
    >
      {SKIN_TONES.map((option, index) => (
        <option key={option} value={String(index)} aria-label={t(LABELS[option])}>
          {inSkinTone(SAMPLE, option)}
        </option>
      ))}
    </select>
  );
}
