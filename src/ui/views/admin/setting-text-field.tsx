import type { JSX } from "preact";
import { SETTING_TEXTS, type SettingText } from "../../../protocol/settings.ts";
import { parseLine } from "../../../text/line-text.ts";
import { useRoom } from "../context.ts";
import { LineField } from "../kit/line-field.tsx";

interface Properties {
  readonly name: SettingText;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** One of the room's texts, with what it is for, or what is wrong with it. */
export function SettingTextField({ name, value, onChange }: Properties): JSX.Element {
  const { t } = useRoom();
  const parsed = parseLine(value, SETTING_TEXTS[name]);
  return (
    <LineField
      label={t(`setting_${name}`)}
      value={value}
      hint={t(`settingHint_${name}`)}
      problem={parsed.ok ? undefined : problemText(parsed.failure)}
      onChange={onChange}
    />
  );

  function problemText(failure: string): string {
    return failure === "too_large" ? t("settingTooLong", { count: SETTING_TEXTS[name] }) : t("invalidText");
  }
}
