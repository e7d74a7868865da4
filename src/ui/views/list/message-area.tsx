import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { MessageList } from "./message-list.tsx";

/** The message list, a skeleton while it loads, or that it cannot be loaded offline. */
export function MessageArea(): JSX.Element {
  const { conversation, t, focusComposer } = useRoom();
  const notice = conversation.connection.notice.value.name;
  const isClosed = notice === "closed";
  if (!conversation.timeline.isEmpty.value || (conversation.joined.value && !isClosed))
    return <MessageList conversation={conversation} label={t("messages")} onLeave={focusComposer} />;
  if (notice === "offline")
    return (
      <div class="conversation">
        <p class="offline-room secondary-text">{t("offlineRoom")}</p>
      </div>
    );
  return <div class="conversation">{!isClosed && <Skeleton />}</div>;
}

const SKELETON_ROWS = ["long", "short", "middle"];

function Skeleton(): JSX.Element {
  const { t } = useRoom();
  return (
    <div class="skeleton" role="status">
      <p class="visually-hidden">{t("loading")}</p>
      {SKELETON_ROWS.map((row) => (
        <div key={row} class="skeleton-row" aria-hidden="true" />
      ))}
    </div>
  );
}
