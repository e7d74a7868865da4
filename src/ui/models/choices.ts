/** What somebody may choose about being told, and how the page looks: read from where it is kept, spoilt or not. */

/** of which messages a notification tells */
export const NOTIFY = ["off", "mentions", "all"] as const;
export type Notify = (typeof NOTIFY)[number];

/** `auto` follows the device */
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export function notifyFrom(kept: string | undefined): Notify {
  return oneOf(NOTIFY, kept) ?? "off";
}

/** Undefined where nobody chose. */
export function themeFrom(kept: string | undefined): Theme | undefined {
  return oneOf(THEMES, kept);
}

export function soundFrom(kept: string | undefined): boolean {
  return kept === "on";
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  kept: string | undefined,
): Choice | undefined {
  return choices.find((choice) => choice === kept);
}
