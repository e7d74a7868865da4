import type { JSX } from "preact";
import type { UserSettings } from "../../conversation/user-settings.ts";
import { useRoom } from "../context.ts";
import { Switch } from "../kit/switch.tsx";

/** Whether the newest messages of opened rooms are kept in this browser. Switching it off deletes them. */
export function KeepMessagesSwitch({ settings }: { readonly settings: UserSettings }): JSX.Element {
  const { t } = useRoom();
  return (
    <Switch
      name="keep-messages"
      title={t("keepMessages")}
      isOn={settings.keepsMessages.value}
      onChange={(keeps) => settings.setKeepsMessages(keeps)}
    >
      {t("keepMessagesHint")}
    </Switch>
  );
}
