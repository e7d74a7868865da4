import type { JSX } from "preact";
import { removeUrlParameter } from "../browser/theme.ts";
import type { UserSettings } from "../conversation/user-settings.ts";
import { THEMES } from "../models/preferences.ts";
import { Choice } from "./choice.tsx";
import { useRoom } from "./context.ts";

/** Light, dark, or as the device is. */
export function ThemeChoice({ settings }: { readonly settings: UserSettings }): JSX.Element {
  const { t } = useRoom();
  return (
    <Choice
      name="theme"
      title={t("theme")}
      choices={THEMES.map((theme) => [theme, t(`theme_${theme}`)] as const)}
      chosen={settings.theme.value}
      onChoose={(theme) => {
        removeUrlParameter("theme");
        settings.setTheme(theme);
      }}
    />
  );
}
