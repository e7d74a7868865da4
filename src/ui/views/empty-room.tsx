import type { JSX } from "preact";
import { useRoom } from "./context.ts";
import { invitationTab, type InvitationTab } from "./invitation.tsx";
import { useInvitingWords } from "./inviting-words.ts";
import { QrCode, RoomLink } from "./room-link.tsx";

/** Nothing said yet: a welcome, and the ways to bring others. */
export function EmptyRoom(): JSX.Element {
  const { page, t, conversation } = useRoom();
  const say = useInvitingWords();
  const { count } = conversation.roster.value;
  return (
    <div class="empty">
      <div class="welcome">
        <img class="mark" src="/icon.svg" alt="" width="64" height="64" />
        <h2>{t("emptyTitle", { room: page.room })}</h2>
        <p class="quiet-words">{count > 1 ? t("emptyTogether", { count }) : t("emptyAlone")}</p>
        {page.view === "page" && (
          <>
            <RoomLink />
            <QrCode />
            <p class="ways">
              <WayTo tab="embed" words={say.toEmbed} />
              <WayTo tab="bots" words={say.toBots} />
            </p>
          </>
        )}
      </div>
    </div>
  );
}

/** Opens the invitation at one of its tabs. */
function WayTo({ tab, words }: { readonly tab: InvitationTab; readonly words: string }): JSX.Element {
  return (
    <button
      type="button"
      class="link-button"
      popovertarget="invite"
      onClick={() => {
        invitationTab.value = tab;
      }}
    >
      {words}
    </button>
  );
}
