/** What is wrong with changed settings, and what their owner should know before they are saved (SPEC SET-2, SET-7, SET-8). */
import { SETTING_TEXTS, settingOf, type RoomSettings, type SettingText } from "../../protocol/settings.ts";
import { parseLine } from "../../text/line-text.ts";
import { originsProblem } from "./embed-origins.ts";
import { areRulesValid } from "./key-rules.ts";

const SOON_MS = 86_400_000;
const TEXTS = Object.keys(SETTING_TEXTS) as SettingText[];

/** What cannot be undone. */
export type SettingWarning = "expires_soon" | "deletes_messages";

/** True if the room takes these settings, as far as the page knows. @param now in ms since 1970 */
export function areSettingsValid(settings: RoomSettings, now: number): boolean {
  return (
    TEXTS.every((name) => parseLine(settingOf(settings, name), SETTING_TEXTS[name]).ok) &&
    originsProblem(settingOf(settings, "embedOrigins")) === undefined &&
    areRulesValid(settingOf(settings, "state")) &&
    isExpiryValid(settingOf(settings, "expiresAt"), now)
  );
}

/** @param at 0 for never, NaN while the date is incomplete */
export function isExpiryValid(at: number, now: number): boolean {
  return at === 0 || at > now;
}

/** @param now in ms since 1970 */
export function warningsOf(current: RoomSettings, changes: RoomSettings, now: number): SettingWarning[] {
  const { expiresAt = 0, retentionHours = 0 } = changes;
  const kept = settingOf(current, "retentionHours");
  const warnings: SettingWarning[] = [];
  if (expiresAt > 0 && expiresAt < now + SOON_MS) warnings.push("expires_soon");
  // Without the setting they are kept for as long as the deployment keeps them, which may be longer.
  if (retentionHours > 0 && (kept === 0 || retentionHours < kept)) warnings.push("deletes_messages");
  return warnings;
}
