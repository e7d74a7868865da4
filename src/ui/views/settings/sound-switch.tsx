import type { JSX } from "preact";
import type { NotificationControls } from "../../start-notifications.ts";
import { useRoom } from "../context.ts";

/** Whether a tone tells of messages. Switched on, it is heard: one knows what one chose, and that it can be heard. */
export function SoundSwitch({
  notificationControls: { settings, sound: tone },
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
          if (checked) void tone.play();
        }}
      />
      <span class="setting-hint" id="sound-hint">
        {t(settings.notify.value === "mentions" ? "soundHint_mentions" : "soundHint_all")}
      </span>
    </label>
  );
}
