import type { JSX } from "preact";
import { useRoom } from "./context.ts";
import { RoomLink } from "./invite.tsx";

/** Nothing said yet: a welcome, and the link to bring others. */
export function EmptyRoom(): JSX.Element {
  const { page, t, conversation } = useRoom();
  const { count } = conversation.roster.value;
  return (
    <div class="empty">
      <img src="/icon.svg" alt="" width="72" height="72" />
      <h2>{t("emptyTitle", { room: page.room })}</h2>
      <p class="quiet-words">{count > 1 ? t("emptyTogether", { count }) : t("emptyAlone")}</p>
      <RoomLink />
    </div>
  );
}
