import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { restoreFocus } from "../../browser/restore-focus.ts";
import type { UserSettings } from "../../conversation/user-settings.ts";
import type { Formats } from "../../i18n/formats.ts";
import type { Translate } from "../../i18n/translate.ts";
import { MUTE_DURATIONS, type Mute } from "../../models/mute.ts";
import { useRoom } from "../context.ts";

/** Mutes the room's notifications and sound for a while. */
export function MuteChoice({ settings }: { readonly settings: UserSettings }): JSX.Element {
  const { t, formats } = useRoom();
  const row = useRef<HTMLDivElement>(null);
  const text = mutedText(settings.mute.value, t, formats);

  /** The clicked button is removed: its replacement gets the focus. */
  function applyAndRefocus(change: () => void): void {
    change();
    restoreFocus(() => row.current?.querySelector("button"));
  }

  return (
    <div class="setting" role="group" aria-labelledby="mute-title">
      <p class="setting-title" id="mute-title">
        {t("mute")}
      </p>
      <p class="setting-hint" role="status">
        {text}
      </p>
      <div class="setting-row" ref={row}>
        {text === undefined ? (
          MUTE_DURATIONS.map((choice) => (
            <button
              key={choice}
              type="button"
              onClick={() => applyAndRefocus(() => settings.muteFor(choice))}
            >
              {t(`mute_${choice}`)}
            </button>
          ))
        ) : (
          <button type="button" onClick={() => applyAndRefocus(() => settings.unmute())}>
            {t("unmute")}
          </button>
        )}
      </div>
    </div>
  );
}

/** Undefined if the room is not muted. */
function mutedText(mute: Mute, t: Translate, formats: Formats): string | undefined {
  switch (mute.name) {
    case "none":
      return undefined;
    case "until":
      return t("mutedUntil", { time: formats.time(mute.at) });
    case "always":
      return t("mutedAlways");
  }
}
