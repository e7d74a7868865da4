import type { JSX } from "preact";
import type { NotificationControls } from "../../start-notifications.ts";
import { useRoom } from "../context.ts";

/** Whether new messages play a sound. Switching it on plays it once, as a sample. */
export function SoundSwitch({
  notificationControls: { settings, sound },
}: {
  readonly notificationControls: NotificationControls;
}): JSX.Element {
  const { t } = useRoom();
  return (
    <label class="switch">
      <span class="setting-title" id="sound-title">
        {t("sound")}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={settings.sound.value}
        aria-labelledby="sound-title"
        aria-describedby="sound-hint"
        onChange={({ currentTarget: { checked } }) => {
          settings.setSound(checked);
          if (checked) void sound.play();
        }}
      />
      <span class="setting-hint" id="sound-hint">
        {t(settings.notify.value === "mentions" ? "soundHint_mentions" : "soundHint_all")}
      </span>
    </label>
  );
}
