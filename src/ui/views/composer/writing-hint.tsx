/** Below the composer: what keeps a text from being sent now. */
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import type { SlowMode } from "../../conversation/slow-mode.ts";
import { formatDuration } from "../../i18n/duration.ts";
import { momentOf } from "../../i18n/moment.ts";
import type { RoomContext } from "../context.ts";

/** A longer wait is shown by the time of its end. */
const MAX_COUNTDOWN_MS = 60_000;

export function slowModeHint(
  { t, formats }: RoomContext,
  slowMode: SlowMode,
  intervalSeconds: ReadonlySignal<number>,
): ComponentType {
  return function SlowModeHint(): JSX.Element {
    const waitMs = slowMode.waitMs.value;
    const duration = formatDuration(formats.locale, intervalSeconds.value);
    return (
      <p class="limit">
        {t("slowModeOn", { duration })}{" "}
        {waitMs > 0 && (
          // A screen reader would read it out every second: it says so when one tries to send.
          <span aria-hidden="true">
            {waitMs > MAX_COUNTDOWN_MS
              ? t("slowModeUntil", { time: momentOf(slowMode.freeAt, formats) })
              : t("slowModeSeconds", { count: Math.ceil(waitMs / 1_000) })}
          </span>
        )}
      </p>
    );
  };
}

export function linkHint({ t }: RoomContext): ComponentType {
  return function LinkHint(): JSX.Element {
    return (
      <p class="limit error" role="alert">
        {t("guestLinksOff")}
      </p>
    );
  };
}
