import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { MemberList } from "../header/member-list.tsx";
import { LazyIcon } from "../kit/lazy-icons.tsx";
import { RoomList } from "./room-list.tsx";

/** Beside the conversation on a wide screen: the other rooms, and who is in this one. */
export function SideColumn(): JSX.Element {
  const { conversation, dialog, t } = useRoom();
  const { count } = conversation.roster.value;
  return (
    <>
      <nav aria-labelledby="side-rooms">
        <div class="side-title">
          <h2 id="side-rooms">{t("rooms")}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label={t("switchRoom")}
            title={`${t("switchRoom")} (Ctrl+K)`}
            aria-keyshortcuts="Control+K"
            onClick={() => (dialog.value = { name: "switcher" })}
          >
            <LazyIcon name="add" />
          </button>
        </div>
        <RoomList />
        <button
          type="button"
          class="side-link"
          aria-haspopup="dialog"
          onClick={() => (dialog.value = { name: "saved" })}
        >
          <LazyIcon name="bookmark" />
          {t("savedMessages")}
        </button>
      </nav>
      {count > 0 && (
        <section aria-labelledby="side-members">
          <h2 id="side-members">{t("memberCount", { count })}</h2>
          <MemberList labelledBy="side-members" />
        </section>
      )}
    </>
  );
}
