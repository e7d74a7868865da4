import type { JSX } from "preact";
import { SETTING_TEXTS, type SettingText } from "../../../protocol/settings.ts";
import { cleanLine } from "../../../text/clean-input.ts";
import { parseLine } from "../../../text/line-text.ts";
import { cleanField } from "../../browser/clean-field.ts";
import { useRoom } from "../context.ts";

interface Properties {
  readonly name: SettingText;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** One of the room's texts, with what it is for, or what is wrong with it. */
export function SettingTextField({ name, value, onChange }: Properties): JSX.Element {
  const { t } = useRoom();
  const id = `setting-${name}`;
  const parsed = parseLine(value, SETTING_TEXTS[name]);
  return (
    <div class="setting">
      <label class="setting-title" for={id}>
        {t(`setting_${name}`)}
      </label>
      <input
        id={id}
        type="text"
        value={value}
        dir="auto"
        aria-describedby={`${id}-hint`}
        aria-invalid={!parsed.ok}
        autoComplete="off"
        onInput={(event) => {
          cleanField(event.currentTarget, cleanLine);
          onChange(event.currentTarget.value);
        }}
      />
      <p id={`${id}-hint`} class={parsed.ok ? "setting-hint" : "error"}>
        {parsed.ok ? t(`settingHint_${name}`) : problemText(parsed.failure)}
      </p>
    </div>
  );

  function problemText(failure: string): string {
    return failure === "too_large" ? t("settingTooLong", { count: SETTING_TEXTS[name] }) : t("invalidText");
  }
}
