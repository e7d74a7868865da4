import type { JSX } from "preact";
import { useRoom } from "./context.ts";
import { Icon } from "./icons.tsx";
import { lazyView } from "./lazy.tsx";
import { Popover } from "./popover.tsx";

const Settings = lazyView(async () => (await import("./settings.tsx")).Settings);

/** The settings, behind a button in the header. */
export function SettingsButton(): JSX.Element {
  const { t } = useRoom();
  return (
    <>
      <button
        type="button"
        class="icon-button"
        popovertarget="settings"
        aria-label={t("settings")}
        title={t("settings")}
      >
        <Icon name="settings" />
      </button>
      <Popover id="settings" title={t("settings")}>
        {() => <Settings />}
      </Popover>
    </>
  );
}
