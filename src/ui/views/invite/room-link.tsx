import type { JSX } from "preact";
import { CopyButton, ManualCopyHint, useCopy } from "./copy-field.tsx";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";

/** The room's URL, to copy or to hand to the device's own ways of sharing. */
export function RoomLink(): JSX.Element {
  const { page, t } = useRoom();
  const copyState = useCopy<HTMLInputElement>(page.url.href);
  return (
    <div class="room-link">
      <input
        ref={copyState.field}
        readOnly
        dir="ltr"
        value={displayUrl(page.url)}
        aria-label={t("roomLink")}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="buttons">
        <CopyButton copyState={copyState} label={t("copyLink")} icon="link" isPrimary />
        <ShareButton />
      </div>
      <ManualCopyHint copyState={copyState} />
    </div>
  );
}

/** The room's URL for a camera: the Worker draws it. */
export function QrCode(): JSX.Element {
  const { page, t } = useRoom();
  return (
    <figure class="qr">
      <img src={`${page.url.pathname}/qr.svg`} alt={t("qrCode")} width="160" height="160" />
      <figcaption class="secondary-text">{t("qrHint")}</figcaption>
    </figure>
  );
}

function ShareButton(): JSX.Element | null {
  const { page, t } = useRoom();
  if (!("share" in navigator)) return null;
  // Whoever closes the sheet again has not failed at anything.
  const share = () => navigator.share({ title: page.room, url: page.url.href }).catch(() => undefined);
  return (
    <button type="button" class="secondary" onClick={share}>
      <Icon name="share" />
      {t("share")}
    </button>
  );
}

/** `/r/مجلس` rather than its percent-encoding; browsers take both. */
function displayUrl(url: URL): string {
  return decodeURI(url.href);
}
