import type { JSX } from "preact";
import { removeUrlParameter } from "../../browser/theme.ts";
import type { UserSettings } from "../../conversation/user-settings.ts";
import { THEMES } from "../../models/preferences.ts";
import { RadioGroup } from "../kit/radio-group.tsx";
import { useRoom } from "../context.ts";

/** Light, dark, or as the device. */
export function ThemeChoice({ settings }: { readonly settings: UserSettings }): JSX.Element {
  const { t } = useRoom();
  return (
    <RadioGroup
      name="theme"
      title={t("theme")}
      options={THEMES.map((theme) => [theme, t(`theme_${theme}`)] as const)}
      selected={settings.theme.value}
      onSelect={(theme) => {
        removeUrlParameter("theme");
        settings.setTheme(theme);
      }}
    />
  );
}
