import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { lazyPanel } from "../kit/lazy-view.tsx";
import { Popover } from "../kit/popover.tsx";

const SettingsPanel = lazyPanel(async () => (await import("./settings-panel.tsx")).SettingsPanel);

/** The header's button that opens the settings. */
export function SettingsButton(): JSX.Element {
  const { t } = useRoom();
  return (
    <>
      <button type="button" class="icon-button" popovertarget="settings" title={t("settings")}>
        <Icon name="settings" />
      </button>
      <Popover id="settings" title={t("settings")}>
        {() => <SettingsPanel />}
      </Popover>
    </>
  );
}
