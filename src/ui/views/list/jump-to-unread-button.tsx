import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";

/** Scrolls to the first unread message; shown until the reader has seen it. */
export function JumpToUnreadButton(): JSX.Element | null {
  const { conversation, t } = useRoom();
  const { readTracker, timeline } = conversation;
  if (!readTracker.isUnreadLineMissed.value || !(timeline.hasUnread.value || timeline.unreadIsOlder.value))
    return null;
  return (
    <button type="button" class="jump to-unread" onClick={() => void conversation.goToUnread()}>
      <Icon name="up" />
      {t("toUnread")}
    </button>
  );
}
