import type { JSX } from "preact";
import { HOUR_MS } from "../../../protocol/retention-hours.ts";
import { settingOf } from "../../../protocol/settings.ts";
import { fromLocalTime, toLocalTime } from "../../models/local-time.ts";
import { isExpiryValid } from "../../models/setting-changes.ts";
import { browserTimers } from "../../timers.ts";
import { useRoom } from "../context.ts";
import { RadioGroup } from "../kit/radio-group.tsx";
import type { SettingFieldProperties } from "./setting-field.ts";

/** What is proposed. */
const PROPOSED_MS = 30 * 24 * HOUR_MS;

/** When the room deletes itself: never, or at a date and time in the browser's time zone. */
export function ExpiryField({ settings, onChange }: SettingFieldProperties): JSX.Element {
  const { formats, t } = useRoom();
  const at = settingOf(settings, "expiresAt");
  const now = browserTimers.now();
  const isValid = isExpiryValid(at, now);

  function select(choice: "never" | "date"): void {
    const nextHour = Math.ceil((browserTimers.now() + PROPOSED_MS) / HOUR_MS) * HOUR_MS;
    onChange({ expiresAt: choice === "never" ? 0 : nextHour });
  }

  return (
    <RadioGroup
      name="expiry"
      title={t("setting_expiresAt")}
      options={[
        ["never", t("expiryNever")],
        ["date", t("expiryDate")],
      ]}
      selected={at === 0 ? "never" : "date"}
      onSelect={select}
    >
      {at !== 0 && (
        <input
          type="datetime-local"
          aria-label={t("expiryTime")}
          aria-describedby="expiry-hint"
          aria-invalid={!isValid}
          min={toLocalTime(now)}
          value={toLocalTime(at)}
          onInput={({ currentTarget: { value } }) => onChange({ expiresAt: fromLocalTime(value) })}
        />
      )}
      <p id="expiry-hint" class={isValid ? "setting-hint" : "error"}>
        {isValid ? at !== 0 && t("expiryHint", { time: formats.dateTime(at) }) : t("expiryWrong")}
      </p>
    </RadioGroup>
  );
}
