import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { dismiss, isDismissed } from "../../models/dismissed-announcement.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { FormattedText } from "../message/message-text.tsx";

/** What the owner or a moderator announces, above the messages until the user closes it. */
export function Announcement({ text }: { readonly text: string }): JSX.Element | null {
  const { page, storage, conversation, t, focusComposer } = useRoom();
  const isClosed = useSignal(isDismissed(storage, page.room, text));

  useEffect(() => {
    if (!isClosed.peek()) conversation.announcements.announce(t("announcementOf", { text }));
  }, []);

  if (isClosed.value) return null;
  return (
    <aside class="announcement" aria-label={t("announcement")}>
      <FormattedText text={text} mentions={undefined} size="short" />
      <button
        type="button"
        class="icon-button"
        title={t("closeAnnouncement")}
        onClick={() => {
          dismiss(storage, page.room, text);
          isClosed.value = true;
          focusComposer();
        }}
      >
        <Icon name="close" />
      </button>
    </aside>
  );
}
