import type { JSX } from "preact";
import { forgetAsked } from "../browser/look.ts";
import type { Settings } from "../conversation/settings.ts";
import { THEMES } from "../models/choices.ts";
import { Choice } from "./choice.tsx";
import { useRoom } from "./context.ts";

/** Light, dark, or as the device is. */
export function ThemeChoice({ settings }: { readonly settings: Settings }): JSX.Element {
  const { t } = useRoom();
  return (
    <Choice
      name="theme"
      title={t("theme")}
      choices={THEMES.map((theme) => [theme, t(`theme_${theme}`)] as const)}
      chosen={settings.theme.value}
      onChoose={(theme) => {
        forgetAsked("theme");
        settings.setTheme(theme);
      }}
    />
  );
}
