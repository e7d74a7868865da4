import type { JSX } from "preact";
import { CopyButton, CopyByHand, useCopying } from "./copying.tsx";
import { useRoom } from "./context.ts";
import { Icon } from "./icons.tsx";
import { useInvitingWords } from "./inviting-words.ts";

/** The room's URL, to copy or to hand to the device's own ways of sharing. */
export function RoomLink(): JSX.Element {
  const { page } = useRoom();
  const say = useInvitingWords();
  const copying = useCopying<HTMLInputElement>(page.url.href);
  return (
    <div class="room-link">
      <input
        ref={copying.field}
        readOnly
        dir="ltr"
        value={readable(page.url)}
        aria-label={say.roomLink}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="buttons">
        <CopyButton copying={copying} label={say.copyLink} icon="link" isPrimary />
        <ShareButton />
      </div>
      <CopyByHand copying={copying} />
    </div>
  );
}

/** The room's URL for a camera: the Worker draws it. */
export function QrCode(): JSX.Element {
  const { page } = useRoom();
  const say = useInvitingWords();
  return (
    <figure class="qr">
      <img src={`${page.url.pathname}/qr.svg`} alt={say.qrCode} width="160" height="160" />
      <figcaption class="quiet-words">{say.qrHint}</figcaption>
    </figure>
  );
}

function ShareButton(): JSX.Element | null {
  const { page } = useRoom();
  const say = useInvitingWords();
  if (!("share" in navigator)) return null;
  // Whoever closes the sheet again has not failed at anything.
  const share = () => navigator.share({ title: page.room, url: page.url.href }).catch(() => undefined);
  return (
    <button type="button" class="quiet" onClick={share}>
      <Icon name="share" />
      {say.share}
    </button>
  );
}

/** `/r/مجلس` rather than its percent-encoding; browsers take both. */
function readable(url: URL): string {
  return decodeURI(url.href);
}
