import type { JSX } from "preact";
import { CopyButton, ManualCopyHint, useCopy } from "./copy-field.tsx";
import { qrCodeUrl } from "../../models/qr-code-url.ts";
import { useRoom } from "../context.ts";
import { LazyIcon } from "../kit/lazy-icons.tsx";

/** The room's URL, with buttons to copy and to share it. */
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

/** The QR code of the room's URL, rendered by the Worker. */
export function QrCode(): JSX.Element {
  const { page, t } = useRoom();
  return (
    <figure class="qr">
      <img src={qrCodeUrl(page)} alt={t("qrCode")} width="160" height="160" />
      <figcaption class="secondary-text">{t("qrHint")}</figcaption>
    </figure>
  );
}

function ShareButton(): JSX.Element | null {
  const { page, t } = useRoom();
  if (!("share" in navigator)) return null;
  // Dismissing the share sheet rejects the promise: no error.
  const share = () => navigator.share({ title: page.room, url: page.url.href }).catch(() => undefined);
  return (
    <button type="button" class="secondary" onClick={share}>
      <LazyIcon name="share" />
      {t("share")}
    </button>
  );
}

/** Decoded (`/r/مجلس`) to be readable; browsers accept both forms. */
function displayUrl(url: URL): string {
  return decodeURI(url.href);
}
