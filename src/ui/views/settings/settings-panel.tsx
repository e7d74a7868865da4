import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { isAtLeast } from "../../../protocol/roles.ts";
import { closePopover } from "../../browser/popover-focus.ts";
import { NotificationSound } from "../../browser/notification-sound.ts";
import { storedOwnerKey } from "../../models/owner-key.ts";
import type { NotificationControls } from "../../start-notifications.ts";
import { ConnectionDetails } from "./connection-details.tsx";
import { ForgetChoice } from "./forget-choice.tsx";
import { useRoom } from "../context.ts";
import { ConversationDownload } from "./conversation-download.tsx";
import { DisplayChoices } from "./display-choices.tsx";
import { HiddenPeople } from "./hidden-people.tsx";
import { KeepMessagesSwitch } from "./keep-messages-switch.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { lazyAdminPanel } from "../kit/lazy-admin-panel.tsx";
import { LoadFailed } from "../kit/lazy-view.tsx";
import { MuteChoice } from "./mute-choice.tsx";
import { NotificationChoice } from "./notification-choice.tsx";
import { ShowReadSwitch } from "./show-read-switch.tsx";
import { SoundSwitch } from "./sound-switch.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

const AdminSection = lazyAdminPanel(async () => (await import("../admin/admin-section.tsx")).AdminSection);

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
  const { page, conversation, storage, dialog, shortcuts, hasKeyboard, t } = useRoom();
  const { role = "guest" } = conversation.self.value ?? {};
  const canKeep = page.view === "page" && storage.isShared === true;
  const { settings } = notificationControls;
  return (
    <div class="settings">
      {(isAtLeast(role, "moderator") || storedOwnerKey(storage, page.room) !== undefined) && <AdminSection />}
      {page.view === "page" && <NotificationChoice notificationControls={notificationControls} />}
      {NotificationSound.isSupported && <SoundSwitch notificationControls={notificationControls} />}
      <MuteChoice settings={settings} />
      {page.view === "page" && <ThemeChoice settings={settings} />}
      <DisplayChoices settings={settings} />
      {page.view === "page" && <LanguageChoice />}
      {page.view === "page" && <ConversationDownload />}
      {page.view === "page" && <ShowReadSwitch settings={settings} />}
      {canKeep && <KeepMessagesSwitch settings={settings} />}
      <HiddenPeople />
      <ForgetChoice />
      <ConnectionDetails />
      <button
        type="button"
        class="settings-link link-button"
        onClick={({ currentTarget }) => {
          closePopover(currentTarget);
          shortcuts.value = true;
        }}
      >
        {t(hasKeyboard.value ? "shortcuts" : "formatting")}
      </button>
      {page.view === "page" && (
        <button
          type="button"
          class="settings-link link-button"
          onClick={({ currentTarget }) => {
            closePopover(currentTarget);
            dialog.value = { name: "saved" };
          }}
        >
          {t("savedMessages")}
        </button>
      )}
      {page.view === "page" && (
        <a class="settings-link" href="/">
          {t("toLanding")}
        </a>
      )}
    </div>
  );
}
