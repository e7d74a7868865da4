import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { closePopover } from "../../browser/popover-focus.ts";
import { NotificationSound } from "../../browser/notification-sound.ts";
import type { NotificationControls } from "../../start-notifications.ts";
import { ConnectionDetails } from "./connection-details.tsx";
import { useRoom } from "../context.ts";
import { LanguageChoice } from "./language-choice.tsx";
import { LoadFailed } from "../kit/lazy-view.tsx";
import { MuteChoice } from "./mute-choice.tsx";
import { NotificationChoice } from "./notification-choice.tsx";
import { SoundSwitch } from "./sound-switch.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

type Loaded = NotificationControls | "loading" | "failed";

/** All settings, and the state of the connection. */
export function SettingsPanel(): JSX.Element {
  const { notificationControls } = useRoom();
  const loaded = useSignal<Loaded>("loading");

  function load(): void {
    loaded.value = "loading";
    notificationControls().then(
      (ready) => (loaded.value = ready),
      () => (loaded.value = "failed"),
    );
  }

  useEffect(load, [notificationControls]);

  const state = loaded.value;
  if (state === "loading") return <div class="lazy" aria-busy="true" />;
  if (state === "failed") return <LoadFailed onRetry={load} />;
  return <SettingsForm notificationControls={state} />;
}

function SettingsForm({
  notificationControls,
}: {
  readonly notificationControls: NotificationControls;
}): JSX.Element {
  const { page, shortcuts, t } = useRoom();
  const { settings } = notificationControls;
  return (
    <div class="settings">
      {page.view === "page" && <NotificationChoice notificationControls={notificationControls} />}
      {NotificationSound.isSupported && <SoundSwitch notificationControls={notificationControls} />}
      <MuteChoice settings={settings} />
      {page.view === "page" && <ThemeChoice settings={settings} />}
      {page.view === "page" && <LanguageChoice />}
      <ConnectionDetails />
      <button
        type="button"
        class="settings-link link-button"
        onClick={({ currentTarget }) => {
          closePopover(currentTarget);
          shortcuts.value = true;
        }}
      >
        {t("shortcuts")}
      </button>
      {page.view === "page" && (
        <a class="settings-link" href="/">
          {t("toLanding")}
        </a>
      )}
    </div>
  );
}
