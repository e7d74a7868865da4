import type { JSX } from "preact";
import type { NotificationControls } from "../../start-notifications.ts";
import { useRoom } from "../context.ts";
import { Switch } from "../kit/switch.tsx";

/** Whether new messages play a sound. Switching it on plays it once, as a sample. */
export function SoundSwitch({
  notificationControls: { settings, sound },
}: {
  readonly notificationControls: NotificationControls;
}): JSX.Element {
  const { t } = useRoom();
  return (
    <Switch
      name="sound"
      title={t("sound")}
      isOn={settings.sound.value}
      onChange={(isOn) => {
        settings.setSound(isOn);
        if (isOn) void sound.play();
      }}
    >
      {t(settings.notify.value === "mentions" ? "soundHint_mentions" : "soundHint_all")}
    </Switch>
  );
}
