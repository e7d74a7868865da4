import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { copyText } from "../browser/copy.ts";
import { useRoom } from "./context.ts";
import { Icon } from "./icons.tsx";
import { Popover } from "./popover.tsx";

/** The invitation behind a button in the header. */
export function InvitePopover(): JSX.Element {
  const { t } = useRoom();
  return (
    <>
      <button type="button" class="invite-button" popovertarget="invite">
        <Icon name="invite" />
        <span>{t("invite")}</span>
      </button>
      <Popover id="invite" title={t("inviteTitle")}>
        {() => (
          <>
            <p class="quiet-words">{t("inviteHint")}</p>
            <RoomLink />
          </>
        )}
      </Popover>
    </>
  );
}

const COPIED_MS = 2_500;

/** The room's URL, to copy or to hand to the device's own ways of sharing. */
export function RoomLink(): JSX.Element {
  const { page, t, conversation } = useRoom();
  const input = useRef<HTMLInputElement>(null);
  const outcome = useSignal<"none" | "copied" | "selected">("none");

  async function copy(): Promise<void> {
    outcome.value = await copyText(page.url.href, input.current);
    conversation.announcements.say(t(outcome.value === "copied" ? "copied" : "copyByHand"));
    setTimeout(() => {
      outcome.value = "none";
    }, COPIED_MS);
  }

  return (
    <div class="room-link">
      <input
        ref={input}
        readOnly
        dir="ltr"
        value={readable(page.url)}
        aria-label={t("roomLink")}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="buttons">
        <button type="button" class="primary" onClick={copy}>
          <Icon name={outcome.value === "copied" ? "check" : "link"} />
          {t(outcome.value === "copied" ? "copied" : "copyLink")}
        </button>
        <ShareButton />
      </div>
      {outcome.value === "selected" && <p class="quiet-words">{t("copyByHand")}</p>}
    </div>
  );
}

function ShareButton(): JSX.Element | null {
  const { page, t } = useRoom();
  if (!("share" in navigator)) return null;
  // Whoever closes the sheet again has not failed at anything.
  const share = () => navigator.share({ title: page.room, url: page.url.href }).catch(() => undefined);
  return (
    <button type="button" class="quiet" onClick={share}>
      <Icon name="share" />
      {t("share")}
    </button>
  );
}

/** `/r/مجلس` rather than its percent-encoding; browsers take both. */
function readable(url: URL): string {
  return decodeURI(url.href);
}
