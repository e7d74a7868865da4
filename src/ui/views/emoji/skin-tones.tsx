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

/** The skin tones in a row, as radio buttons. */
export function SkinTones({ tone, onSelect }: Properties): JSX.Element {
  const { t } = useRoom();
  return (
    <div class="skin-tones" role="radiogroup" aria-label={t("skinTone")}>
      {SKIN_TONES.map((option, index) => (
        <label key={option} title={t(LABELS[option])}>
          <input
            type="radio"
            name="skin-tone"
            aria-label={t(LABELS[option])}
            value={index}
            checked={option === tone}
            onChange={() => onSelect(option)}
          />
          <span aria-hidden="true">{inSkinTone(SAMPLE, option)}</span>
        </label>
      ))}
    </div>
  );
}
