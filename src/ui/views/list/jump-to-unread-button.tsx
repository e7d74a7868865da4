import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";

/** To where the news begins, as long as the reader has not been there. */
export function JumpToUnreadButton(): JSX.Element | null {
  const { conversation, t } = useRoom();
  const { readTracker: reading, timeline } = conversation;
  if (!reading.isUnreadLineMissed.value || !(timeline.hasUnread.value || timeline.unreadIsOlder.value))
    return null;
  return (
    <button type="button" class="jump to-unread" onClick={() => void conversation.goToUnread()}>
      <Icon name="up" />
      {t("toUnread")}
    </button>
  );
}
