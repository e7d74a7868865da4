/** The longest messages that a room accepts, of each kind of text that is made to be slow. */
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { cleanInput } from "../../../src/text/clean-input.ts";
import { graphemes, truncateBytes } from "../../../src/text/lengths.ts";
import { parseText } from "../../../src/text/message-text.ts";
import { ADVERSARIAL_TEXTS } from "../../support/adversarial-texts.ts";

export interface LegalText {
  readonly kind: string;
  readonly text: string;
}

/** Without the kinds that consist of characters which are refused, or are not visible. */
export function legalTexts(): readonly LegalText[] {
  const { textBytes, textGraphemes } = DEFAULT_LIMITS;
  return Object.entries(ADVERSARIAL_TEXTS).flatMap(([kind, make]) => {
    const longest = graphemes(cleanInput(make(textBytes)))
      .slice(0, textGraphemes)
      .join("");
    const parsed = parseText(truncateBytes(longest, textBytes), DEFAULT_LIMITS);
    return parsed.ok ? [{ kind, text: parsed.value }] : [];
  });
}
