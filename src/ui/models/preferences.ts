/** The choices for notifications and theme, and parsers of their stored values, which may be corrupt. */

/** which messages show a notification */
export const NOTIFY_LEVELS = ["off", "mentions", "all"] as const;
export type NotifyLevel = (typeof NOTIFY_LEVELS)[number];

/** `auto` follows the system */
export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** `off` if nothing valid is stored. */
export function parseNotifyLevel(stored: string | undefined): NotifyLevel {
  return oneOf(NOTIFY_LEVELS, stored) ?? "off";
}

/** Undefined if nothing was chosen. */
export function parseTheme(stored: string | undefined): Theme | undefined {
  return oneOf(THEMES, stored);
}

/** False if nothing valid is stored. */
export function parseSound(stored: string | undefined): boolean {
  return stored === "on";
}

/** Whether others see what was read: true unless it was switched off. */
export function parseShowRead(stored: string | undefined): boolean {
  return stored !== "off";
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  stored: string | undefined,
): Choice | undefined {
  return choices.find((choice) => choice === stored);
}
