/** The markup of messages, as the dialog lists it. */
import type { PlainStringKey } from "../../i18n/strings.ts";

export interface FormattingExample {
  readonly label: PlainStringKey;
  /** how `word` is typed to be formatted so */
  readonly markup: (word: string) => string;
}

export const FORMATTING_EXAMPLES: readonly FormattingExample[] = [
  { label: "formatBold", markup: (word) => `**${word}**` },
  { label: "formatItalic", markup: (word) => `_${word}_` },
  { label: "formatStrike", markup: (word) => `~~${word}~~` },
  { label: "formatCode", markup: (word) => `\`${word}\`` },
  { label: "formatCodeBlock", markup: (word) => `\`\`\`\n${word}\n\`\`\`` },
  { label: "formatQuote", markup: (word) => `> ${word}` },
  { label: "formatList", markup: (word) => `- ${word}` },
  { label: "formatNumberedList", markup: (word) => `1. ${word}` },
];
