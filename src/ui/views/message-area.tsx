import type { JSX } from "preact";
import { useRoom } from "./context.ts";
import { EmptyRoom } from "./empty-room.tsx";
import { MessageList } from "./message-list.tsx";

/** The messages, or what stands in their place. */
export function MessageArea(): JSX.Element {
  const { conversation, t, focusComposer } = useRoom();
  const { timeline } = conversation;
  if (timeline.rows.value.length > 0)
    return <MessageList conversation={conversation} label={t("messages")} onLeave={focusComposer} />;
  if (conversation.connection.notice.value.name === "closed") return <div class="conversation" />;
  return <div class="conversation">{conversation.joined.value ? <EmptyRoom /> : <Skeleton />}</div>;
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
