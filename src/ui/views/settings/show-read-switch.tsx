import type { JSX } from "preact";
import type { UserSettings } from "../../conversation/user-settings.ts";
import { useRoom } from "../context.ts";
import { Switch } from "../kit/switch.tsx";

/** Whether the other members of a small room see what the user has read (SPEC EPH-3). */
export function ShowReadSwitch({ settings }: { readonly settings: UserSettings }): JSX.Element {
  const { t, conversation } = useRoom();
  return (
    <Switch
      name="show-read"
      title={t("showRead")}
      isOn={settings.showsRead.value}
      onChange={(shows) => settings.setShowsRead(shows)}
    >
      {t("showReadHint", { count: conversation.limits.value.readMembers })}
    </Switch>
  );
}
