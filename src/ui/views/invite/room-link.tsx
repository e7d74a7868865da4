import type { JSX } from "preact";
import { CopyButton, ManualCopyHint, useCopy } from "./copy-field.tsx";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { useInviteStrings } from "./invite-strings.ts";

/** The room's URL, to copy or to hand to the device's own ways of sharing. */
export function RoomLink(): JSX.Element {
  const { page } = useRoom();
  const strings = useInviteStrings();
  const copyState = useCopy<HTMLInputElement>(page.url.href);
  return (
    <div class="room-link">
      <input
        ref={copyState.field}
        readOnly
        dir="ltr"
        value={displayUrl(page.url)}
        aria-label={strings.roomLink}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="buttons">
        <CopyButton copyState={copyState} label={strings.copyLink} icon="link" isPrimary />
        <ShareButton />
      </div>
      <ManualCopyHint copyState={copyState} />
    </div>
  );
}

/** The room's URL for a camera: the Worker draws it. */
export function QrCode(): JSX.Element {
  const { page } = useRoom();
  const strings = useInviteStrings();
  return (
    <figure class="qr">
      <img src={`${page.url.pathname}/qr.svg`} alt={strings.qrCode} width="160" height="160" />
      <figcaption class="secondary-text">{strings.qrHint}</figcaption>
    </figure>
  );
}

function ShareButton(): JSX.Element | null {
  const { page } = useRoom();
  const strings = useInviteStrings();
  if (!("share" in navigator)) return null;
  // Whoever closes the sheet again has not failed at anything.
  const share = () => navigator.share({ title: page.room, url: page.url.href }).catch(() => undefined);
  return (
    <button type="button" class="secondary" onClick={share}>
      <Icon name="share" />
      {strings.share}
    </button>
  );
}

/** `/r/مجلس` rather than its percent-encoding; browsers take both. */
function displayUrl(url: URL): string {
  return decodeURI(url.href);
}
