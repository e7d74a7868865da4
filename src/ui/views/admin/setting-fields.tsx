import type { JSX } from "preact";
import {
  MAX_SLOW_MODE_SECONDS,
  settingOf,
  WRITERS,
  type SettingName,
  type SettingText,
  type Writers,
} from "../../../protocol/settings.ts";
import { useRoom } from "../context.ts";
import { RadioGroup } from "../kit/radio-group.tsx";
import { Switch } from "../kit/switch.tsx";
import { DurationSelect } from "./duration-select.tsx";
import { EmbedOriginsField } from "./embed-origins-field.tsx";
import { ExpiryField } from "./expiry-field.tsx";
import { KeyRulesField } from "./key-rules-field.tsx";
import type { SettingField, SettingFieldProperties } from "./setting-field.ts";
import { LanguageSelect } from "./language-select.tsx";
import { SettingTextField } from "./setting-text-field.tsx";

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const SLOW_MODE_SECONDS = [5, 10, 30, 60, 300, 900, HOUR_SECONDS, MAX_SLOW_MODE_SECONDS];
const RETENTION_SECONDS = [HOUR_SECONDS, DAY_SECONDS, 7 * DAY_SECONDS, 30 * DAY_SECONDS];
const AUDIENCES = Object.keys(WRITERS) as Writers[];

/** The field of each setting, in the order of the panel. */
export const SETTING_FIELDS: Readonly<Record<SettingName, SettingField>> = {
  title: textField("title"),
  topic: textField("topic"),
  announcement: textField("announcement"),
  language: LanguageField,
  read: audienceField("read"),
  write: audienceField("write"),
  slowModeSeconds: SlowModeField,
  guestLinks: switchField("guestLinks"),
  listed: switchField("listed"),
  embedOrigins: EmbedOriginsField,
  state: KeyRulesField,
  retentionHours: RetentionField,
  expiresAt: ExpiryField,
};

function textField(name: SettingText): SettingField {
  return ({ settings, onChange }) => (
    <SettingTextField
      name={name}
      value={settingOf(settings, name)}
      onChange={(text) => onChange({ [name]: text })}
    />
  );
}

function audienceField(name: "read" | "write"): SettingField {
  return function AudienceField({ settings, onChange }) {
    const { t } = useRoom();
    return (
      <RadioGroup
        name={name}
        title={t(`setting_${name}`)}
        options={AUDIENCES.map((audience) => [audience, t(`write_${audience}`)] as const)}
        selected={settingOf(settings, name)}
        onSelect={(audience) => onChange({ [name]: audience })}
      />
    );
  };
}

function LanguageField({ settings, onChange }: SettingFieldProperties): JSX.Element {
  return (
    <LanguageSelect tag={settingOf(settings, "language")} onSelect={(language) => onChange({ language })} />
  );
}

function SlowModeField({ settings, onChange }: SettingFieldProperties): JSX.Element {
  const { t } = useRoom();
  return (
    <DurationSelect
      label={t("setting_slowMode")}
      seconds={settingOf(settings, "slowModeSeconds")}
      choices={SLOW_MODE_SECONDS}
      noneLabel={t("slowModeOff")}
      hint={t("settingHint_slowMode")}
      onSelect={(slowModeSeconds) => onChange({ slowModeSeconds })}
    />
  );
}

function RetentionField({ settings, onChange }: SettingFieldProperties): JSX.Element {
  const { t } = useRoom();
  return (
    <DurationSelect
      label={t("setting_retention")}
      seconds={settingOf(settings, "retentionHours") * HOUR_SECONDS}
      choices={RETENTION_SECONDS}
      noneLabel={t("retentionDefault")}
      onSelect={(seconds) => onChange({ retentionHours: seconds / HOUR_SECONDS })}
    />
  );
}

function switchField(name: "guestLinks" | "listed"): SettingField {
  return function SwitchField({ settings, onChange }) {
    const { t } = useRoom();
    return (
      <Switch
        name={`setting-${name}`}
        title={t(`setting_${name}`)}
        isOn={settingOf(settings, name)}
        onChange={(isOn) => onChange({ [name]: isOn })}
      >
        {t(`settingHint_${name}`)}
      </Switch>
    );
  };
}
