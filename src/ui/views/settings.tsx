import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { closePopover } from "../browser/popover-focus.ts";
import { NotificationSound } from "../browser/notification-sound.ts";
import type { NotificationControls } from "../start-notifications.ts";
import { ConnectionDetails } from "./connection-details.tsx";
import { useRoom } from "./context.ts";
import { LanguageChoice } from "./language-choice.tsx";
import { LoadFailed } from "./lazy.tsx";
import { MuteChoice } from "./mute-choice.tsx";
import { NotifyChoice } from "./notify-choice.tsx";
import { SoundSwitch } from "./sound-switch.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

type Loaded = NotificationControls | "loading" | "failed";

/** All that can be chosen, and how the page is connected. */
export function Settings(): JSX.Element {
  const { told } = useRoom();
  const loaded = useSignal<Loaded>("loading");

  function load(): void {
    loaded.value = "loading";
    told().then(
      (here) => (loaded.value = here),
      () => (loaded.value = "failed"),
    );
  }

  useEffect(load, [told]);

  const state = loaded.value;
  if (state === "loading") return <div class="lazy" aria-busy="true" />;
  if (state === "failed") return <LoadFailed onRetry={load} />;
  return <Choices told={state} />;
}

function Choices({ told }: { readonly told: NotificationControls }): JSX.Element {
  const { page, shortcuts, t } = useRoom();
  const { settings } = told;
  return (
    <div class="settings">
      {page.view === "page" && <NotifyChoice told={told} />}
      {NotificationSound.isSupported && <SoundSwitch told={told} />}
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
